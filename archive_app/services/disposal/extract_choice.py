"""What a person chooses summary pages from: the documents of a closed case file, and the items that keep extracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.actor import Actor, require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    CaseFile,
    Document,
    DocumentState,
    Extraction,
    FilePlan,
    FilePlanItem,
    FilePlanStatus,
    Volume,
)
from archive_app.services.disposal.extracting import keeps_extracts, source_of
from retention.term import Trigger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.disposal.ground import Ground


@dataclass(frozen=True, slots=True)
class Leaves:
    """A document with its pages; `stamp` changes with their pictures."""

    document_id: int
    title: str
    volume: int
    pages: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """An item of the file plan that keeps extracts long enough; `meant`: its term runs from an extraction."""

    index: str
    title: str
    term: str
    meant: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A case file that was extracted before."""

    case_file_id: int
    title: str
    pages: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`documents` is a part of them, by number; `after` leads on, None at the end. `year` is that of the file plan."""

    case_file_id: int
    title: str
    index: str
    year: int
    documents: tuple[Leaves, ...]
    after: int | None
    shelves: tuple[Shelf, ...]
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Shows what can be chosen; changes nothing."""

    ground: Ground

    def choice(self, case_file_id: int, actor: Actor, *, after: int = 0, most_pages: int = 400) -> Choice:
        """Documents after the number `after`, as many as have `most_pages` together, one at least: five statements.

        Raises NotAllowed, NotFound, ExtractNotPossible.
        """
        require(actor, Act.ARCHIVE)
        with reading(self.ground.sessions) as session:
            source = source_of(session, case_file_id)
            documents = _documents(session, case_file_id, actor, after)
            shown = _as_many(documents, most_pages)
            year = _plan_year(session, self.ground.today().year)
            return Choice(
                case_file_id,
                source.title,
                source.item.index,
                year,
                tuple(shown),
                shown[-1].document_id if len(shown) < len(documents) else None,
                _shelves(session, year),
                _made(session, case_file_id),
            )


def _documents(session: Session, case_file_id: int, actor: Actor, after: int) -> list[Leaves]:
    query = (
        select(Document, Volume.number)
        .join(Volume, Volume.id == Document.volume_id)
        .where(
            Volume.case_file_id == case_file_id,
            Document.state == DocumentState.ACTIVE,
            Document.page_count > 0,
            Document.id > after,
            visible(actor),
        )
        .order_by(Document.id)
        .limit(MOST_DOCUMENTS)
    )
    return [
        Leaves(one.id, one.title, volume, one.page_count or 0, f"{one.original_sha256[:12]}-{one.version}")
        for one, volume in session.execute(query)
    ]


MOST_DOCUMENTS = 200


def _as_many(documents: Sequence[Leaves], most_pages: int) -> list[Leaves]:
    shown: list[Leaves] = []
    for document in documents:
        if shown and sum(one.pages for one in shown) + document.pages > most_pages:
            break
        shown.append(document)
    return shown


def _plan_year(session: Session, today: int) -> int:
    """The year of the latest plan in force that is not ahead."""
    query = select(FilePlan.year).where(FilePlan.status == FilePlanStatus.IN_FORCE, FilePlan.year <= today)
    return session.scalar(query.order_by(FilePlan.year.desc()).limit(1)) or today


def _shelves(session: Session, year: int) -> tuple[Shelf, ...]:
    """Those whose term is meant for extracts first."""
    query = (
        select(FilePlanItem)
        .join(FilePlanItem.plan)
        .where(FilePlan.year == year, FilePlan.status == FilePlanStatus.IN_FORCE)
        .order_by(FilePlanItem.index)
    )
    kept = [
        Shelf(item.index, item.title, item.retention_text, item.trigger == Trigger.AFTER_EXTRACTION)
        for item in session.scalars(query)
        if keeps_extracts(item)
    ]
    return tuple(sorted(kept, key=lambda shelf: not shelf.meant))


def _made(session: Session, case_file_id: int) -> tuple[Made, ...]:
    query = (
        select(CaseFile.id, CaseFile.title, Document.page_count)
        .join(Extraction, Extraction.target_id == CaseFile.id)
        .join(Document, Document.id == Extraction.document_id)
        .where(Extraction.source_id == case_file_id)
        .order_by(Extraction.id)
    )
    return tuple(Made(number, title, pages or 0) for number, title, pages in session.execute(query))
