"""Words of a page survive packing; damaged packets are refused."""

from __future__ import annotations

import json
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.db.errors import WordsCorruptedError
from archive_app.db.words import pack_words, unpack_words
from indexer.model import Word

side = st.integers(0, 10_000).map(lambda n: n / 10_000)
words = st.builds(
    Word,
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    x0=side,
    y0=side,
    x1=side,
    y1=side,
    confidence=st.integers(0, 100).map(float),
    line=st.integers(0, 500),
)


@given(st.lists(words, max_size=30).map(tuple))
def test_what_is_packed_comes_back(page: tuple[Word, ...]) -> None:
    assert unpack_words(pack_words(page)) == page


def test_coordinates_lose_less_than_a_pixel_at_300_dpi() -> None:
    word = Word("слово", 0.123456, 0.2, 0.333333, 0.4, 87.6, 3)
    [back] = unpack_words(pack_words([word]))
    assert abs(back.x0 - word.x0) * 2480 < 0.5
    assert back.confidence == 88


def test_a_page_takes_kilobytes() -> None:
    dice = random.Random(1)
    page = [
        Word(f"слово{dice.randrange(2000)}", dice.random(), n / 300, dice.random(), n / 300 + 0.02, 90.0, n // 10)
        for n in range(300)
    ]
    assert len(pack_words(page)) < 6_000


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"not compressed",
        pack_words([Word("а", 0, 0, 1, 1, 90, 0)])[:-4],
        zlib.compress(b"[1"),
        zlib.compress(json.dumps([1, ["a"], [1], [1], [1], [1], [1], [1, 2]]).encode()),
        zlib.compress(json.dumps([2]).encode()),
        zlib.compress(b"{}"),
        zlib.compress(b" " * (65 * 2**20)),
    ],
    ids=["empty", "raw", "truncated", "json", "ragged", "format", "shape", "bomb"],
)
def test_damage_is_named(packed: bytes) -> None:
    with pytest.raises(WordsCorruptedError):
        unpack_words(packed)
