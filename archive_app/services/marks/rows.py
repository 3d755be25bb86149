"""The lines of a table of marks: one pupil a line with a column for each subject, or one mark a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.models.mark import LONGEST_MARK, LONGEST_SUBJECT
from archive_app.services.table_lines import cells_of, day_in, name_in
from archive_app.services.typed import at_most

if TYPE_CHECKING:
    import datetime

    from archive_app.services.persons import FullName

LONGEST = 5000
"""Lines of one table."""
NAMES = ("фио", "ф.и.о", "ф. и. о", "фамилия", "ученик", "учащийся", "обучающийся", "студент")
BORN = ("дата рождения", "д.р")
SUBJECT, PERIOD, MARK = ("предмет", "дисциплина"), ("период",), ("оценка", "отметка", "балл")
PASSED_OVER = ("№", "n", "класс", "группа", "личный номер", "снилс")
"""Columns that are no subjects."""


@dataclass(frozen=True, slots=True)
class Said:
    """One mark of a line; an empty `period` is that of the whole table. `position` is the column's, or the line's."""

    subject: str
    period: str
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A line as it came, `number` from 1; `name` is None where it is not understood; `long`: one of its words is."""

    number: int
    text: str
    name: FullName | None
    born: datetime.date | None
    said: tuple[Said, ...]
    long: bool


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    born: int | None
    single: tuple[int, int | None, int] | None
    """Of a table with one mark a line: subject, period, mark."""
    subjects: tuple[tuple[int, str], ...]


def read_marks(text: str) -> tuple[MarkRow, ...]:
    """The lines below the line of headings that hold something; without headings nothing. Raises TooMany."""
    columns: _Columns | None = None
    found: list[MarkRow] = []
    for number, cells in enumerate(cells_of(text), start=1):
        if columns is None:
            columns = _heads(cells)
        elif any(cells):
            found.append(_row(number, cells, columns))
    return tuple(at_most(found, "rows", LONGEST))


def _heads(cells: list[str]) -> _Columns | None:
    """Which column is which, if this is the line of headings: it names the pupils and something they have marks in."""
    heads = [cell.casefold() for cell in cells]
    name, born = _place(heads, NAMES), _place(heads, BORN)
    if name is None:
        return None
    subject, mark = _place(heads, SUBJECT), _place(heads, MARK)
    if subject is not None and mark is not None:
        return _Columns(name, born, (subject, _place(heads, PERIOD), mark), ())
    subjects = tuple(
        (place, cells[place])
        for place, head in enumerate(heads)
        if head and place not in {name, born} and not head.startswith(PASSED_OVER)
    )
    return _Columns(name, born, None, subjects) if subjects else None


def _place(heads: list[str], begins: tuple[str, ...]) -> int | None:
    return next((place for place, head in enumerate(heads) if head.startswith(begins)), None)


def _row(number: int, cells: list[str], columns: _Columns) -> MarkRow:
    def cell(place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""

    if columns.single is None:
        said = tuple(Said(subject, "", cell(place), place) for place, subject in columns.subjects if cell(place))
    else:
        subject, period, mark = (cell(place) for place in columns.single)
        there = bool(subject and mark)
        said = (Said(subject, period, mark, number),) if there else ()
    return MarkRow(
        number=number,
        text=" · ".join(filter(None, cells)),
        name=name_in(cell(columns.name)),
        born=day_in(cell(columns.born)),
        said=said,
        long=any(_does_not_fit(one) for one in said),
    )


def _does_not_fit(one: Said) -> bool:
    return len(one.value) > LONGEST_MARK or max(len(one.subject), len(one.period)) > LONGEST_SUBJECT
