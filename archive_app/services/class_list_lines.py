"""Lines «Фамилия Имя Отчество» as they come from a table or a clipboard, read one by one."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.services.persons import FullName, NameNotUnderstood
from archive_app.services.typed import at_most

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 500
"""Lines of one list; a school has no class of this size, a mistaken file has."""
LONGEST_LIST_TITLE = 200
_NUMBER = re.compile(r"^\s*(?:№\s*)?\d+\s*[.)]?\s+|^\s*\d+\s*[.)]\s*")
_HEADS = ("фио", "ф.и.о", "фамилия", "№", "список", "класс")
_PARTS = 3


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the list: `number` from 1 as it came; `name` is None where it is not understood."""

    number: int
    text: str
    name: FullName | None


def read_lines(text: str) -> tuple[ReadLine, ...]:
    """The lines that hold something; numbers, headings and further columns are left out. Raises TooMany."""
    found = []
    for number, cells in enumerate(_rows(text), start=1):
        words = _name_of(cells)
        if words and not words.casefold().startswith(_HEADS):
            found.append(ReadLine(number, words, _parsed(words)))
    return tuple(at_most(found, "rows", LONGEST))


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.replace("\ufeff", "").splitlines():
        separator = next((mark for mark in "\t;," if mark in line), None)
        yield next(csv.reader([line], delimiter=separator)) if separator else [line]


def _name_of(cells: list[str]) -> str:
    """The name in a row: one cell with several words, or the first cells of one word each."""
    whole = [" ".join(_NUMBER.sub("", cell).split()) for cell in cells]
    whole = [cell for cell in whole if cell and not cell.isdigit()]
    if not whole:
        return ""
    if " " in whole[0]:
        return whole[0]
    parts = []
    for cell in whole[:_PARTS]:
        if not all(letter.isalpha() or letter in "- ." for letter in cell):
            break
        parts.append(cell)
    return " ".join(parts) or whole[0]


def _parsed(words: str) -> FullName | None:
    try:
        name = FullName.parse(words)
    except NameNotUnderstood:
        return None
    return name if name.given and any(letter.isalpha() for letter in name.surname) else None
