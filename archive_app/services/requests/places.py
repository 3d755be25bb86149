"""Places of a wording: what the archive fills in, under the name that the head of the organisation types.

A wording is stored with codes; whoever reads or writes it sees names in Russian only. Codes are understood, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from archive_app.i18n import mark
from archive_app.services.requests.errors import BracesUnclear, PlaceUnknown

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is typed between braces, `words` (a msgid) explain it, `example` shows what may come there."""

    code: str
    name: str
    words: str
    example: str


PLACES = (
    Place("person", "ФИО", mark("surname, given name, patronymic"), "Орлова Анна Сергеевна"),
    Place(
        "former",
        "прежние имена",
        mark("former names in brackets, nothing where there are none; stands right behind the name, without a space"),
        " (прежде Петрова Анна Сергеевна)",
    ),
    Place("birth_date", "дата рождения", mark("day of birth"), "14.05.2008"),
    Place(
        "studies",
        "обучение",
        mark("groups with their days and orders, each in a line of its own"),
        "группа 9 «А»: с 01.09.2022 (приказ от 25.08.2022 № 40-у) "
        "по 30.06.2023 (выпущен(а), приказ от 25.06.2023 № 47-у);",
    ),
    Place(
        "enrolment", "приказ о зачислении", mark("the paper by which the studies began"), "приказ от 25.08.2019 № 31-у"
    ),
    Place(
        "leaving",
        "приказ об отчислении",
        mark("the paper by which the person left for good: of leaving or of graduation"),
        "приказ от 25.06.2023 № 47-у",
    ),
    Place(
        "marks",
        "отметки",
        mark("summary marks out of the filed tables of the e-journal, a line for each period"),
        "2022/2023, год: Алгебра – 5; Русский язык – 4.",
    ),
    Place("purpose", "цель", mark("purpose of the request"), "для предъявления по месту работы"),
    Place("organisation", "организация", mark("name of the organisation"), "МБОУ «Школа № 5»"),
)
EXAMPLE: Mapping[str, str] = {place.code: place.example for place in PLACES}
_CODES = {**{place.name.casefold(): place.code for place in PLACES}, **{place.code: place.code for place in PLACES}}
_NAMES = {place.code: place.name for place in PLACES}


def to_codes(body: str) -> str:
    """What was typed as it is stored. Raises PlaceUnknown, BracesUnclear: a brace is opened and not closed."""
    try:
        parts = list(Formatter().parse(body))
    except ValueError as error:
        raise BracesUnclear from error
    for _, name, form, turned in parts:
        if name is not None and (form or turned or _code(name) is None):
            raise PlaceUnknown(place=name, places=", ".join(f"{{{place.name}}}" for place in PLACES))
    return "".join(_escaped(text) + ("" if name is None else f"{{{_code(name)}}}") for text, name, _, _ in parts)


def to_names(body: str) -> str:
    """What is stored as it is read."""
    parts = Formatter().parse(body)
    return "".join(_escaped(text) + ("" if name is None else f"{{{_NAMES[name]}}}") for text, name, _, _ in parts)


def example(body: str) -> str:
    """An answer by this wording about somebody invented. Raises as `to_codes` does."""
    return to_codes(body).format_map(EXAMPLE)


def _code(name: str) -> str | None:
    return _CODES.get(" ".join(name.split()).casefold())


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
