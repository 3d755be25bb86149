"""The class list that comes of a table of marks: made when the table is read first, renewed when it is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from archive_app.db.models import ClassList, ClassListLine, Document, DocumentClassList
from archive_app.services.class_list_lines import LONGEST_LIST_TITLE
from archive_app.services.names import shortened

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail


def list_of_table(
    session: Session, trail: AuditTrail, document: Document, named: Iterable[int], *, by: str, now: datetime.datetime
) -> None:
    """Let names of a table's document be picked from the persons `named` in its lines, in their order.

    Nobody types into a list of a table, so it is renewed whole. A list that somebody has chosen for the document in its
    place stays chosen, and a table in which nobody is known leaves everything as it was.
    """
    persons = list(dict.fromkeys(named))
    if not persons:
        return
    made = session.scalar(select(ClassList).where(ClassList.document_id == document.id))
    if made is not None:
        _renew(session, trail, made, persons)
    elif session.get(DocumentClassList, document.id) is None:
        _make(session, trail, document, persons, by=by, now=now)


def _renew(session: Session, trail: AuditTrail, made: ClassList, persons: list[int]) -> None:
    of_list = ClassListLine.class_list_id == made.id
    before = session.scalars(select(ClassListLine.person_id).where(of_list).order_by(ClassListLine.position)).all()
    if list(before) == persons:
        return
    session.execute(delete(ClassListLine).where(of_list))
    session.add_all(_lines(persons, made))
    trail.record("class_list:record:renew", made, persons=persons, before=list(before))


def _make(
    session: Session, trail: AuditTrail, document: Document, persons: list[int], *, by: str, now: datetime.datetime
) -> None:
    title = shortened(document.title, LONGEST_LIST_TITLE)
    made = ClassList(title=title, document_id=document.id, created_at=now, created_by=by)
    session.add(made)
    session.flush()
    session.add_all(_lines(persons, made))
    session.add(DocumentClassList(document_id=document.id, class_list_id=made.id))
    trail.record("class_list:record:add", made, persons=persons)


def _lines(persons: list[int], made: ClassList) -> list[ClassListLine]:
    return [ClassListLine(class_list_id=made.id, person_id=person, position=at) for at, person in enumerate(persons, 1)]
