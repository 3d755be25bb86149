"""The use copy of a document, PDF/A with its text: made when it is recognised, and again when a person has typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.engine import reading
from archive_app.db.models import Document, DocumentState, Page, RecognitionState, Rendition, RenditionKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import JobInterruptedError
from archive_app.logs import log
from archive_app.services.blob_rows import ensure_blob
from archive_app.services.former_renditions import remember_former
from archive_app.services.page_rows import page_results
from archive_app.services.scratch import scratch_folder
from indexer.errors import IndexerError
from indexer.pdfa import build_pdfa
from indexer.sandbox import PoolClosed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Select
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.arranging.book import Book, Library
    from indexer.model import PageResult
    from storage.protocol import BlobStore

UNREAD = (RecognitionState.WAITING, RecognitionState.RUNNING)


@dataclass(frozen=True, slots=True)
class UseCopies:
    """Makes use copies; also the handler of `copy` jobs: `{"document_id": N}`."""

    sessions: sessionmaker[Session]
    store: BlobStore
    library: Library
    work_folder: Path
    software: str
    clock: Callable[[], datetime.datetime]

    def __call__(self, job: JobContext) -> None:
        """Make the copy, if pages were arranged or reviewed since it was made; the bytes of the former copy stay."""
        document_id = int(job.payload["document_id"])
        with scratch_folder(self.work_folder) as folder:
            with reading(self.sessions) as session:
                document = session.get(Document, document_id)
                if document is None or document.state is not DocumentState.ACTIVE or not _outdated(session, document):
                    return
                book = self.library.book(session, document, folder, job.check)
            try:
                self.make(book, folder / "copy.pdf")
            except PoolClosed as error:
                raise JobInterruptedError(job_id=job.job_id) from error

    def make(self, book: Book, out: Path) -> None:
        """Make the copy in the file `out` and keep it; where none can honestly be made, say why in the log."""
        began, document_id = self.clock(), book.document.id
        results = partial(self._results, document_id)
        try:
            prepared = book.whole(results)
            title, options = book.document.title, self.library.options
            outcome = build_pdfa(prepared, results(), out, title=title, options=options)
        except IndexerError as error:  # the text is there, and is worth more than the copy
            log.warning("no use copy", document_id=document_id, why=error.code, detail=error.detail)
            return
        if outcome.conformance is None or not out.exists():
            log.info("no use copy", document_id=document_id, why=outcome.why)
            return
        with out.open("rb") as stream:
            blob = self.store.commit(self.store.stage(stream))
        with UnitOfWork(self.sessions) as uow:
            sha256 = ensure_blob(uow.session, self.store, blob, "application/pdf", self.clock())
            self._keep(uow, book.document, sha256, began)
            uow.commit()

    def _keep(self, uow: UnitOfWork, made_of: Document, sha256: str, began: datetime.datetime) -> None:
        document_id = made_of.id
        now = uow.session.get_one(Document, document_id, with_for_update=True)
        if now.arrangement != made_of.arrangement or now.state is not DocumentState.ACTIVE:
            return  # its pages were arranged meanwhile, and another copy was promised then
        rendition = uow.session.scalars(_of(document_id)).first()
        if rendition is None:
            rendition = Rendition(document_id=document_id, kind=RenditionKind.PDFA)
            uow.session.add(rendition)
        elif rendition.sha256 != sha256:
            remember_former(uow.session, [document_id])
            AuditTrail(uow, actor=MACHINE, now=self.clock).record(
                "document:copy:renew", now, sha256=sha256, before=rendition.sha256
            )
        rendition.sha256, rendition.software, rendition.created_at = sha256, self.software, began

    def _results(self, document_id: int) -> Iterator[PageResult]:
        with reading(self.sessions) as session:
            yield from page_results(session, document_id)


def has_copy(session: Session, document_id: int) -> bool:
    """Whether the document has a use copy."""
    return bool(session.scalar(select(exists(_of(document_id)))))


def _outdated(session: Session, document: Document) -> bool:
    """Whether there is a copy, and a page was reviewed after its making began; or the copy went with a change of pages.

    A document that is still being recognised gets its copy when that is done.
    """
    copy = session.scalars(_of(document.id)).first()
    if copy is None:
        return document.arrangement > 0 and document.recognition not in UNREAD
    reviewed = session.scalar(select(func.max(Page.reviewed_at)).where(Page.document_id == document.id))
    return reviewed is not None and reviewed >= copy.created_at


def _of(document_id: int) -> Select[Rendition]:
    return select(Rendition).where(
        Rendition.document_id == document_id, Rendition.kind == RenditionKind.PDFA, Rendition.page.is_(None)
    )
