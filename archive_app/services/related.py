"""Documents that have to do with one: neighbours in the case file, of the same person, of the same day, same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, select, tuple_

from archive_app.audit.reads import LISTED
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Document, DocumentPerson, DocumentState, PersonSource
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.services.documents import document_ref

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

EACH: Final = 5
"""Documents for one reason."""
NEAR_DAYS: Final = 14
REASONS = {
    "bytes": mark("The same file"),
    "before": mark("Before it in the case file"),
    "after": mark("After it in the case file"),
    "subject": mark("Names the same person"),
    "day": mark("The same kind, within two weeks"),
}
"""Reason -> msgid, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Related:
    """A document and why it is shown."""

    document_id: int
    title: str
    date: datetime.date | None
    reason: str


def related(reads: ReadLog, document_id: int, actor: Actor) -> tuple[Related, ...]:
    """Documents that `actor` may see, each once, for its first reason; at most `EACH` for a reason.

    Raises:
        NotFound: there is no such document, or not for this person.
    """
    found: dict[int, Related] = {}
    with reading(reads.sessions) as session:
        document = session.scalar(select(Document).where(Document.id == document_id, visible(actor)))
        if document is None:
            raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
        for reason, query in _queries(session, document):
            seen = query.where(Document.id != document_id, Document.state == DocumentState.ACTIVE, visible(actor))
            for number, title, day in session.execute(seen.limit(EACH)):
                found.setdefault(number, Related(number, title, day, reason))
    reads.record(actor.login, LISTED, document_ref(document_id), documents=sorted(found))
    return tuple(found.values())


_LINE = select(Document.id, Document.title, Document.dated_on)


def _queries(session: Session, document: Document) -> Iterator[tuple[str, Select[int, str, datetime.date | None]]]:
    yield "bytes", _LINE.where(Document.original_sha256 == document.original_sha256).order_by(Document.id)
    if document.volume_id is not None:
        in_volume = _LINE.where(Document.volume_id == document.volume_id)
        yield (
            "before",
            in_volume.where(_beside(document, later=False)).order_by(Document.dated_on.desc(), Document.id.desc()),
        )
        yield "after", in_volume.where(_beside(document, later=True)).order_by(Document.dated_on, Document.id)
    persons = _persons(session, document)
    if persons:
        named = select(DocumentPerson.document_id).where(DocumentPerson.person_id.in_(persons))
        yield "subject", _LINE.where(Document.id.in_(named)).order_by(Document.id.desc())
    if document.dated_on is not None:
        near = timedelta(days=NEAR_DAYS)
        days = Document.dated_on.between(document.dated_on - near, document.dated_on + near)
        yield "day", _LINE.where(Document.kind_code == document.kind_code, days).order_by(Document.dated_on)


def _beside(document: Document, *, later: bool) -> ColumnElement[bool]:
    """Documents of no date have no place among the dated ones: they lie beside each other."""
    if document.dated_on is None:
        beyond = Document.id > document.id if later else Document.id < document.id
        return and_(Document.dated_on.is_(None), beyond)
    place, here = tuple_(Document.dated_on, Document.id), (document.dated_on, document.id)
    return and_(Document.dated_on.is_not(None), place > here if later else place < here)


def _persons(session: Session, document: Document) -> list[int]:
    """Whose record it is: its subject, or the one person whom somebody typed; a list of a class leads nowhere."""
    if document.subject_id is not None:
        return [document.subject_id]
    typed = select(DocumentPerson.person_id).where(
        DocumentPerson.document_id == document.id, DocumentPerson.source != PersonSource.RECOGNISED
    )
    persons = list(session.scalars(typed.distinct().limit(2)))
    return persons if len(persons) == 1 else []
