"""Recognition of one document, as a job: each page is committed as it is done, so a job resumes where it died."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.engine import reading
from archive_app.db.models import (
    GOING,
    Document,
    DocumentState,
    Page,
    RecognitionState,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import JobInterruptedError, LeaseLostError, enqueue
from archive_app.logs import log
from archive_app.services.arranging.leaves import Leaf
from archive_app.services.arranging.rows import placed_row
from archive_app.services.drawing_ahead import worth_drawing
from archive_app.services.kinds import draw_job, index_job
from archive_app.services.page_rows import page_states
from archive_app.services.scratch import scratch_folder
from indexer import pipeline
from indexer.errors import IndexerError
from indexer.model import PageState
from indexer.sandbox import PoolClosed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.arranging.book import Book, Library
    from archive_app.services.naming import Naming
    from archive_app.services.use_copies import UseCopies
    from indexer.model import PageResult
    from indexer.pipeline import Prepared


@dataclass(frozen=True, slots=True)
class Recognition:
    """The handler of `recognise` jobs: `{"document_id": N}`."""

    sessions: sessionmaker[Session]
    library: Library
    work_folder: Path
    copies: UseCopies
    naming: Naming
    clock: Callable[[], datetime.datetime]

    def __call__(self, job: JobContext) -> None:
        """Recognise what is not yet recognised of the document; a document gone meanwhile is no error."""
        document_id = int(job.payload["document_id"])
        document = self._begin(document_id)
        if document is None:
            return
        try:
            self._recognise(job, document)
        except (LeaseLostError, JobInterruptedError):
            raise
        except PoolClosed as error:  # the process is stopping, and nothing is wrong with the document
            raise JobInterruptedError(job_id=job.job_id) from error
        except Exception as error:
            if job.last_attempt or not getattr(error, "retryable", True):  # or it would be shown as running for ever
                self.fail(document_id, getattr(error, "code", "failed"))
            raise

    def _recognise(self, job: JobContext, document: Document) -> None:
        with scratch_folder(self.work_folder) as folder:
            with reading(self.sessions) as session:
                book = self.library.book(session, document, folder, job.check)
            try:
                if book.leaves is None:
                    self._pages(job, document.id, book.whole(tuple))
                else:
                    self._arranged_pages(job, book)
            except IndexerError as error:
                if getattr(error, "retryable", False):
                    raise
                log.warning("document cannot be recognised", document_id=document.id, code=error.code)
                self.fail(document.id, error.code)
                return
            job.check()
            self.copies.make(book, folder / "copy.pdf")
            job.check()
            self._finish(document)

    def _begin(self, document_id: int) -> Document | None:
        with UnitOfWork(self.sessions) as uow:
            document = uow.session.get(Document, document_id)
            if document is None or document.state is not DocumentState.ACTIVE:
                return None
            document.recognition = RecognitionState.RUNNING
            document.recognition_reason = None
            uow.commit()
            return document

    def _pages(self, job: JobContext, document_id: int, prepared: Prepared) -> None:
        with UnitOfWork(self.sessions) as uow:
            uow.session.execute(
                update(Document)
                .where(Document.id == document_id, Document.arrangement == 0)
                .values(page_count=prepared.page_count)
            )
            done = frozenset(uow.session.scalars(select(Page.number).where(Page.document_id == document_id)))
            uow.commit()
        count = len(done)
        job.progress(count, prepared.page_count, "page")
        for result in pipeline.recognise(prepared, self.library.options, skip=done):
            self._keep(document_id, Leaf("", result.number), result)
            count += 1
            job.progress(count, prepared.page_count, "page")
            job.check()

    def _arranged_pages(self, job: JobContext, book: Book) -> None:
        """Read the pages that were put in; those that were there before are known already."""
        document, leaves = book.document, book.leaves or ()
        with reading(self.sessions) as session:
            known = session.execute(select(Page.number).where(Page.document_id == document.id)).scalars()
            done = {leaves[number - 1].key for number in known if number <= len(leaves)}
        count = len(done)
        job.progress(count, len(leaves), "page")
        for leaf, result in book.read(done):
            self._keep(document.id, leaf, result)
            count += 1
            job.progress(count, len(leaves), "page")
            job.check()

    def _keep(self, document_id: int, leaf: Leaf, result: PageResult) -> None:
        """Keep what was read, where the page stands now; what was taken out meanwhile is read again when it returns."""
        with UnitOfWork(self.sessions) as uow:
            document = uow.session.get_one(Document, document_id, with_for_update=True)
            row = placed_row(uow.session, document, leaf, result)
            if row is not None and document.state not in GOING:  # what an act destroys is not read any more
                uow.session.add(row)
            uow.commit()

    def _finish(self, began_as: Document) -> None:
        document_id = began_as.id
        with reading(self.sessions) as session:
            named = self.naming.read(session, session.get_one(Document, document_id))
        with UnitOfWork(self.sessions) as uow:
            document = uow.session.get_one(Document, document_id, with_for_update=True)
            if document.arrangement != began_as.arrangement:
                return  # pages were arranged meanwhile, and this job was asked for once more
            self.naming.keep(uow.session, document, named)
            states = page_states(uow.session, document_id)
            self._draw_ahead(uow.session, document_id)
            recognition, reason = outcome(states)
            self._conclude(uow, document_id, recognition, reason, {state.value: n for state, n in states.items()})

    def _draw_ahead(self, session: Session, document_id: int) -> None:
        drawn = select(func.count()).select_from(Page).where(Page.document_id == document_id, Page.width_px > 0)
        if worth_drawing(session.get_one(Document, document_id).media_type, session.scalar(drawn) or 0):
            enqueue(session, draw_job(document_id), now=self.clock())

    def fail(self, document_id: int, code: str) -> None:
        """Give the document up for the reason `code`; what is known of it can be found all the same."""
        with UnitOfWork(self.sessions) as uow:
            self._conclude(uow, document_id, RecognitionState.FAILED, code, {})

    def _conclude(
        self,
        uow: UnitOfWork,
        document_id: int,
        recognition: RecognitionState,
        reason: str | None,
        pages: dict[str, int],
    ) -> None:
        document = uow.session.get_one(Document, document_id)
        document.recognition, document.recognition_reason = recognition, reason
        document.index_stamp += 1
        AuditTrail(uow, actor=MACHINE, now=self.clock).record(
            "document:text:recognise", document, outcome=recognition.value, reason=reason, pages=pages
        )
        enqueue(uow.session, index_job(), now=self.clock())
        uow.commit()


def outcome(states: dict[PageState, int]) -> tuple[RecognitionState, str | None]:
    """How the recognition of a document came out whose pages are in these states, and the reason."""
    if states and set(states) == {PageState.FAILED}:
        return RecognitionState.FAILED, "all_pages_failed"
    if states.get(PageState.FAILED):
        return RecognitionState.IN_REVIEW, "pages_failed"
    if states.get(PageState.REVIEW):
        return RecognitionState.IN_REVIEW, "pages_to_review"
    return RecognitionState.RECOGNISED, None
