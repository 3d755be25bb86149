"""The extra fields of a kind of documents: which there are, whether what was typed suits them, how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.db.models import DocumentKindField, FieldType, Person, PersonName
from archive_app.errors import ArchiveError, NotFound, describe
from archive_app.i18n import translate
from archive_app.numbers import read_decimal, read_number
from archive_app.services.batch import BadDate, read_date
from archive_app.services.documents import spoken_name
from archive_app.services.persons import FullName, NameNotUnderstood
from archive_app.services.renaming import SeveralPersons
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

LONGEST_VALUE = 1000
NAMESAKES = 10
"""Cards that an error names."""


class FieldMissing(ArchiveError):
    """A field that the kind asks for is empty. Params: `field` (its title)."""

    code = "field_missing"


class FieldNotUnderstood(ArchiveError):
    """What was typed does not suit the type of the field. Params: `field`, `value`, `wanted` (in words)."""

    code = "field_not_understood"


class FieldsRefused(ArchiveError):
    """Some fields are empty or wrong. `problems`: the sentence for each, by the field's code. Params: `problems`."""

    code = "fields_refused"
    http_status = 422

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(problems=" ".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class KindField:
    """One field that a form asks for; `choices` are offered by the type `choice` alone."""

    code: str
    title: str
    type: FieldType
    required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a document as it is read; `value` is in words, `typed` what a form shows for it.

    `person_id` leads to the card of a person; None for every other type.
    """

    code: str
    title: str
    value: str
    typed: str
    person_id: int | None


def fields_of(session: Session, kind_code: str) -> tuple[KindField, ...]:
    """The fields that documents of the kind are asked for, in their order: one statement."""
    return tuple(_field(row) for row in _rows(session, kind_code) if row.retired_at is None)


def checked_fields(
    session: Session, kind_code: str, typed: Mapping[str, str], kept: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What `Document.fields` is to hold: text, choices and exact numbers as text, days as 2026-05-04, persons' numbers.

    `typed` is by the codes of the fields; what is missing in it is empty. `kept` is what the document holds already:
    of it the values of retired fields stay.

    Raises:
        FieldsRefused: a required field is empty, or a value does not suit; every such field is told.
    """
    rows, problems = _rows(session, kind_code), dict[str, str]()
    values = {row.code: kept[row.code] for row in rows if kept and row.retired_at and row.code in kept}
    for row in rows:
        if row.retired_at is None:
            try:
                value = _checked(session, row, one_line(typed.get(row.code, ""), row.title, LONGEST_VALUE))
            except ArchiveError as error:
                problems[row.code] = describe(error).message
            else:
                values |= {} if value is None else {row.code: value}
    if problems:
        raise FieldsRefused(problems)
    return values


def shown_fields(session: Session, kind_code: str, values: Mapping[str, Any]) -> tuple[ShownField, ...]:
    """The filled fields of a document in the order of its kind, also those that are retired: two statements."""
    rows = [row for row in _rows(session, kind_code) if row.code in values] if values else []
    wanted = {values[row.code] for row in rows if row.type is FieldType.PERSON}
    found = session.scalars(select(Person).where(Person.id.in_(wanted))) if wanted else ()
    names = {person.id: spoken_name(person) for person in found}
    return tuple(_shown(row, values[row.code], names) for row in rows)


def _rows(session: Session, kind_code: str) -> list[DocumentKindField]:
    query = select(DocumentKindField).where(DocumentKindField.kind_code == kind_code)
    return list(session.scalars(query.order_by(DocumentKindField.position, DocumentKindField.id)))


def _field(row: DocumentKindField) -> KindField:
    return KindField(row.code, row.title, row.type, row.required, tuple(row.choices))


def _checked(session: Session, row: DocumentKindField, text: str) -> Any:
    if not text:
        if row.required:
            raise FieldMissing(row.code, field=row.title)
        return None
    return _READERS[row.type](session, row, text)


def _read_text(_session: Session, _row: DocumentKindField, text: str) -> str:
    return text


def _read_number(_session: Session, row: DocumentKindField, text: str) -> str:
    number = read_decimal(text)
    if number is None:
        raise _refused(row, text, translate("a number, such as 12 or 4,5"))
    return number


def _read_day(_session: Session, row: DocumentKindField, text: str) -> str:
    try:
        return read_date(text).isoformat()
    except BadDate as error:
        raise _refused(row, text, translate("a date, such as 26.05.2025")) from error


def _read_choice(_session: Session, row: DocumentKindField, text: str) -> str:
    if text not in row.choices:
        raise _refused(row, text, translate("one of: {choices}", choices=", ".join(row.choices)))
    return text


def _read_person(session: Session, row: DocumentKindField, text: str) -> int:
    """The number of a card, or the full name (present or former) of exactly one person."""
    number = read_number(text)
    if number is not None:
        if session.get(Person, number) is None:
            raise NotFound(text, what=translate("Person {name}", name=text))
        return number
    try:
        folded = FullName.parse(text).folded
    except NameNotUnderstood as error:
        raise _refused(row, text, translate("the full name of a person, or the number of the card")) from error
    query = select(PersonName.person_id).where(PersonName.folded == folded).distinct().order_by(PersonName.person_id)
    numbers = session.scalars(query.limit(NAMESAKES)).all()
    if not numbers:
        raise NotFound(text, what=translate("Person {name}", name=text))
    if len(numbers) > 1:
        raise SeveralPersons(text, name=text, numbers=", ".join(map(str, numbers)))
    return numbers[0]


_READERS: dict[FieldType, Callable[[Session, DocumentKindField, str], Any]] = {
    FieldType.TEXT: _read_text,
    FieldType.NUMBER: _read_number,
    FieldType.DATE: _read_day,
    FieldType.CHOICE: _read_choice,
    FieldType.PERSON: _read_person,
}


def _refused(row: DocumentKindField, value: str, wanted: str) -> FieldNotUnderstood:
    return FieldNotUnderstood(value, field=row.title, value=value, wanted=wanted)


def _shown(row: DocumentKindField, value: Any, names: Mapping[int, str]) -> ShownField:
    if row.type is FieldType.PERSON:
        name = names.get(value, "—")
        return ShownField(row.code, row.title, name, name, value)
    text = str(value)
    if row.type is FieldType.DATE:
        text = f"{read_date(text):%d.%m.%Y}"
    elif row.type is FieldType.NUMBER:
        text = text.replace(".", ",")
    return ShownField(row.code, row.title, text, text, None)
