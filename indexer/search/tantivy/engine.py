"""tantivy as a search engine of the archive: one directory, one writer, any number of readers."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import tantivy

from indexer.search.correction import corrected
from indexer.search.directory import IndexDirectory, Meta
from indexer.search.errors import IndexUnavailableError
from indexer.search.model import Access, IndexState, Reason, SearchRequest, SearchResult
from indexer.search.protocol import none_refused
from indexer.search.tantivy.reader import Reader
from indexer.search.tantivy.schema import HEAD, LAYOUT, SOLO, documents, schema
from indexer.search.tantivy.searching import Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from indexer.analysis import Analyzer
    from indexer.query import Node, Parsed
    from indexer.search.model import IndexDocument
    from indexer.search.protocol import Refused

_NAME: Final = "tantivy"
_HEAP: Final = 64_000_000
"""Bytes that the writer collects before it writes a segment."""


class TantivyEngine:
    """See `SearchEngine`. Write much between two `release`: opening a writer for every page makes readers slow."""

    def __init__(self, path: Path, analyzer: Analyzer) -> None:
        self._directory = IndexDirectory(path)
        self._analyzer = analyzer
        self._reader: Reader | None = None
        self._opening = threading.Lock()
        self._writer: Any = None
        self._schema = schema()
        self._written: dict[int, int] = {}

    @property
    def _meta(self) -> Meta:
        return Meta(_NAME, LAYOUT, self._analyzer.stamp)

    # reading

    def search(self, request: SearchRequest, access: Access) -> SearchResult:
        """Answer under `access`."""
        start = time.perf_counter()
        with self._reading() as reader:
            result = Search(reader.view(), request, access).run()
        return SearchResult(result.total, result.hits, result.facets, (time.perf_counter() - start) * 1000)

    def did_you_mean(self, parsed: Parsed, access: Access) -> str | None:
        """The typed text with words of the archive for those that do not occur."""
        with self._reading() as reader:
            view = reader.view()
            has = view.searcher.doc_freq

            def present(forms: Iterable[str]) -> list[str]:
                return [form for form in forms if any(has(name, f"={form}") for name in ("body", "card"))]

            def beginning(letter: str) -> set[str]:
                found = (view.searcher.terms_with_prefix(name, f"={letter}") for name in ("body", "card"))
                return {term[1:] for terms in found for term, _ in terms}

            def count(tree: Node) -> int:
                return Search(view, SearchRequest(tree, limit=0), access, fuzzy=False).run().total

            return corrected(parsed, self._analyzer, present=present, beginning=beginning, count=count)

    def stamps(self, document_ids: Iterable[int]) -> Mapping[int, int]:
        """Committed stamps of those that are there."""
        with self._reading() as reader:
            return reader.stamps(list(document_ids))

    def state(self) -> IndexState:
        """How the index is."""
        try:
            with self._reading() as reader:
                view = reader.view()
                heads = view.compiler.one_of("role", [HEAD, SOLO])
                found = view.searcher.search(heads, 1, count=True).count
                return IndexState(_NAME, found, view.searcher.num_docs, self._analyzer.stamp, healthy=True)
        except IndexUnavailableError as error:
            return IndexState(_NAME, 0, 0, self._stamp_on_disk(), healthy=False, reason=Reason(error.reason))

    def _stamp_on_disk(self) -> str:
        try:
            return self._directory.meta(self._directory.current()).analyzer
        except IndexUnavailableError:
            return ""

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """The current generation, opened anew where another process has swapped it."""
        with self._opening:
            generation = self._directory.current()
            if self._reader is None or self._reader.generation != generation:
                self._directory.check(generation, self._meta)
                with _broken_is_unavailable():
                    self._reader = Reader(generation)
            reader = self._reader
        with _broken_is_unavailable():
            yield reader

    # writing

    def update(self, documents_: Iterable[IndexDocument]) -> None:
        """Replace the entries of documents."""
        writer = self._open_writer()
        for document in documents_:
            identity = document.document_id
            known = self._written.get(identity)
            if known is None:
                known = self.stamps([identity]).get(identity, -1)
            if document.stamp < known:
                continue
            self._delete(writer, identity)
            for made in documents(document, self._analyzer):
                with _panic_is_unavailable():
                    writer.add_document(made)
            self._written[identity] = document.stamp

    def remove(self, document_ids: Iterable[int]) -> None:
        """Take documents out."""
        writer = self._open_writer()
        for identity in document_ids:
            self._delete(writer, identity)
            self._written[identity] = -1

    def commit(self) -> None:
        """Make it visible and durable."""
        if self._writer is not None:
            with _broken_is_unavailable():
                self._writer.commit()
            self._written.clear()

    def rebuild(self, documents_: Iterable[IndexDocument], refused: Refused = none_refused) -> None:
        """Make a new generation and swap."""
        held = self._writer is not None
        self._close_writer()
        self._directory.acquire()
        try:
            generation = self._directory.new_generation()
            try:
                self._fill(generation, documents_, refused)
                self._directory.publish(generation, self._meta)
            except BaseException:
                shutil.rmtree(generation, ignore_errors=True)
                raise
        finally:
            if not held:
                self._directory.release()

    def release(self) -> None:
        """End the writer and its lock."""
        try:
            self._close_writer()
        finally:
            self._directory.release()

    def close(self) -> None:
        """Let go of lock and files."""
        self.release()
        self._reader = None

    def _fill(self, generation: Path, documents_: Iterable[IndexDocument], refused: Refused) -> None:
        with _broken_is_unavailable():
            writer = tantivy.Index(schema(), str(generation)).writer(_HEAP * 2, 1)
        for document in documents_:
            try:
                for made in documents(document, self._analyzer):
                    with _panic_is_unavailable():
                        writer.add_document(made)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one document, the others must be found
                refused(document.document_id, error)
                self._delete(writer, document.document_id)  # its first pages
        with _broken_is_unavailable():
            writer.commit()
            writer.wait_merging_threads()

    def _open_writer(self) -> Any:
        if self._writer is None:
            self._directory.acquire()
            try:
                with self._reading() as reader:
                    self._writer = tantivy.Index.open(str(reader.generation)).writer(_HEAP, 1)
            except BaseException:
                self._directory.release()
                raise
        return self._writer

    def _delete(self, writer: Any, identity: int) -> None:
        # By query: deleting by a term of an unsigned field does nothing, without a word (tantivy-py 0.27).
        with _panic_is_unavailable():
            writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "document", identity))

    def _close_writer(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            self._written.clear()
            with _broken_is_unavailable():
                writer.wait_merging_threads()  # or the threads go on in a directory that is being replaced


@contextmanager
def _broken_is_unavailable() -> Iterator[None]:
    """Tantivy tells of damaged files by ValueError, OSError or a panic."""
    try:
        with _panic_is_unavailable():
            yield
    except (ValueError, OSError) as error:
        raise IndexUnavailableError(Reason.CORRUPTED, str(error)) from error


@contextmanager
def _panic_is_unavailable() -> Iterator[None]:
    """A panic is no Exception: nobody would catch it. Other errors of one document are that document's."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise IndexUnavailableError(Reason.CORRUPTED, str(error)) from error
        raise
