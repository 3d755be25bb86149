"""Extraction: the summary pages of a class journal become a case file of their own, before the rest may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from sqlalchemy import select

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    CaseEvent,
    CaseFile,
    CaseFileClosing,
    CaseFileState,
    Document,
    DocumentState,
    Extraction,
    FilePlanItem,
    IntakeSource,
    RecognitionState,
    Rendition,
    RenditionKind,
    StepKind,
    Volume,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.jobs import enqueue_all
from archive_app.services.blob_rows import ensure_blob
from archive_app.services.case_files import find_item, open_named_case_file
from archive_app.services.disposal.errors import (
    ExtractNotPossible,
    ExtractTermTooShort,
    NothingChosen,
    PagesNotPrintable,
)
from archive_app.services.document_rows import add_document
from archive_app.services.kinds import index_job, recognise_job
from archive_app.services.originals import fetch
from archive_app.services.scratch import scratch_folder
from retention.term import RetentionRule, Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.db.models import Person
    from archive_app.db.queries.file_plans import Heading
    from archive_app.services.disposal.ground import Ground
    from storage.protocol import BlobRef, BlobStore

LEAST_YEARS = 25
"""Summary pages are kept at least so long («сводные ведомости успеваемости, перевода и выпуска»)."""
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The new case file and its document, of so many pages."""

    case_file_id: int
    document_id: int
    pages: int


@dataclass(frozen=True, slots=True)
class Extracting:
    """Takes chosen pages out by copying them: the source stays as it is until an act destroys it."""

    ground: Ground
    store: BlobStore
    work_folder: Path

    def extract(
        self, case_file_id: int, pages: Mapping[int, Sequence[int]], actor: Actor, *, item: str, year: int
    ) -> Extracted:
        """Make a closed case file under `item` of the plan of `year` of the pages `{document: [page from 1]}`.

        Raises:
            NotAllowed, NotFound, ExtractNotPossible, NothingChosen, PagesNotPrintable, ExtractTermTooShort,
            YearWithoutPlan, UnknownItem.
        """
        require(actor, Act.ARCHIVE)
        with reading(self.ground.sessions) as session:
            source_of(session, case_file_id)
            heading = find_item(session, item, year)
            _require_long(session, heading)
            sources = [_pdf_of(session, case_file_id, number, chosen) for number, chosen in pages.items()]
        if not sources:
            raise NothingChosen(document="—")
        with scratch_folder(self.work_folder) as folder:
            count = self._write(sources, pages, folder)
            with (folder / "extract.pdf").open("rb") as stream:
                blob = self.store.commit(self.store.stage(stream))
        return self._keep(case_file_id, heading, year, pages, blob, count, actor)

    def _write(self, sources: Sequence[tuple[int, str]], pages: Mapping[int, Sequence[int]], folder: Path) -> int:
        """The chosen pages in `folder/extract.pdf`; how many. Raises NothingChosen."""
        with pikepdf.new() as made:
            for number, sha256 in sources:
                path = fetch(self.store, sha256, folder / f"{number}.pdf")
                with pikepdf.open(path) as whole:
                    chosen = sorted(set(pages[number]))
                    if not chosen or chosen[0] < 1 or chosen[-1] > len(whole.pages):
                        raise NothingChosen(document=number)
                    made.pages.extend(whole.pages[page - 1] for page in chosen)
            count = len(made.pages)
            made.save(folder / "extract.pdf")
            return count

    def _keep(
        self,
        source_id: int,
        heading: Heading,
        year: int,
        pages: Mapping[int, Sequence[int]],
        blob: BlobRef,
        count: int,
        actor: Actor,
    ) -> Extracted:
        ground, now = self.ground, self.ground.clock()
        with UnitOfWork(ground.sessions) as uow:
            session = uow.session
            source = source_of(session, source_id, lock=True)
            title = translate("Summary pages of «{title}», {year}", title=source.title, year=source.year)
            volume = session.get_one(Volume, open_named_case_file(session, heading, year, title, now))
            ensure_blob(session, self.store, blob, PDF, now)
            first = session.get_one(Document, next(iter(pages)))
            columns = _columns(first, volume.id, title, count) | {
                "original_sha256": str(blob.key),
                "created_at": now,
                "created_by": actor.login,
            }
            document_id = add_document(session, columns, _persons(first))
            self._close(session, volume.case_file, source, count, actor)
            listed = [[number, sorted(set(chosen))] for number, chosen in pages.items()]
            extraction = Extraction(
                source_id=source_id,
                target_id=volume.case_file_id,
                document_id=document_id,
                pages=listed,
                at=now,
                by=actor.login,
            )
            session.add(extraction)
            ground.step(session, source_id, StepKind.EXTRACTED, title, actor.login)
            told = {"into": volume.case_file_id, "document": document_id, "pages": count}
            trail = AuditTrail(uow, actor=actor.login, now=ground.clock)
            trail.record("case_file:pages:extract", ObjectRef("case_file", str(source_id)), **told)
            enqueue_all(session, [index_job(), recognise_job(document_id)], now=now)
            uow.commit()
            return Extracted(volume.case_file_id, document_id, count)

    def _close(self, session: Session, target: CaseFile, source: CaseFile, count: int, actor: Actor) -> None:
        """Closed at once, and its term runs: nothing is added to an extract."""
        ground, today = self.ground, self.ground.today()
        item = session.get_one(FilePlanItem, target.item_id)
        target.state, target.rule_snapshot = CaseFileState.CLOSED, dict(item.term)
        target.opened_on = target.closed_on = today
        ground_words = translate("extracted from case file {number}", number=source.id)
        session.add_all(
            [
                CaseFileClosing(
                    case_file_id=target.id,
                    finished_on=today,
                    sheets=count,
                    documents=1,
                    closed_at=ground.clock(),
                    closed_by=actor.login,
                ),
                CaseEvent(
                    case_file_id=target.id,
                    trigger=Trigger.AFTER_EXTRACTION,
                    day=today,
                    ground=ground_words,
                    entered_at=ground.clock(),
                    entered_by=actor.login,
                ),
            ]
        )
        ground.step(session, target.id, StepKind.CLOSED, ground_words, actor.login)


def source_of(session: Session, case_file_id: int, *, lock: bool = False) -> CaseFile:
    """The case file that pages are taken out of. Raises NotFound, ExtractNotPossible."""
    source = session.get(CaseFile, case_file_id, with_for_update=lock or None)
    if source is None:
        raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
    if source.state not in {CaseFileState.CLOSED, CaseFileState.ARCHIVED}:
        raise ExtractNotPossible(case_file=case_file_id)
    return source


def _require_long(session: Session, heading: Heading) -> None:
    item = session.get_one(FilePlanItem, heading.id)
    if not keeps_extracts(item):
        raise ExtractTermTooShort(item=heading.index, term=item.retention_text)


def keeps_extracts(item: FilePlanItem) -> bool:
    """Whether an item of the file plan keeps its case files long enough for summary pages."""
    term = RetentionRule.from_dict(dict(item.term)).term
    return term.permanent or (term.years or 0) >= LEAST_YEARS


def _pdf_of(session: Session, case_file_id: int, document_id: int, chosen: Sequence[int]) -> tuple[int, str]:
    """The use copy of a document of the case file, else its original where that is a PDF as it was filed."""
    query = (
        select(Document)
        .join(Volume, Volume.id == Document.volume_id)
        .where(Document.id == document_id, Volume.case_file_id == case_file_id, Document.state == DocumentState.ACTIVE)
    )
    document = session.scalars(query).one_or_none()
    if document is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    if not chosen:
        raise NothingChosen(document=document_id)
    copy = session.scalar(
        select(Rendition.sha256).where(
            Rendition.document_id == document_id, Rendition.kind == RenditionKind.PDFA, Rendition.page.is_(None)
        )
    )
    if copy is not None:
        return document_id, copy
    if document.media_type == PDF and not document.arrangement:
        return document_id, document.original_sha256
    raise PagesNotPrintable(document=document_id)


def _columns(like: Document, volume_id: int, title: str, count: int) -> dict[str, Any]:
    """The columns of the new document: it is as confidential as its source, and of the same unit and group."""
    return {
        "kind_code": like.kind_code,
        "unit_id": like.unit_id,
        "group_id": like.group_id,
        "subject_id": like.subject_id,
        "confidentiality": like.confidentiality,
        "carrier": like.carrier,
        "dated_on": like.dated_on,
        "title": title,
        "sheets": count,
        "volume_id": volume_id,
        "source": IntakeSource.SPLIT,
        "original_name": "extract.pdf",
        "media_type": PDF,
        "page_count": count,
        "recognition": RecognitionState.WAITING,
    }


def _persons(document: Document) -> list[Person]:
    return [link.person for link in document.persons]
