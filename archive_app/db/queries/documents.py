"""Documents: the list, by keyset, and the card of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from archive_app.db.models import (
    GOING,
    NOT_THERE,
    CaseFile,
    Document,
    DocumentPerson,
    FilePlanItem,
    Person,
    RecognitionState,
    Volume,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list is narrowed to; None: not narrowed. `years` and `item` are those of the case file."""

    item: str | None = None
    year: int | None = None
    kind: str | None = None
    case_file_id: int | None = None
    volume_id: int | None = None
    person_id: int | None = None
    recognition: RecognitionState | None = None
    max_confidentiality: int | None = None
    unit_ids: frozenset[int] | None = None
    """Documents of these units only; a document without a unit is in none of them."""
    gone: bool = False
    """What an act has taken, in place of what is there."""


@dataclass(frozen=True, slots=True)
class DocumentCursor:
    """The place after the last row of a page: its date (None among the undated) and number."""

    dated_on: date | None
    id: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of the list; `item`, `year` and `volume` are None for a document that is in no case file yet."""

    id: int
    title: str
    number: str | None
    dated_on: date | None
    kind: str
    item: str | None
    year: int | None
    volume: int | None
    page_count: int | None
    recognition: RecognitionState
    recognition_reason: str | None
    confidentiality: int

    @property
    def cursor(self) -> DocumentCursor:
        """The place after this row."""
        return DocumentCursor(self.dated_on, self.id)


def list_documents(
    session: Session,
    visible: ColumnElement[bool],
    narrowed: DocumentFilter | None = None,
    *,
    after: DocumentCursor | None = None,
    limit: int = 50,
) -> list[DocumentRow]:
    """Give up to `limit` `visible` documents, the newest date first, undated ones last; destroyed ones if asked for.

    The next page is `after=rows[-1].cursor`. One statement, or two where the page reaches the undated ones: their own
    statement keeps both on an index, which `NULLS LAST` would not on SQLite.
    """
    query = _narrow(_ROWS.where(visible), narrowed or DocumentFilter())
    rows: list[Row[*tuple[Any, ...]]] = []
    if after is None or after.dated_on is not None:
        dated = query.where(Document.dated_on.is_not(None))
        if after is not None:
            same_day = and_(Document.dated_on == after.dated_on, Document.id < after.id)
            dated = dated.where(Document.dated_on <= after.dated_on, or_(Document.dated_on < after.dated_on, same_day))
        rows += session.execute(dated.order_by(Document.dated_on.desc(), Document.id.desc()).limit(limit)).all()
    if len(rows) < limit:
        undated = query.where(Document.dated_on.is_(None))
        if after is not None and after.dated_on is None:
            undated = undated.where(Document.id < after.id)
        rows += session.execute(undated.order_by(Document.id.desc()).limit(limit - len(rows))).all()
    return [DocumentRow(*row) for row in rows]


def document_card(session: Session, document_id: int) -> Document | None:
    """Load a document with kind, unit, place in the file plan, blob, renditions and persons: three statements.

    Its pages are not loaded: they may be thousands.
    """
    place = joinedload(Document.volume).joinedload(Volume.case_file)
    return session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .options(
            joinedload(Document.kind),
            joinedload(Document.unit),
            joinedload(Document.original),
            place.joinedload(CaseFile.item).joinedload(FilePlanItem.section),
            place.joinedload(CaseFile.person),
            selectinload(Document.renditions),
            selectinload(Document.persons)
            .joinedload(DocumentPerson.person, innerjoin=True)
            .load_only(Person.surname, Person.given, Person.patronymic),
        )
    )


def documents_of_blob(session: Session, sha256: str, visible: ColumnElement[bool]) -> list[int]:
    """Give the numbers of documents that have these bytes as their original and are not destroyed: duplicates.

    Only of `visible` ones: who files bytes must not learn that somebody else holds them.
    """
    return list(session.connection().scalars(_OF_BLOB.where(visible), {"sha256": sha256}))


# Made once, for it is asked at every filing, and making it costs more than running it.
_OF_BLOB = (
    select(Document.id)
    .where(Document.original_sha256 == bindparam("sha256"), Document.state.not_in(GOING))
    .order_by(Document.id)
)

# The columns are the fields of DocumentRow, in order.
_ROWS = (
    select(
        Document.id,
        Document.title,
        Document.number,
        Document.dated_on,
        Document.kind_code,
        FilePlanItem.index,
        CaseFile.year,
        Volume.number,
        Document.page_count,
        Document.recognition,
        Document.recognition_reason,
        Document.confidentiality,
    )
    .outerjoin(Volume, Document.volume_id == Volume.id)
    .outerjoin(CaseFile, Volume.case_file_id == CaseFile.id)
    .outerjoin(FilePlanItem, CaseFile.item_id == FilePlanItem.id)
)


def _narrow(query: Select[*tuple[Any, ...]], to: DocumentFilter) -> Select[*tuple[Any, ...]]:
    there = Document.state.in_(GOING) if to.gone else Document.state.not_in(NOT_THERE)
    conditions: list[ColumnElement[bool]] = [there]
    if to.item is not None:
        conditions.append(FilePlanItem.index == to.item)
    if to.year is not None:
        conditions.append(CaseFile.year == to.year)
    if to.case_file_id is not None:
        conditions.append(Volume.case_file_id == to.case_file_id)
    if to.volume_id is not None:
        conditions.append(Document.volume_id == to.volume_id)
    if to.kind is not None:
        conditions.append(Document.kind_code == to.kind)
    if to.recognition is not None:
        conditions.append(Document.recognition == to.recognition)
    if to.max_confidentiality is not None:
        conditions.append(Document.confidentiality <= to.max_confidentiality)
    if to.unit_ids is not None:
        conditions.append(Document.unit_id.in_(to.unit_ids))
    if to.person_id is not None:
        named = select(DocumentPerson.document_id).where(DocumentPerson.person_id == to.person_id)
        conditions.append(Document.id.in_(named))
    return query.where(*conditions)
