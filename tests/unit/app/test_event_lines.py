"""Lists of events as orders bring them: with headings or without, in any order, numbered, with slips of the pen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.services.life.event_lines import read_rows


@pytest.mark.parametrize(
    "text",
    [
        "№;Дата;ФИО;Основание\n1;30.06.2025;Орлов Пётр Ильич;приказ № 41-у",
        "\ufeffФамилия\tИмя\tОтчество\tДата отчисления\tПриказ\nОрлов\tПётр\tИльич\t2025-06-30\tприказ № 41-у",
        "1;Орлов Пётр Ильич;30.06.2025;приказ № 41-у",
        "Орлов  Пётр Ильич\t30.06.2025\tприказ № 41-у\n\n",
    ],
)
def test_the_same_line_however_it_is_written(text: str) -> None:
    (row,) = read_rows(text)
    assert row.name is not None
    assert (row.name.surname, row.name.given, row.name.patronymic) == ("Орлов", "Пётр", "Ильич")
    assert (row.on, row.ground) == (date(2025, 6, 30), "приказ № 41-у")


def test_what_is_not_understood_is_kept_as_it_came() -> None:
    bare, wrong = read_rows("Орлов\nОрлов Пётр;31.02.2025")
    assert bare.name is None
    assert (wrong.on, wrong.day_text) == (None, "31.02.2025")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert len(read_rows(text)) <= len(text.splitlines())
