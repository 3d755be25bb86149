"""Opens the engine that an address names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from indexer.analysis import Analyzer
from indexer.search.errors import UnknownEngineError

if TYPE_CHECKING:
    from indexer.search.protocol import SearchEngine


def open_engine(url: str, analyzer: Analyzer | None = None) -> SearchEngine:
    """An engine for `tantivy:///path`, `whoosh:///path` or `postgresql://user:password@host/database`.

    Nothing is created: a missing index says so until `rebuild`. Share `analyzer` with the query parser, its memory
    is worth it.

    Raises:
        UnknownEngineError: no engine of this name, or no path.
    """
    analyzer = analyzer or Analyzer()
    parts = urlsplit(url)
    path = Path(unquote(parts.path))
    if parts.scheme.partition("+")[0] == "postgresql":
        from indexer.search.postgresql import PostgresEngine

        return PostgresEngine(url, analyzer)
    if path.is_absolute() and not parts.netloc:
        if parts.scheme == "tantivy":
            from indexer.search.tantivy import TantivyEngine

            return TantivyEngine(path, analyzer)
        if parts.scheme == "whoosh":
            from indexer.search.whoosh import WhooshEngine

            return WhooshEngine(path, analyzer)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    raise UnknownEngineError(f"no search engine for {shown}", url=shown)
