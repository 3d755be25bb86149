"""The lines of a list of events: a name, and where they stand a day, a paper and what happened."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.services.batch import BadDate, read_date
from archive_app.services.persons import FullName, NameNotUnderstood

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

LONGEST = 2000
"""Lines of one list; an order names a year's graduates at most."""
HEADS = {
    "name": ("фио", "ф.и.о", "ф. и. о", "фамилия, имя", "фамилия имя"),
    "surname": ("фамилия",),
    "given": ("имя",),
    "patronymic": ("отчество",),
    "on": ("дата", "день"),
    "ground": ("основание", "приказ"),
}
"""Column -> what its heading begins with; the first that fits counts."""
_POSITIONS = ("name", "on", "ground")
"""The columns of a table without headings."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """A line as it came, `number` from 1. `name` is None where it is not understood, `day_text` where it is no day."""

    number: int
    text: str
    name: FullName | None
    on: datetime.date | None
    day_text: str
    ground: str


def read_rows(text: str) -> tuple[EventRow, ...]:
    """The lines that hold something, at most `LONGEST`; headings say which column is which, in any order."""
    columns: dict[str, int] = {}
    found: list[EventRow] = []
    for number, cells in enumerate(_cells(text), start=1):
        heads = {} if columns else _heads(cells)
        if heads:
            columns = heads
        elif any(cells):
            found.append(_row(number, cells, columns or _plain(cells)))
    return tuple(found[:LONGEST])


def _cells(text: str) -> Iterator[list[str]]:
    for line in text.replace("\ufeff", "").splitlines():
        separator = next((mark for mark in "\t;" if mark in line), "\t")
        yield [" ".join(cell.split()) for cell in next(csv.reader([line], delimiter=separator), [])]


def _heads(cells: list[str]) -> dict[str, int]:
    """Which column is which, if this is the line of headings: it names the persons."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = next((name for name, begins in HEADS.items() if cell.casefold().startswith(begins)), None)
        if name is not None:
            found.setdefault(name, place)
    return found if {"name", "surname"} & found.keys() else {}


def _plain(cells: list[str]) -> dict[str, int]:
    """Without headings: name, day, paper; a first column of numbers is passed over."""
    first = 1 if len(cells) > 1 and cells[0].rstrip(".)").isdigit() else 0
    return {name: first + place for place, name in enumerate(_POSITIONS)}


def _row(number: int, cells: list[str], columns: dict[str, int]) -> EventRow:
    said = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    whole = said.get("name") or " ".join(said.get(part, "") for part in ("surname", "given", "patronymic"))
    day = said.get("on", "")
    return EventRow(number, " ".join(filter(None, cells)), _name(whole), _day(day), day, said.get("ground", ""))


def _name(words: str) -> FullName | None:
    try:
        name = FullName.parse(words)
    except NameNotUnderstood:
        return None
    return name if name.given else None


def _day(text: str) -> datetime.date | None:
    try:
        return read_date(text) if text else None
    except BadDate:
        return None
