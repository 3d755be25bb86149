"""The sources of a document brought to files and opened, each when it is first needed, and bound to one in order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Blob
from archive_app.services.arranging.leaves import arranged_leaves
from archive_app.services.originals import fetch
from archive_app.services.page_sources import name_of
from indexer import pipeline
from indexer.pdfa import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.db.models import Document
    from archive_app.services.arranging.leaves import Key, Leaf
    from archive_app.services.kept_originals import KeptOriginals
    from indexer.model import PageResult
    from indexer.pipeline import PipelineOptions, Prepared


@dataclass(frozen=True, slots=True)
class Source:
    """A blob that pages are drawn from. `size` in bytes."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Library:
    """What books are made with."""

    originals: KeptOriginals
    options: PipelineOptions

    def book(self, session: Session, document: Document, folder: Path, check: Callable[[], None]) -> Book:
        """The book of a document as its pages are arranged now."""
        leaves = arranged_leaves(session, document)
        digests = {leaf.sha256 for leaf in leaves or ()} | {document.original_sha256}
        blobs = session.execute(select(Blob.sha256, Blob.size, Blob.media_type).where(Blob.sha256.in_(digests)))
        sources = {sha256: Source(sha256, size, media_type) for sha256, size, media_type in blobs}
        return Book(document, leaves, sources, self.originals, self.options, folder, check)


@dataclass(slots=True)
class Book:
    """`leaves` is None of a document that nobody has arranged. Everything is made in `folder`, the caller's to remove.

    Raises, wherever a source is opened: an error of `storage`; `UnusableInput`, `SandboxError` of `indexer`.
    """

    document: Document
    leaves: tuple[Leaf, ...] | None
    sources: dict[str, Source]
    originals: KeptOriginals
    options: PipelineOptions
    folder: Path
    check: Callable[[], None]
    """Called between two long steps; what it raises passes."""
    _opened: dict[str, Prepared] = field(default_factory=dict)

    def source(self, sha256: str) -> Prepared:
        """A source, ready for its pages."""
        if sha256 not in self._opened:
            place = self.folder / sha256[:16]
            place.mkdir()
            known = self.sources[sha256]
            path = self._fetched(known, place / "original")
            self.check()
            own = sha256 == self.document.original_sha256
            name = self.document.original_name if own else name_of(known.media_type)
            self._opened[sha256] = pipeline.prepare(path, name, place, self.options)
            self.check()
        return self._opened[sha256]

    def _fetched(self, source: Source, target: Path) -> Path:
        if self.leaves is None:
            return fetch(self.originals.store, source.sha256, target)
        return self.originals.give(source.sha256, source.size, target)  # the other parts of a stack will want it too

    def read(self, done: Collection[Key]) -> Iterator[tuple[Leaf, PageResult]]:
        """Recognise the leaves that are not `done`, in any order; a result has the number and turn of its source."""
        missing: dict[str, dict[int, Leaf]] = {}
        for leaf in self.leaves or ():
            if leaf.key not in done:
                missing.setdefault(leaf.sha256, {})[leaf.page] = leaf
        for sha256, wanted in missing.items():
            prepared = self.source(sha256)
            others = frozenset(range(1, prepared.page_count + 1)) - wanted.keys()
            for result in pipeline.recognise(prepared, self.options, skip=others):
                yield wanted[result.number], result

    def whole(self, results: Callable[[], Iterable[PageResult]]) -> Prepared:
        """The document as one: the original itself, or a working PDF of its leaves in order.

        `results` are what is known of its pages, numbered as in the document: scans keep their bytes where they are
        known to be undamaged.
        """
        if self.leaves is None:
            return self.source(self.document.original_sha256)
        pages = [(self.source(leaf.sha256), leaf.page) for leaf in self.leaves]
        known = (_as_in_source(result, self.leaves) for result in results() if result.number <= len(self.leaves))
        return bind(pages, known, self.folder, self.options)


def _as_in_source(result: PageResult, leaves: tuple[Leaf, ...]) -> tuple[int, PageResult]:
    """The place of a page in the document, and what is known of its bare picture."""
    place = result.number - 1
    return place, replace(result, number=leaves[place].page, text="", words=(), rotation=0)
