"""Every document, and every page, that names a person: the newest year first, by keyset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_

from archive_app.audit.reads import LISTED
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    NOT_THERE,
    CaseFile,
    Document,
    DocumentKind,
    DocumentPerson,
    FilePlanItem,
    Page,
    PersonSource,
    Volume,
)
from archive_app.services.people.cards import person_ref
from archive_app.services.people.ground import known_person

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.people.ground import People

DRAWN = 6
"""Pages of one document that are shown as pictures; all others are links."""
_YEAR: ColumnElement[Any] = func.coalesce(CaseFile.year, 0)


@dataclass(frozen=True, slots=True)
class NamedCursor:
    """The place after the last document of a part: its year (0: in no case file) and number."""

    year: int
    document_id: int


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document that names the person. No `pages`: the whole document, or it is not known where.

    `drawn` are pages of which there is a picture. `recognised`: found in the text, nobody has typed it.
    """

    document_id: int
    title: str
    kind: str
    number: str | None
    dated_on: datetime.date | None
    year: int | None
    item: str | None
    case_file: str | None
    volume: int | None
    pages: tuple[int, ...]
    drawn: tuple[int, ...]
    recognised: bool


@dataclass(frozen=True, slots=True)
class NamedPart:
    """Some of the documents; `after` leads on, None at the end."""

    rows: tuple[NamedDocument, ...]
    after: NamedCursor | None


def documents_naming(
    people: People, person_id: int, actor: Actor, *, after: NamedCursor | None = None, limit: int = 20
) -> NamedPart:
    """Up to `limit` documents that name the person and that `actor` may see, in a bounded number of statements.

    Raises:
        NotFound: `actor` may not know of the person.
    """
    with reading(people.sessions) as session:
        person = known_person(session, person_id, actor)
        found = session.execute(_page(person.id, actor, after).limit(limit + 1)).all()
        shown = found[:limit]
        pages, recognised = _places(session, person.id, [row.id for row in shown])
        drawn = _drawn(session, pages)
        rows = tuple(
            NamedDocument(*(*row, pages[row.id], drawn.get(row.id, ()), row.id in recognised)) for row in shown
        )
        number = person.id
    people.reads.record(actor.login, LISTED, person_ref(number), documents=[row.document_id for row in rows])
    last = NamedCursor(shown[-1].year or 0, shown[-1].id) if len(found) > limit else None
    return NamedPart(rows, last)


def _page(person_id: int, actor: Actor, after: NamedCursor | None) -> Select[*tuple[Any, ...]]:
    """The columns are the first fields of NamedDocument, in order."""
    naming = select(DocumentPerson.document_id).where(DocumentPerson.person_id == person_id)
    query = (
        select(
            Document.id,
            Document.title,
            DocumentKind.title,
            Document.number,
            Document.dated_on,
            CaseFile.year,
            FilePlanItem.index,
            CaseFile.title,
            Volume.number,
        )
        .join(DocumentKind, DocumentKind.code == Document.kind_code)
        .outerjoin(Volume, Volume.id == Document.volume_id)
        .outerjoin(CaseFile, CaseFile.id == Volume.case_file_id)
        .outerjoin(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
        .where(Document.id.in_(naming), visible(actor), Document.state.not_in(NOT_THERE))
        .order_by(_YEAR.desc(), Document.id.desc())
    )
    if after is None:
        return query
    return query.where(tuple_(_YEAR, Document.id) < (after.year, after.document_id))


def _places(
    session: Session, person_id: int, document_ids: Sequence[int]
) -> tuple[dict[int, tuple[int, ...]], frozenset[int]]:
    """The pages by document, and the documents in which nobody typed the person."""
    query = select(DocumentPerson.document_id, DocumentPerson.source, DocumentPerson.pages).where(
        DocumentPerson.person_id == person_id, DocumentPerson.document_id.in_(document_ids)
    )
    pages: dict[int, set[int]] = {document_id: set() for document_id in document_ids}
    typed: set[int] = set()
    for document_id, source, numbers in session.execute(query):
        pages[document_id].update(numbers)
        if source is not PersonSource.RECOGNISED:
            typed.add(document_id)
    recognised = frozenset(pages.keys() - typed)
    return {document_id: tuple(sorted(numbers)) for document_id, numbers in pages.items()}, recognised


def _drawn(session: Session, pages: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """The first pages of each document that can be shown as pictures; of a document as a whole, its first page."""
    wanted = [
        and_(Page.document_id == document_id, Page.number.in_(numbers[:DRAWN] or (1,)))
        for document_id, numbers in pages.items()
    ]
    query = select(Page.document_id, Page.number).where(or_(false(), *wanted), Page.width_px > 0)
    found: dict[int, tuple[int, ...]] = {}
    for document_id, number in session.execute(query.order_by(Page.document_id, Page.number)):
        found[document_id] = (*found.get(document_id, ()), number)
    return found
