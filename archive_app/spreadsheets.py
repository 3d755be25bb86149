"""Tables for spreadsheet programs: CSV with semicolons, a mark that says UTF-8, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

BOM = "\ufeff"
"""Before the first line: without it a Russian spreadsheet program takes a CSV for cp1251."""
A4 = 9
"""Excel's number of the size of paper."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(text: str) -> str:
    """A cell that begins like a formula is told to be text, as a spreadsheet program itself does: by an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_line(cells: Iterable[str]) -> str:
    """One line with its end; every cell is plain."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(map(plain_cell, cells))
    return out.getvalue()


def lay_on_paper(sheet: Worksheet) -> None:
    """A long table prints on A4 across, as wide as the sheet, with its first line on each."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
