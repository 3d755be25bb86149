"""One generation of a tantivy index open for reading."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import tantivy

from indexer.search.tantivy.compiler import Compiler, both
from indexer.search.tantivy.gates import Gates
from indexer.search.tantivy.schema import HEAD, SOLO

if TYPE_CHECKING:
    from pathlib import Path


class View(NamedTuple):
    """One state of the index, with what compiles questions to it."""

    searcher: Any
    compiler: Compiler
    gates: Gates


class Reader:
    """Gives the state that the last commit made, whichever process made it."""

    def __init__(self, generation: Path) -> None:
        self.generation = generation
        self._index = tantivy.Index.open(str(generation))
        self._index.config_reader("manual")
        self._compiler = Compiler(self._index.schema)
        self._commit = generation / "meta.json"
        self._seen: tuple[int, int] | None = None
        self._view: View | None = None
        self._lock = threading.Lock()

    def view(self) -> View:
        """The newest state."""
        status = self._commit.stat()
        seen = (status.st_mtime_ns, status.st_ino)
        with self._lock:
            if self._view is None or seen != self._seen:
                self._index.reload()
                searcher = self._index.searcher()
                self._view = View(searcher, self._compiler, Gates(searcher, self._compiler))
                self._seen = seen
            return self._view

    def stamps(self, document_ids: list[int]) -> dict[int, int]:
        """Stamps of those documents that are there."""
        if not document_ids:
            return {}
        searcher = self.view().searcher
        one_of = self._compiler.one_of
        query = both(one_of("document", document_ids), one_of("role", [HEAD, SOLO]))
        addresses = [address for _, address in searcher.search(query, len(document_ids), count=False).hits]
        if not addresses:
            return {}
        found, stamps = (searcher.fast_field_values(name, addresses) for name in ("document", "stamp"))
        return dict(zip(found, stamps, strict=True))
