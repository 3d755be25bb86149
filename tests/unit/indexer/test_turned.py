"""Boxes follow a turned page exactly: four quarters are none, two are one half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Word
from indexer.turned import TURNS, turned_size, turned_words

GRID = st.integers(0, 10_000)
TURN = st.sampled_from(TURNS)


@st.composite
def words(draw: st.DrawFn) -> tuple[Word, ...]:
    (x0, x1), (y0, y1) = (sorted(draw(st.tuples(GRID, GRID))) for _ in range(2))
    return (Word("слово", x0 / 10_000, y0 / 10_000, x1 / 10_000, y1 / 10_000, 90.0, 0),)


def _grid(given_words: tuple[Word, ...]) -> list[tuple[int, ...]]:
    return [tuple(round(side * 10_000) for side in (w.x0, w.y0, w.x1, w.y1)) for w in given_words]


@given(words(), TURN, TURN)
def test_turns_add_up(page: tuple[Word, ...], first: int, second: int) -> None:
    twice = turned_words(turned_words(page, first), second)
    assert _grid(twice) == _grid(turned_words(page, (first + second) % 360))


@given(words(), TURN)
def test_a_box_stays_a_box_on_the_page_of_the_same_area(page: tuple[Word, ...], turn: int) -> None:
    ((x0, y0, x1, y1),) = _grid(turned_words(page, turn))
    ((a0, b0, a1, b1),) = _grid(page)
    assert 0 <= x0 <= x1 <= 10_000
    assert 0 <= y0 <= y1 <= 10_000
    assert {x1 - x0, y1 - y0} == {a1 - a0, b1 - b0}
    assert turned_size(3, 5, turn) == ((5, 3) if turn % 180 else (3, 5))


def test_clockwise_brings_the_top_left_to_the_top_right() -> None:
    (word,) = turned_words((Word("а", 0.0, 0.0, 0.2, 0.1, 90.0, 0),), 90)
    assert (word.x0, word.y0, word.x1, word.y1) == pytest.approx((0.9, 0.0, 1.0, 0.2))


def test_only_quarters() -> None:
    with pytest.raises(ValueError, match="45"):
        turned_words((), 45)
