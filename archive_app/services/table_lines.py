"""Tables and lists sent as text: their cells, which column is which, a name and a day in a cell."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from archive_app.services.batch import BadDate, read_date
from archive_app.services.persons import FullName, NameNotUnderstood

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

MIDNIGHT = " 00:00:00"
"""What a day of a workbook may end with."""


def cells_of(text: str, separators: str = "\t;,") -> Iterator[list[str]]:
    """The cells of each line, parted by the first of `separators` that stands in it."""
    for line in text.replace("\ufeff", "").splitlines():
        separator = next((mark for mark in separators if mark in line), "\t")
        yield [" ".join(cell.split()) for cell in next(csv.reader([line], delimiter=separator), [])]


def columns_of(cells: Sequence[str], heads: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Where the columns stand by a line of headings; `heads` says what each begins with, the first that fits counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = next((name for name, begins in heads.items() if cell.casefold().startswith(begins)), None)
        if name is not None:
            found.setdefault(name, place)
    return found


def words_of_name(said: Mapping[str, str]) -> str:
    """The name of a line, from one column or from three."""
    return said.get("name") or " ".join(said.get(part, "") for part in ("surname", "given", "patronymic"))


def name_in(words: str) -> FullName | None:
    """The name that a cell says; None: none, or a surname alone."""
    try:
        name = FullName.parse(words)
    except NameNotUnderstood:
        return None
    return name if name.given else None


def day_in(text: str) -> datetime.date | None:
    """The day that a cell says; None: none."""
    try:
        return read_date(text.removesuffix(MIDNIGHT)) if text else None
    except BadDate:
        return None
