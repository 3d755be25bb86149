"""The editable facts of a card in a form that can be compared, kept and put back: text, numbers, lists.

A document's state is `{field: value}`: days as 2026-05-04, units, groups and persons by their numbers, persons as
`[[number, role], ...]` in ascending order, the place as the number of the volume. Extra fields of the kind stand
beside the others as `field:CODE`, with the values of `Document.fields`.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from archive_app.db.models import CaseFile, DocumentPerson, FilePlanItem, PersonSource, Volume
from archive_app.db.models.carrier import Carrier
from archive_app.services.subjects import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from archive_app.db.models import Document

State = dict[str, Any]
PLACE = "place"
SUBJECT = "subject"
"""The role of a person whom a document is about."""
COLUMNS = {
    "title": "title",
    "kind": "kind_code",
    "number": "number",
    "date": "dated_on",
    "sheets": "sheets",
    "carrier": "carrier",
    "confidentiality": "confidentiality",
    "language": "language",
    "unit": "unit_id",
    "group": "group_id",
    PLACE: "volume_id",
}
"""Field of the card -> column, save persons."""
EXTRA = "field:"
"""Begins the names of the extra fields of a kind."""


def state_of(document: Document) -> State:
    """The facts as they stand. Reads the links of persons: one statement unless they are loaded."""
    state = {field: _plain(getattr(document, column)) for field, column in COLUMNS.items()}
    state |= {f"{EXTRA}{code}": value for code, value in document.fields.items()}
    state["persons"] = sorted([link.person_id, link.role] for link in _said(document))
    return state


def put(session: Session, document: Document, values: Mapping[str, Any]) -> None:
    """Make the document have these `values` of its state; whose own record it is follows."""
    for field, value in values.items():
        if field in COLUMNS:
            setattr(document, COLUMNS[field], _of_column(field, value))
        elif field == "persons":
            _put_persons(session, document, {(number, role) for number, role in value})
    extra = {field.removeprefix(EXTRA): value for field, value in values.items() if field.startswith(EXTRA)}
    if extra:
        document.fields = {code: value for code, value in (document.fields | extra).items() if value is not None}
    session.flush()
    document.subject_id = _subject(session, document)
    document.index_stamp += 1
    session.flush()


def _plain(value: object) -> object:
    if isinstance(value, Carrier):
        return value.value
    return value.isoformat() if isinstance(value, datetime.date) else value


def _of_column(field: str, value: Any) -> Any:
    if field == "date" and value is not None:
        return datetime.date.fromisoformat(value)
    return Carrier(value) if field == "carrier" else value


def _said(document: Document) -> Iterable[DocumentPerson]:
    """Persons that the card names as those of the whole document; those of single pages belong to the pages."""
    return (link for link in document.persons if link.source is not PersonSource.RECOGNISED and not link.pages)


def _put_persons(session: Session, document: Document, wanted: set[tuple[int, str]]) -> None:
    """A person who is said by somebody is linked by that alone: what was recognised or typed of pages gives way."""
    said = {(link.person_id, link.role): link for link in _said(document)}
    numbers = {number for number, _ in wanted - said.keys()}
    for link in list(document.persons):
        key = (link.person_id, link.role)
        of_pages = link.person_id in numbers and (link.pages or link.source is PersonSource.RECOGNISED)
        if of_pages or (said.get(key) is link and key not in wanted):
            document.persons.remove(link)
            session.delete(link)
    session.flush()  # a link of the same person, role and source may have to be gone first
    for number, role in sorted(wanted - said.keys()):
        document.persons.append(DocumentPerson(person_id=number, role=role, source=PersonSource.TYPED, pages=[]))


def _subject(session: Session, document: Document) -> int | None:
    about = {link.person_id for link in _said(document) if link.role == SUBJECT}
    return subject_of(session, about, kind=document.kind_code, trigger=_trigger(session, document.volume_id))


def _trigger(session: Session, volume_id: int | None) -> str | None:
    if volume_id is None:
        return None
    query = select(FilePlanItem.trigger).join(CaseFile, CaseFile.item_id == FilePlanItem.id).join(Volume)
    return cast("str | None", session.scalar(query.where(Volume.id == volume_id)))
