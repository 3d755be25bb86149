"""Lines of a class list, however they were copied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.class_list_lines import LONGEST, read_lines
from archive_app.services.persons import FullName
from archive_app.services.typed import TooMany

IVANOV = FullName("Иванов", "Пётр", "Ильич")


@pytest.mark.parametrize(
    "line",
    [
        "Иванов Пётр Ильич",
        "  Иванов   Пётр Ильич ",
        "1. Иванов Пётр Ильич",
        "12) Иванов Пётр Ильич",
        "3\tИванов Пётр Ильич\t12.05.2009",
        "Иванов;Пётр;Ильич;9-А",
        "7;Иванов;Пётр;Ильич",
        '"Иванов Пётр Ильич",9',
        "\ufeffИванов Пётр Ильич",
    ],
)
def test_a_name_is_read_from(line: str) -> None:
    assert [each.name for each in read_lines(line)] == [IVANOV]


def test_heads_and_empty_lines_are_left_out_and_numbers_stay() -> None:
    lines = read_lines("Фамилия;Имя;Отчество\n\nИванов;Пётр;Ильич\n№ ФИО\nПетрова Анна")
    assert [(line.number, line.name) for line in lines] == [(3, IVANOV), (5, FullName("Петрова", "Анна", None))]


def test_what_is_no_name_is_told() -> None:
    (line,) = read_lines("Иванов")
    assert (line.text, line.name) == ("Иванов", None)


def test_a_mistaken_file_is_refused() -> None:
    assert len(read_lines("Иванов Пётр\n" * LONGEST)) == LONGEST
    with pytest.raises(TooMany):
        read_lines("Иванов Пётр\n" * (LONGEST + 1))


@given(st.text(max_size=200))
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    for line in read_lines(text):
        assert line.text
        assert line.name is None or line.name.given
