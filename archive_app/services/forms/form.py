"""A print form before it has a shape: what it says, for the PDF and for the spreadsheet alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its words, its share of the width, whether it holds numbers."""

    words: str
    width: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A row of a table that is one cell: the title of a section."""

    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are read once, as they are printed, so that a long table is never held as a whole."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[object] | Heading]


@dataclass(frozen=True, slots=True)
class Sign:
    """A line to be signed: who, the name written out, the day as printed; what is empty is filled in by hand."""

    post: str
    name: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet or many: head, title, facts, opening text, table, closing text, signatures, in this order.

    `left` and `right` are the lines at the head (the organisation; «УТВЕРЖДАЮ»), `facts` pairs of words and value.
    `opening` is the text above the table, `totals` a short table after the long one. `code` is printed for the
    scanner. `look` is a name of the style: `sheet`, or `cover`, which has neither page numbers nor small letters.
    """

    title: str
    under: Sequence[str] = ()
    left: Sequence[str] = ()
    right: Sequence[str] = ()
    facts: Sequence[tuple[str, object]] = ()
    opening: Sequence[str] = ()
    table: Table | None = None
    closing: Sequence[str] = ()
    totals: Table | None = None
    signs: Sequence[Sign] = ()
    code: str = ""
    look: str = "sheet"
    landscape: bool = False
