"""Whoosh as a search engine of the archive: one directory, one writer, nothing compiled."""

from __future__ import annotations

import shutil
import struct
import threading
import time
import zlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import whoosh.index
from whoosh import query as whoosh_query

from indexer.search.correction import corrected
from indexer.search.directory import IndexDirectory, Meta, sync_tree
from indexer.search.errors import IndexUnavailableError
from indexer.search.model import Access, IndexState, Reason, SearchRequest, SearchResult
from indexer.search.protocol import none_refused
from indexer.search.whoosh.schema import LAYOUT, rows, schema
from indexer.search.whoosh.searching import Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from indexer.analysis import Analyzer
    from indexer.query import Node, Parsed
    from indexer.search.model import IndexDocument
    from indexer.search.protocol import Refused

_NAME: Final = "whoosh"
_MEGABYTES: Final = 64
"""Memory that a writer collects postings in."""


class WhooshEngine:
    """See `SearchEngine`. Searches of one process take turns: Whoosh's readers are not for several threads."""

    def __init__(self, path: Path, analyzer: Analyzer) -> None:
        self._directory = IndexDirectory(path)
        self._analyzer = analyzer
        self._turn = threading.RLock()
        self._searcher: Any = None
        self._opened: tuple[Path, int] | None = None
        self._pending: dict[int, IndexDocument | None] = {}

    @property
    def _meta(self) -> Meta:
        return Meta(_NAME, LAYOUT, self._analyzer.stamp)

    # reading

    def search(self, request: SearchRequest, access: Access) -> SearchResult:
        """Answer under `access`."""
        start = time.perf_counter()
        with self._reading() as searcher:
            result = Search(searcher, request, access).run()
        return replace(result, took_ms=(time.perf_counter() - start) * 1000)

    def did_you_mean(self, parsed: Parsed, access: Access) -> str | None:
        """The typed text with words of the archive for those that do not occur."""
        with self._reading() as searcher:
            reader = searcher.reader()

            def present(forms: Iterable[str]) -> list[str]:
                return [form for form in forms if any((name, f"={form}") in reader for name in ("body", "card"))]

            def beginning(letter: str) -> set[str]:
                found = (reader.expand_prefix(name, f"={letter}") for name in ("body", "card"))
                return {term.decode()[1:] for terms in found for term in terms}

            def count(tree: Node) -> int:
                return Search(searcher, SearchRequest(tree, limit=0), access, fuzzy=False).run().total

            return corrected(parsed, self._analyzer, present=present, beginning=beginning, count=count)

    def stamps(self, document_ids: Iterable[int]) -> Mapping[int, int]:
        """Committed stamps of those that are there."""
        found = {}
        with self._reading() as searcher:
            head = whoosh_query.Term("head", True)  # noqa: FBT003 - Whoosh's signature
            for document in document_ids:
                for entry in (whoosh_query.Term("key", str(document)) & head).docs(searcher):
                    found[document] = int(searcher.stored_fields(entry)["facts"]["stamp"])
        return found

    def state(self) -> IndexState:
        """How the index is."""
        try:
            with self._reading() as searcher:
                documents = sum(1 for _ in whoosh_query.Term("head", True).docs(searcher))  # noqa: FBT003
                return IndexState(_NAME, documents, searcher.doc_count(), self._analyzer.stamp, healthy=True)
        except IndexUnavailableError as error:
            return IndexState(_NAME, 0, 0, self._stamp_on_disk(), healthy=False, reason=Reason(error.reason))

    def _stamp_on_disk(self) -> str:
        try:
            return self._directory.meta(self._directory.current()).analyzer
        except IndexUnavailableError:
            return ""

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """A searcher of the last commit and generation, whichever process made it."""
        with self._turn:
            generation = self._directory.current()
            with _broken_is_unavailable(Exception):  # almost any error comes from reading garbage
                opened = (generation, generation.stat().st_mtime_ns)
                if opened != self._opened:
                    self._directory.check(generation, self._meta)
                    self._searcher = whoosh.index.open_dir(str(generation)).searcher()
                    self._opened = opened
            with _broken_is_unavailable(OSError, EOFError, struct.error, zlib.error):
                yield self._searcher

    # writing

    def update(self, documents: Iterable[IndexDocument]) -> None:
        """Replace the entries of documents."""
        self._directory.acquire()
        for document in documents:
            identity = document.document_id
            waiting = self._pending.get(identity)
            known = waiting.stamp if waiting else self.stamps([identity]).get(identity, -1)
            if identity in self._pending and waiting is None:
                known = -1
            if document.stamp >= known:
                self._pending[identity] = replace(document, pages=tuple(document.pages))

    def remove(self, document_ids: Iterable[int]) -> None:
        """Take documents out."""
        self._directory.acquire()
        with self._reading():
            self._pending.update(dict.fromkeys(document_ids))

    def commit(self) -> None:
        """Make it visible and durable. Only here a writer is opened: it cannot take back what it was just given."""
        if not self._pending:
            return
        self._directory.acquire()
        generation = self._directory.current()
        with _broken_is_unavailable(OSError, EOFError, struct.error, zlib.error):
            writer = whoosh.index.open_dir(str(generation)).writer(limitmb=_MEGABYTES)
            try:
                for identity in self._pending:
                    writer.delete_by_term("key", str(identity))
                self._add(writer, (document for document in self._pending.values() if document is not None))
            except BaseException:
                writer.cancel()  # a writer that failed once never works again, and would keep its lock
                raise
            writer.commit()
            sync_tree(generation)
        self._pending.clear()

    def rebuild(self, documents: Iterable[IndexDocument], refused: Refused = none_refused) -> None:
        """Make a new generation and swap."""
        self._pending.clear()
        self._directory.acquire()
        try:
            generation = self._directory.new_generation()
            try:
                writer = whoosh.index.create_in(str(generation), schema()).writer(limitmb=_MEGABYTES * 2)
                self._add(writer, documents, refused)
                writer.commit()
                self._directory.publish(generation, self._meta)
            except BaseException:
                shutil.rmtree(generation, ignore_errors=True)
                raise
        finally:
            self._directory.release()

    def release(self) -> None:
        """Drop what waits for a commit, and the writer's lock."""
        self._pending.clear()
        self._directory.release()

    def close(self) -> None:
        """Let go of lock and files."""
        self.release()
        with self._turn:
            if self._searcher is not None:
                self._searcher.close()
            self._searcher = self._opened = None

    def _add(self, writer: Any, documents: Iterable[IndexDocument], refused: Refused = none_refused) -> None:
        for document in documents:
            try:
                made = list(rows(document, self._analyzer))
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one document, the others must be found
                refused(document.document_id, error)
                continue
            for row in made:  # a writer that failed here is of no more use
                writer.add_document(**row)


@contextmanager
def _broken_is_unavailable(*errors: type[Exception]) -> Iterator[None]:
    """Whoosh has no error of its own for damaged files."""
    try:
        yield
    except IndexUnavailableError:
        raise
    except errors as error:
        raise IndexUnavailableError(Reason.CORRUPTED, f"{type(error).__name__}: {error}") from error
