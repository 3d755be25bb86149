"""Tables of file plans as people keep them: CSV, or a workbook of Excel or LibreOffice (XLSX)."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Literal

from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.services.typed import TooMany
from archive_app.spreadsheets import BOM, lay_on_paper
from retention.fileplan import COLUMNS, PlanFile, plan_rows, read_plan, write_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from retention.plan_row import PlanItem

Table = Literal["csv", "xlsx"]
CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: dict[Table, str] = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
WIDTHS = {"section": 28, "title": 60, "retention_text": 28, "article": 28, "note": 40}

MOST_ROWS = 5_000
MOST_COLUMNS = 40
MOST_UNPACKED = 50 * 1024 * 1024
"""Bytes of a workbook's parts: a plan has hundreds of lines, a bomb has gigabytes."""
PACKED = b"PK\x03\x04"


class TableUnreadable(ArchiveError):
    """A workbook that is damaged, protected, or far larger than any file plan."""

    code = "table_unreadable"


def read_table(content: bytes) -> PlanFile:
    """The plan in a CSV or an XLSX (its first sheet). Problems name the line of the table.

    Raises:
        TableUnreadable. TooMany: rows or columns of a workbook.
    """
    return read_plan(_as_csv(content) if content.startswith(PACKED) else content)


def write_table(items: Iterable[PlanItem], kind: Table) -> bytes:
    """The plan as a table in Russian that `read_table` takes back; no cell is run as a formula."""
    return (BOM + write_plan(items, spoken=True)).encode() if kind == "csv" else _as_workbook(items)


def _as_workbook(items: Iterable[PlanItem]) -> bytes:
    """Every cell is text, and is told to stay text: also an index such as 02-05 that looks like a day."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(translate("File plan"))
        lay_on_paper(sheet)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        words = book.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True, "valign": "top"})
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDTHS.get(name, 14))
        for line, cells in enumerate(plan_rows(items, spoken=True)):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell, words if line else head)
        sheet.freeze_panes(1, 1)
    return stream.getvalue()


def _as_csv(workbook: bytes) -> bytes:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise TableUnreadable
        book = load_workbook(io.BytesIO(workbook), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = _filled(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True))
    except (OSError, ValueError, KeyError, IndexError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
        raise TableUnreadable from error  # whatever openpyxl and its XML reader say of a damaged workbook
    return _written(rows)


def _filled(read: Iterable[Sequence[object]]) -> list[list[str]]:
    """The cells to the last row that holds something; empty rows that a program has laid out below are no lines."""
    rows: list[list[str]] = []
    for number, cells in enumerate(read, start=1):
        row = [_text(cell) for cell in cells]
        if any(row) and (number > MOST_ROWS or any(row[MOST_COLUMNS:])):
            wide = number <= MOST_ROWS
            field, count, limit = ("columns", len(row), MOST_COLUMNS) if wide else ("rows", number, MOST_ROWS)
            raise TooMany(field, field=field, count=count, limit=limit)
        if number <= MOST_ROWS:
            rows.append(row)
    return rows


def _written(rows: list[list[str]]) -> bytes:
    """The rows as CSV, without the empty columns at the right; a line of the table stays a line of the text."""
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows(row[:width] for row in rows)
    return stream.getvalue().encode()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()  # an index like 02-05 that became a date is told as such, never guessed back
    return " ".join(str(cell).split())  # a line end inside a cell would shift the numbers of all lines behind it
