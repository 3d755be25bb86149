"""Values of a card's state in words, for a person: a bounded number of statements, however many values."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.db.models import (
    CaseFile,
    ConfidentialityLevel,
    DocumentKind,
    DocumentKindField,
    FilePlanItem,
    Person,
    StudyGroup,
    Unit,
    Volume,
)
from archive_app.i18n import mark, translate
from archive_app.services.card_state import EXTRA, PLACE
from archive_app.services.card_values import PERSON_ROLES
from archive_app.services.documents import spoken_name
from archive_app.words import CARD_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

NOTHING = "—"
FIELD_WORDS = {**CARD_FIELDS, PLACE: mark("Place in the file plan")}
CARRIER_WORDS = {
    "paper": mark("paper"),
    "electronic": mark("electronic"),
    "both": mark("paper and electronic"),
}
LANGUAGE_WORDS = {"ru": mark("Russian"), "en": mark("English"), "tt": mark("Tatar")}


def field_titles(session: Session, fields: Iterable[str]) -> dict[str, str]:
    """What fields of the card are called; those of kinds by their present title: one statement."""
    codes = {field.removeprefix(EXTRA) for field in fields if field.startswith(EXTRA)}
    known = _titles(session, DocumentKindField.code, DocumentKindField.title, codes)
    extra = {f"{EXTRA}{code}": known.get(code, code) for code in codes}
    return {field: translate(FIELD_WORDS[field]) for field in fields if field in FIELD_WORDS} | extra


def in_words(session: Session, values: Sequence[tuple[str, Any]]) -> list[str]:
    """Each `(field, value)` as a person reads it; nothing is a dash."""
    names = _names(session, values)
    return [_words(field, value, names) for field, value in values]


def _words(field: str, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    if value in (None, "", []):
        return NOTHING
    if field == "persons":
        return ", ".join(_person(names["person"].get(number, str(number)), role) for number, role in value)
    if field == "date":
        return f"{datetime.date.fromisoformat(value):%d.%m.%Y}"
    if field.startswith(EXTRA):
        return names["person"].get(value, str(value)) if isinstance(value, int) else _extra(value)
    if field in names:
        return names[field].get(value, str(value))
    words = {"carrier": CARRIER_WORDS, "language": LANGUAGE_WORDS}.get(field, {})
    return translate(words[value]) if value in words else str(value)


def _extra(value: str) -> str:
    """A value of an extra field: a day as a person writes it, the rest as it was typed."""
    try:
        return f"{datetime.date.fromisoformat(value):%d.%m.%Y}"
    except ValueError:
        return value


def _person(name: str, role: str) -> str:
    return name if role == "subject" else f"{name} ({translate(PERSON_ROLES.get(role, role))})"


def _names(session: Session, values: Sequence[tuple[str, Any]]) -> dict[str, dict[Any, str]]:
    def wanted(field: str) -> set[Any]:
        return {value for name, value in values if name == field and value is not None}

    persons = {number for field, value in values if field == "persons" for number, _ in value or ()}
    persons |= {value for field, value in values if field.startswith(EXTRA) and isinstance(value, int)}
    return {
        "kind": _titles(session, DocumentKind.code, DocumentKind.title, wanted("kind")),
        "unit": _titles(session, Unit.id, Unit.name, wanted("unit")),
        "group": _titles(session, StudyGroup.id, StudyGroup.name, wanted("group")),
        "confidentiality": _titles(
            session, ConfidentialityLevel.level, ConfidentialityLevel.title, wanted("confidentiality")
        ),
        "person": _persons(session, persons),
        PLACE: _places(session, wanted(PLACE)),
    }


def _titles(session: Session, key: Any, title: Any, wanted: Iterable[Any]) -> dict[Any, str]:
    return dict(session.execute(select(key, title).where(key.in_(wanted))).all()) if wanted else {}


def _persons(session: Session, wanted: Iterable[int]) -> dict[Any, str]:
    found = session.scalars(select(Person).where(Person.id.in_(wanted))) if wanted else ()
    return {person.id: spoken_name(person) for person in found}


def _places(session: Session, wanted: Iterable[int]) -> dict[Any, str]:
    if not wanted:
        return {}
    query = (
        select(Volume.id, FilePlanItem.index, CaseFile.year, CaseFile.title, Volume.number)
        .join(CaseFile, CaseFile.id == Volume.case_file_id)
        .join(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
        .where(Volume.id.in_(wanted))
    )
    return {
        volume_id: translate(
            "{item} ({year}) {title}, vol. {number}", item=index, year=year, title=title, number=number
        )
        for volume_id, index, year, title, number in session.execute(query)
    }
