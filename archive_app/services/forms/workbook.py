"""Forms as a workbook: a sheet for each, its heading repeated when it is printed; rows are written as they are read."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from archive_app.services.forms.form import Heading
from archive_app.spreadsheets import A4

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from archive_app.services.forms.form import Form, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_FEWEST = 4
"""Columns of a sheet without a table."""


def as_xlsx(forms: Iterable[Form]) -> bytes:
    """The workbook."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        looks = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "head": book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}),
            "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "of": book.add_format({"border": 1, "bold": True, "align": "center"}),
            "": book.add_format({"valign": "top"}),
        }
        for number, form in enumerate(forms, 1):
            name = f"{number} {_NOT_IN_NAMES.sub(' ', ' '.join(form.title.split()))}"[:_LONGEST_NAME].strip()
            _Sheet(book.add_worksheet(name), looks).write(form)
    return target.getvalue()


class _Sheet:
    """A sheet that is written from the top down."""

    def __init__(self, sheet: Worksheet, looks: dict[str, Format]) -> None:
        self.sheet, self.looks, self.line = sheet, looks, 0

    def write(self, form: Form) -> None:
        self._prepare(form)
        for text in (*form.left, *form.right):
            self._put([text])
        self._put([" ".join(form.title.split())], "title")
        for text in form.under:
            self._put([text])
        for words, said in form.facts:
            self._put([words, said])
        for text in form.opening:
            self._put([text])
        if form.table:
            self._table(form.table, repeated=True)
        for text in form.closing:
            self._put([text])
        if form.totals:
            self._table(form.totals)
        for sign in form.signs:
            self._put([sign.post, "____________", sign.name, sign.day])

    def _prepare(self, form: Form) -> None:
        columns = form.table.columns if form.table else ()
        widths = [column.width * 1.3 for column in columns] or [28] * _FEWEST
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, max(width, 8))
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        if form.landscape:
            self.sheet.set_landscape()

    def _table(self, table: Table, *, repeated: bool = False) -> None:
        if repeated:
            self.sheet.repeat_rows(self.line)
        self._put([column.words for column in table.columns], "head")
        for row in table.rows:
            if isinstance(row, Heading):
                self.sheet.merge_range(self.line, 0, self.line, len(table.columns) - 1, row.words, self.looks["of"])
                self.line += 1
            else:
                self._put(row, "cell")

    def _put(self, cells: Sequence[object], look: str = "") -> None:
        for column, value in enumerate(cells):
            if isinstance(value, (int, float)):
                self.sheet.write_number(self.line, column, value, self.looks[look])
            else:
                self.sheet.write_string(self.line, column, str(value), self.looks[look])
        self.line += 1
