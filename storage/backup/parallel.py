"""Several things at a time, with a bounded number on the way: a list of a million is never held."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

T = TypeVar("T")
R = TypeVar("R")
WORKERS = 2 * (os.cpu_count() or 1)
"""While one waits for a disk or a server, another computes; hashing and ciphers let go of the interpreter."""
AHEAD = 4096
"""So many results at most wait for those before them."""


def in_parallel(
    work: Callable[[T], R],
    things: Iterable[T],
    *,
    workers: int = WORKERS,
    known: Callable[[T], R | None] = lambda _thing: None,
) -> Generator[R, None, None]:
    """Do `work` to each thing and give the results in their order. What `work` raises passes, and ends it all.

    What `known` says at once goes to no other thread, which costs more than many a result.
    """
    waiting: deque[R | Future[R]] = deque()
    under_way = 0
    with ThreadPoolExecutor(workers, thread_name_prefix="backup") as pool:
        try:
            for thing in things:
                result = known(thing)
                if result is not None and not waiting:
                    yield result
                    continue
                under_way += result is None
                waiting.append(pool.submit(work, thing) if result is None else result)
                while waiting and (under_way >= 2 * workers or len(waiting) >= AHEAD or not _is_future(waiting[0])):
                    under_way -= _is_future(waiting[0])
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            for one in waiting:
                if isinstance(one, Future):
                    one.cancel()


def _is_future(one: object) -> bool:
    return isinstance(one, Future)


def _result(one: R | Future[R]) -> R:
    return one.result() if isinstance(one, Future) else one
