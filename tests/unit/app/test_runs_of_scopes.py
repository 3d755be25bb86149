"""Scopes written as runs of neighbouring numbers: nothing more, nothing less."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive_app.auth.policy import runs


@given(st.frozensets(st.integers(1, 60)))
def test_runs_hold_exactly_the_numbers(numbers: frozenset[int]) -> None:
    found = runs(numbers)

    assert [number for first, last in found for number in range(first, last + 1)] == sorted(numbers)
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(found))
