"""The lines of a list of events: a name, and where they stand a day, a paper and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.services.table_lines import cells_of, columns_of, day_in, name_in, words_of_name
from archive_app.services.typed import at_most

if TYPE_CHECKING:
    import datetime

    from archive_app.services.persons import FullName

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
SEPARATORS = "\t;"
"""No comma: it may stand inside a name or a paper."""
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
    """The lines that hold something; headings say which column is which, in any order. Raises TooMany."""
    columns: dict[str, int] = {}
    found: list[EventRow] = []
    for number, cells in enumerate(cells_of(text, SEPARATORS), start=1):
        heads = {} if columns else _heads(cells)
        if heads:
            columns = heads
        elif any(cells):
            found.append(_row(number, cells, columns or _plain(cells)))
    return tuple(at_most(found, "rows", LONGEST))


def _heads(cells: list[str]) -> dict[str, int]:
    """Which column is which, if this is the line of headings: it names the persons."""
    found = columns_of(cells, HEADS)
    return found if {"name", "surname"} & found.keys() else {}


def _plain(cells: list[str]) -> dict[str, int]:
    """Without headings: name, day, paper; a first column of numbers is passed over."""
    first = 1 if len(cells) > 1 and cells[0].rstrip(".)").isdigit() else 0
    return {name: first + place for place, name in enumerate(_POSITIONS)}


def _row(number: int, cells: list[str], columns: dict[str, int]) -> EventRow:
    said = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    day = said.get("on", "")
    name = name_in(words_of_name(said))
    return EventRow(number, " ".join(filter(None, cells)), name, day_in(day), day, said.get("ground", ""))
