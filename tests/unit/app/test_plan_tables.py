"""File plans as workbooks say the same as in CSV; the plans that come with the product are in order."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from archive_app.plan_words import carrier_words
from archive_app.retention_words import trigger_words
from archive_app.services.first_run.starting_plans import FOLDER, contents, own, shipped
from archive_app.services.plan_tables import MOST_UNPACKED, TableUnreadable, read_table, write_table
from retention.plan_row import PlanCarrier
from retention.plan_words import spoken_cell
from retention.term import Trigger

TABLE = (FOLDER / "school.csv").read_bytes()


def _workbook(rows: list[list[object]]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def _rows() -> list[list[object]]:
    return [list(row) for row in csv.reader(io.StringIO(TABLE.decode()), delimiter=";")]


@pytest.mark.parametrize("choice", ["school", "college"])
def test_the_plans_that_come_with_the_product_are_understood(choice: str) -> None:
    plan = contents(shipped(choice, 2026))  # type: ignore[arg-type]
    assert plan.problems == ()
    assert len(plan.items) == 45
    assert len({item.index for item in plan.items}) == 45


def test_a_workbook_says_the_same_as_the_table() -> None:
    rows = _rows()
    rows[4][4] = 5.0  # a number, as Excel keeps it
    rows[5][3] = "50/75 лет\nЭПК"  # a line end inside a cell
    assert read_table(_workbook([[*row, None] for row in rows])).items == read_table(TABLE).items
    assert contents(own("план.xlsx", _workbook(rows), 2026)).items == read_table(TABLE).items


def test_an_index_that_excel_took_for_a_date_is_told_with_its_line() -> None:
    rows = _rows()
    rows[3][0] = datetime.datetime(2026, 5, 2)  # noqa: DTZ001 - what openpyxl reads has no zone
    problems = read_table(_workbook(rows)).problems
    assert [(problem.line, problem.code) for problem in problems] == [(4, "index_wrong")]
    assert problems[0].params["index"] == "2026-05-02"


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b"\0" * (MOST_UNPACKED + 1))
    return stream.getvalue()


@pytest.mark.parametrize("content", [b"PK\x03\x04", _workbook([["a"]])[:-200], _bomb()], ids=["head", "cut", "bomb"])
def test_a_workbook_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        read_table(content)


def test_a_table_says_what_the_pages_say() -> None:
    assert {trigger_words(str(each)): str(each) for each in Trigger} == {
        spoken_cell("trigger", str(each)): str(each) for each in Trigger
    }
    assert [carrier_words(each) for each in PlanCarrier] == [spoken_cell("carrier", each) for each in PlanCarrier]


def test_a_table_that_goes_out_is_in_russian_and_comes_back() -> None:
    items = read_table(TABLE).items
    for kind in ("csv", "xlsx"):
        assert read_table(write_table(items, kind)).items == items
    first, second = write_table(items, "csv").decode("utf-8-sig").splitlines()[:2]
    assert first.startswith("Индекс;Раздел;Заголовок дела;Срок хранения;")
    assert not re.search("[a-z]", first + second)
