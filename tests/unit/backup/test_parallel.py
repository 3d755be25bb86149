"""Many things at a time: their order stays, a fault ends it, and little is looked ahead."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.backup.parallel import in_parallel

if TYPE_CHECKING:
    from collections.abc import Iterator


@given(number=st.integers(0, 60), workers=st.integers(1, 5))
def test_results_come_in_the_order_of_the_things(number: int, workers: int) -> None:
    me = threading.get_ident()

    def work(thing: int) -> str:
        assert threading.get_ident() != me
        return f"w{thing}"

    assert list(in_parallel(work, range(number), workers=workers)) == [f"w{thing}" for thing in range(number)]


def test_things_are_worked_at_together() -> None:
    together = threading.Barrier(2, timeout=30)

    def work(number: int) -> int:
        together.wait()
        return number

    assert list(in_parallel(work, range(10), workers=2)) == list(range(10))


def test_a_list_without_end_is_never_held() -> None:
    taken = []

    def things() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    told = in_parallel(lambda number: number, things(), workers=2)
    assert next(told) == 0
    assert len(taken) == 4
    assert list(told) == list(range(1, 1000))


def test_what_work_raises_passes() -> None:
    def work(number: int) -> int:
        return 1 // (3 - number)

    with pytest.raises(ZeroDivisionError):
        list(in_parallel(work, range(10), workers=2))
