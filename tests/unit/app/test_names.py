"""Names of files: any bytes, any length, never a path."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.names import LONGEST_NAME, clean_name, clean_text, readable, title_from


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("журнал 7А.pdf", "журнал 7А.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Документы\\приказ.docx", "приказ.docx"),
        ("скан\x00\n📄.jpg", "скан📄.jpg"),
        ("..", "—"),
        ("", "—"),
    ],
)
def test_only_the_last_readable_part_is_kept(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_long_name_keeps_its_extension() -> None:
    shown = clean_name("ж" * 300 + ".pdf")
    assert len(shown) == LONGEST_NAME
    assert shown.endswith(".pdf")


def test_a_name_in_cp1251_bytes_becomes_readable() -> None:
    name = os.fsdecode("Ведомость.jpg".encode("cp1251"))
    assert readable(name) == "Ведомость.jpg"
    assert title_from(name) == "Ведомость"


@given(st.text(st.characters(), max_size=400))
def test_any_name_becomes_one_that_can_be_stored(name: str) -> None:
    shown = clean_name(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not set("/\\\0") & set(shown)
    shown.encode("utf-8")
    assert title_from(name)


def test_what_is_typed_becomes_one_readable_line() -> None:
    assert clean_text(os.fsdecode("Журнал 7А".encode("cp1251"))) == "Журнал 7А"
    assert clean_text(" Журнал\r\n7А\x00\x1b ") == "Журнал 7А"
