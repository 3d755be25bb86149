"""How large a sample is: what the hypergeometric distribution says, counted exactly, and the limits of it."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.backup.sampling import Certainty, certainty_of, sample_size

PARTS = st.integers(1, 999).map(lambda part: part / 1000)


def missed(population: int, bad: int, drawn: int) -> Fraction:
    """The probability that none of the bad ones is drawn, exactly."""
    return Fraction(math.comb(population - bad, drawn), math.comb(population, drawn))


@given(population=st.integers(1, 400), confidence=PARTS, share=PARTS)
def test_it_is_the_smallest_that_is_certain_enough(population: int, confidence: float, share: float) -> None:
    bad = max(1, math.ceil(population * share))
    size = sample_size(population, confidence, share)
    slack = Fraction(1, 10**9)  # of floats
    assert 0 < size <= population
    assert missed(population, bad, size) <= Fraction(1 - confidence) + slack
    assert missed(population, bad, size - 1) > Fraction(1 - confidence) - slack


@given(population=st.integers(1, 400), more=st.integers(1, 400), confidence=PARTS, share=PARTS)
def test_more_of_anything_asks_for_no_less(population: int, more: int, confidence: float, share: float) -> None:
    size = sample_size(population, confidence, share)
    assert sample_size(population, min(0.9999, confidence * 1.1), share) >= size
    assert sample_size(population, confidence, min(1, share * 1.5)) <= size
    bad = max(1, math.ceil(population * share))
    assert size <= population - bad + 1  # then one of the bad is among them for certain
    assert sample_size(population, 1.0, share) == population - bad + 1
    assert sample_size(population + more, confidence, 1e-9) >= sample_size(population, confidence, 1e-9)


@pytest.mark.parametrize(
    ("population", "confidence", "share", "size"),
    [
        (0, 0.95, 0.01, 0),
        (1, 0.95, 0.01, 1),
        (100, 0.95, 0.01, 95),  # one of a hundred
        (1_000, 0.95, 0.01, 258),
        (100_000, 0.95, 0.01, 298),
        (10_000_000, 0.95, 0.01, 299),  # as many as of an endless one: ln 0.05 / ln 0.99
        (100_000, 0.99, 0.01, 458),
        (100_000, 0.95, 0.001, 2_950),
    ],
)
def test_sizes_that_tables_have(population: int, confidence: float, share: float, size: int) -> None:
    assert sample_size(population, confidence, share) == size


def test_nothing_less_than_everything_is_wholly_certain() -> None:
    assert certainty_of(100, 1) is None
    assert certainty_of(95, 1) == Certainty(95, 1)
