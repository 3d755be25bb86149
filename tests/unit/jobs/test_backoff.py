"""Pauses between attempts: bounds, growth, chance."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive_app.jobs.backoff import Backoff

attempts = st.integers(1, 10_000)
seconds = st.integers(1, 10_000).map(lambda n: timedelta(seconds=n))
chances = st.floats(0, 1, exclude_max=True)


@given(attempts, seconds, seconds, chances)
def test_within_half_and_whole_of_the_bound(attempt: int, first: timedelta, longest: timedelta, chance: float) -> None:
    pause = Backoff(first=first, longest=longest, chance=lambda: chance).pause(attempt)
    assert min(first, longest) / 2 <= pause <= longest


@given(attempts, chances)
def test_never_shrinks_with_attempts(attempt: int, chance: float) -> None:
    backoff = Backoff(chance=lambda: chance)
    assert backoff.pause(attempt) <= backoff.pause(attempt + 1)


def test_doubles_up_to_the_longest() -> None:
    backoff = Backoff(first=timedelta(seconds=10), longest=timedelta(seconds=60), chance=lambda: 0.0)
    assert [backoff.pause(n).total_seconds() for n in range(1, 6)] == [5, 10, 20, 30, 30]


def test_two_jobs_that_failed_together_do_not_come_back_together() -> None:
    backoff = Backoff()
    assert len({backoff.pause(5) for _ in range(20)}) > 10
