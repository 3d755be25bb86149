"""Several things at a time, with a bounded number on the way: a list of a million is never held."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")
WORKERS = 2 * (os.cpu_count() or 1)
"""While one waits for a disk or a server, another computes; hashing and ciphers let go of the interpreter."""


def in_parallel(work: Callable[[T], R], things: Iterable[T], *, workers: int = WORKERS) -> Generator[R, None, None]:
    """Do `work` to each thing and give the results in their order. What `work` raises passes, and ends it all."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="backup") as pool:
        try:
            for thing in things:
                waiting.append(pool.submit(work, thing))
                if len(waiting) >= 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
