"""Search over the archive: one port, three engines, highlighting that is the same for all."""

from indexer.search.errors import IndexBusyError, IndexUnavailableError, SearchError, UnknownEngineError
from indexer.search.factory import open_engine
from indexer.search.highlight import Snippet, highlight, matching_words
from indexer.search.model import (
    Access,
    Facet,
    Filters,
    Hit,
    IndexDocument,
    IndexPage,
    IndexState,
    PersonNames,
    Reason,
    SearchRequest,
    SearchResult,
    Sort,
)
from indexer.search.protocol import SearchEngine

__all__ = [
    "Access",
    "Facet",
    "Filters",
    "Hit",
    "IndexBusyError",
    "IndexDocument",
    "IndexPage",
    "IndexState",
    "IndexUnavailableError",
    "PersonNames",
    "Reason",
    "SearchEngine",
    "SearchError",
    "SearchRequest",
    "SearchResult",
    "Snippet",
    "Sort",
    "UnknownEngineError",
    "highlight",
    "matching_words",
    "open_engine",
]
