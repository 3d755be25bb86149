"""What a person, a form or a program says of a card, read into the form of `card_state`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import select

from archive_app.db.models import Carrier, Person, StudyGroup, Unit
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import mark, translate
from archive_app.numbers import CONFIDENTIALITY, SHEETS
from archive_app.services.batch import BadNumber
from archive_app.services.card_state import EXTRA, SUBJECT, State
from archive_app.services.kind_fields import checked_fields
from archive_app.services.names import clean_text
from archive_app.services.persons import FullName, find_or_add_persons
from archive_app.services.rights.names import group_named, kind_named, unit_named
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.models import Document

LONGEST_NUMBER = 100
LONGEST_CARD_TITLE = 1000
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
"""A tag of BCP 47 in its simple form: ru, en, tt, sr-Latn."""
PERSON_ROLES = {
    SUBJECT: mark("whom it is about"),
    "author": mark("author"),
    "signer": mark("signed"),
    "recipient": mark("addressee"),
    "mentioned": mark("mentioned"),
}
"""What a person is to a document -> msgid. `mentioned` is also what recognition links."""


class TitleMissing(ArchiveError):
    """A document has a title."""

    code = "title_missing"


class BadChoice(ArchiveError):
    """A value is none of those that there are. Params: `field`, `value`, `known`."""

    code = "bad_choice"


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """A person by full name, or by number where the card is known; `role` is a key of `PERSON_ROLES`."""

    name: str = ""
    role: str = SUBJECT
    person_id: int | None = None


class CardChanges(TypedDict, total=False):
    """New facts of a card; what is missing stays. `unit` and `group` are names, or numbers of their rows."""

    title: str
    kind: str
    number: str | None
    date: datetime.date | None
    sheets: int | None
    carrier: str
    confidentiality: int
    language: str
    unit: str | int | None
    group: str | int | None
    persons: Sequence[PersonSaid]
    fields: Mapping[str, str]
    """Extra fields of the kind by their codes, as typed; those that are not named stay."""


def read_changes(
    session: Session, changes: CardChanges, document: Document, now: datetime.datetime, today: datetime.date
) -> State:
    """`changes` in the form of `card_state`; persons whom nobody knows are added.

    A new kind is asked for its own extra fields. A group is meant as it was called on the day of the document,
    of one without a day as `today` where the organisation is.

    Raises:
        TitleMissing, TooLong, BadChoice, BadNumber, UnknownName, NotFound, NameNotUnderstood, FieldsRefused.
    """
    values = {field: _READERS[field](session, value) for field, value in changes.items() if field in _READERS}
    if "persons" in changes:
        values["persons"] = _persons(session, changes["persons"], now)
    if "group" in changes:
        on = changes.get("date") or document.dated_on or today
        values["group"] = _group(session, changes["group"], on)
    kind = values.get("kind", document.kind_code)
    if "fields" in changes or kind != document.kind_code:
        values |= _fields(session, kind, changes.get("fields", {}), document.fields)
    return values


def _fields(session: Session, kind: str, typed: Mapping[str, str], kept: Mapping[str, Any]) -> State:
    """What the fields shall hold; None where one is empty, or unknown to the kind."""
    asked = {code: str(value) for code, value in kept.items()} | dict(typed)
    checked = checked_fields(session, kind, asked, kept)
    return {f"{EXTRA}{code}": checked.get(code) for code in {**kept, **checked}}


def _title(_session: Session, value: str) -> str:
    title = one_line(value, "title", LONGEST_CARD_TITLE)
    if not title:
        raise TitleMissing
    return title


def _number(_session: Session, value: str | None) -> str | None:
    return one_line(value or "", "number", LONGEST_NUMBER) or None


def _date(_session: Session, value: datetime.date | None) -> str | None:
    return value.isoformat() if value else None


def _sheets(_session: Session, value: int | None) -> int | None:
    return None if value is None else _among(value, "sheets", SHEETS)


def _confidentiality(_session: Session, value: int) -> int:
    return _among(value, "confidentiality", CONFIDENTIALITY)


def _carrier(_session: Session, value: str) -> str:
    return _choice(value, "carrier", [carrier.value for carrier in Carrier])


def _language(_session: Session, value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        raise BadChoice(value, field="language", value=value, known="ru, en, tt")
    return value


def _kind(session: Session, value: str) -> str:
    return kind_named(session, clean_text(value)).code


def _unit(session: Session, value: str | int | None) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return _there(session, Unit, "Unit", value)
    return unit_named(session, clean_text(value)).id


def _group(session: Session, value: str | int | None, on: datetime.date) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return _there(session, StudyGroup, "Group", value)
    return group_named(session, clean_text(value), on).id


def _persons(session: Session, said: Sequence[PersonSaid], now: datetime.datetime) -> list[list[Any]]:
    known = {person.person_id for person in said if person.person_id is not None}
    there = set(session.scalars(select(Person.id).where(Person.id.in_(known)))) if known else set()
    if known - there:
        missing = min(known - there)
        raise NotFound(str(missing), what=translate("Person {name}", name=missing))
    named = [person for person in said if person.person_id is None and clean_text(person.name)]
    found = find_or_add_persons(session, [FullName.parse(clean_text(person.name)) for person in named], now)
    pairs = [(person.person_id, person.role) for person in said if person.person_id is not None]
    pairs += [(row.id, person.role) for row, person in zip(found, named, strict=True)]
    return sorted([number, _choice(role, "role", list(PERSON_ROLES))] for number, role in set(pairs))


def _there(session: Session, model: type[Unit | StudyGroup], what: str, number: int) -> int:
    if session.get(model, number) is None:
        raise NotFound(str(number), what=f"{translate(what)} {number}")
    return number


def _choice(value: str, field: str, known: list[str]) -> str:
    if value not in known:
        raise BadChoice(value, field=field, value=value, known=", ".join(known))
    return value


def _among(value: int, field: str, numbers: range) -> int:
    if value not in numbers:
        raise BadNumber(str(value), column=field, value=value, least=numbers[0], most=numbers[-1])
    return value


_READERS: dict[str, Any] = {
    "title": _title,
    "kind": _kind,
    "number": _number,
    "date": _date,
    "sheets": _sheets,
    "carrier": _carrier,
    "confidentiality": _confidentiality,
    "language": _language,
    "unit": _unit,
}
