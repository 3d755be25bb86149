"""Many things at a time: their order stays, what is known takes no thread, a fault ends it, and little is looked ahead."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.backup import parallel
from storage.backup.parallel import in_parallel

if TYPE_CHECKING:
    from collections.abc import Iterator


@given(known=st.lists(st.booleans(), max_size=60), workers=st.integers(1, 5))
def test_results_come_in_the_order_of_the_things(known: list[bool], workers: int) -> None:
    things = list(enumerate(known))
    worked: set[int] = set()
    me = threading.get_ident()

    def work(thing: tuple[int, bool]) -> str:
        assert threading.get_ident() != me
        worked.add(thing[0])
        return f"w{thing[0]}"

    told = in_parallel(work, things, workers=workers, known=lambda thing: f"k{thing[0]}" if thing[1] else None)
    assert list(told) == [f"{'k' if one else 'w'}{number}" for number, one in things]
    assert worked == {number for number, one in things if not one}


def test_new_ones_far_apart_are_worked_at_together() -> None:
    together = threading.Barrier(2, timeout=30)

    def work(_number: int) -> str:
        together.wait()
        return "new"

    told = list(in_parallel(work, range(1000), workers=2, known=lambda n: None if n in {10, 900} else "there"))
    assert [number for number, one in enumerate(told) if one == "new"] == [10, 900]


def test_a_list_without_end_is_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "AHEAD", 20)
    taken = []
    go_on = threading.Event()

    def things() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    def work(number: int) -> int:
        assert go_on.wait(30)
        return number

    told = in_parallel(work, things(), workers=2, known=lambda number: None if number == 0 else number)
    threading.Timer(0.2, go_on.set).start()
    assert next(told) == 0
    assert len(taken) == 20
    assert list(told) == list(range(1, 1000))


def test_what_work_raises_passes() -> None:
    def work(number: int) -> int:
        return 1 // (3 - number)

    with pytest.raises(ZeroDivisionError):
        list(in_parallel(work, range(10), workers=2))
