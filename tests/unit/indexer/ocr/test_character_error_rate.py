"""The measure of the bench measures what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.cer import cer, folded, words_found


@given(st.text())
def test_what_is_read_right_has_no_errors(text: str) -> None:
    assert cer([(text, text)]) == 0.0


@pytest.mark.parametrize(
    ("truth", "read", "share"),
    [("слово", "слава", 0.4), ("слово", "", 1.0), ("ёж — «зверь»", 'еж  -\n"зверь"', 0.0), ("аб", "абвг", 1.0)],
)
def test_errors_are_edits_per_written_character(truth: str, read: str, share: float) -> None:
    assert cer([(truth, read)]) == pytest.approx(share)


def test_long_pages_weigh_more() -> None:
    assert cer([("а" * 90, "а" * 90), ("б" * 10, "")]) == pytest.approx(0.1)


def test_words_are_found_wherever_they_stand() -> None:
    assert words_found([("приказ о зачислении", "зачислении; Приказ")]) == 1.0
    assert words_found([("приказ школа", "приказ")]) == 0.5
    assert folded(" а \n б ") == "а б"
