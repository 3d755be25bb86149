"""The lines of a contingent's table: who, born when, into which group by which order, and who speaks for the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.services.table_lines import cells_of, columns_of, day_in, name_in, words_of_name
from archive_app.services.typed import at_most

if TYPE_CHECKING:
    import datetime

    from archive_app.services.persons import FullName

LONGEST = 2000
"""Lines of one table; the largest school has fewer pupils."""
HEADS = {
    "guardian_paper": ("документ представителя", "основание представителя"),
    "guardian": ("представитель", "родитель"),
    "order_on": ("дата приказа", "приказ дата"),
    "order_no": ("номер приказа", "приказ", "№ приказа"),
    "since": ("зачислен", "дата зачисления", "дата начала"),
    "born": ("дата рождения", "родил", "д.р"),
    "group": ("группа", "класс"),
    "name": ("фио", "ф.и.о", "ф. и. о", "фамилия, имя", "фамилия имя"),
    "surname": ("фамилия",),
    "given": ("имя",),
    "patronymic": ("отчество",),
}
"""Column -> what its heading begins with; the first that fits counts."""
TEMPLATE = (
    "Фамилия",
    "Имя",
    "Отчество",
    "Дата рождения",
    "Класс (группа)",
    "Зачислен с",
    "Номер приказа",
    "Дата приказа",
    "Представитель (ФИО)",
    "Документ представителя",
)
"""The headings of the table that is offered for filling in."""
MARKS = "- .'’"
"""What else a name may hold: Анна-Мария, Д'Артаньян, Аббас Мамед оглы."""
_DAYS = ("born", "since", "order_on")


@dataclass(frozen=True, slots=True)
class ContingentRow:
    """A line as it came, `number` from 1; `unread` names those of `born`, `since`, `order_on` that are no day.

    `guardian` is None where nobody is named, or the name is not understood (then `guardian_text` says it).
    """

    number: int
    text: str
    name: FullName | None
    born: datetime.date | None
    group: str
    since: datetime.date | None
    order_no: str
    order_on: datetime.date | None
    guardian: FullName | None
    guardian_text: str
    guardian_paper: str
    unread: tuple[str, ...]


def read_contingent(text: str) -> tuple[ContingentRow, ...]:
    """The lines that hold something; nothing before the line of headings counts. Raises TooMany."""
    columns: dict[str, int] = {}
    found: list[ContingentRow] = []
    for number, cells in enumerate(cells_of(text), start=1):
        if not columns:
            columns = _heads(cells)
        elif any(cells):
            found.append(_row(number, cells, columns))
    return tuple(at_most(found, "rows", LONGEST))


def _heads(cells: list[str]) -> dict[str, int]:
    """Which column is which, if this is the line of headings: it names the persons and their groups."""
    found = columns_of(cells, HEADS)
    return found if {"name", "surname"} & found.keys() and "group" in found else {}


def _row(number: int, cells: list[str], columns: dict[str, int]) -> ContingentRow:
    said = {name: cells[place].lstrip("'") for name, place in columns.items() if place < len(cells)}
    days = {name: day_in(said.get(name, "")) for name in _DAYS}
    guardian = said.get("guardian", "")
    return ContingentRow(
        number=number,
        text=" · ".join(filter(None, cells)),
        name=_name(words_of_name(said)),
        born=days["born"],
        group=said.get("group", ""),
        since=days["since"],
        order_no=said.get("order_no", ""),
        order_on=days["order_on"],
        guardian=_name(guardian),
        guardian_text=guardian,
        guardian_paper=said.get("guardian_paper", ""),
        unread=tuple(name for name in _DAYS if said.get(name) and days[name] is None),
    )


def _name(words: str) -> FullName | None:
    """Of letters and what else a name may hold."""
    name = name_in(words)
    letters = "".join(filter(None, name or ()))
    return name if all(letter.isalpha() or letter in MARKS for letter in letters) else None
