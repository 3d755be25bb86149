"""A pool of long-lived children. One that dies costs its own task only, and is replaced."""

from __future__ import annotations

import atexit
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

from indexer.errors import SandboxError
from indexer.sandbox.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from indexer.sandbox.limits import Limits

TASKS_PER_CHILD = 500  # then a fresh one: parsers of hostile formats leak


class PoolClosed(RuntimeError):
    """The pool is being closed: the task was not done, and nothing is wrong with it."""


class WorkerPool:
    """`workers` children, each with one task at a time. Safe to use from many threads. A context manager."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self.workers = workers
        self._limits = limits
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sandbox")
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()  # the child that worked last is the warmest
        for _ in range(workers):
            self._idle.put(None)  # a child that is yet to start
        self._children: set[Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Queue `function(*arguments)`; both must be picklable by reference, the result JSON or bytes.

        The future raises what `Worker.call` raises, and `PoolClosed`.
        """
        with self._lock:
            if self._closed:
                raise PoolClosed
            return self._threads.submit(self.run, function, *arguments)

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """The same as `submit(...).result()`, without the way through another thread: wait for a child, and for it."""
        child = self._idle.get()
        try:
            if child is None or not child.alive or child.tasks_done >= TASKS_PER_CHILD:
                child = self._replace(child)
            return child.call(function, *arguments)
        except SandboxError:
            if self._closed:  # it died because we are stopping, not of its task
                raise PoolClosed from None
            raise
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """Kill the children, running tasks included, and end the threads."""
        with self._lock:
            self._closed = True
            children = set(self._children)
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.interrupt()
        let_go = [self._idle.get() for _ in range(self.workers)]
        for child in children:
            child.kill()
        for dead in let_go:  # whoever still waits for a child meets a dead one, and learns that we are closed
            self._idle.put(dead)
        self._threads.shutdown(wait=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _replace(self, old: Worker | None) -> Worker:
        with self._lock:
            if self._closed:
                raise PoolClosed
            if old is not None:
                self._children.discard(old)
                old.kill()
            fresh = Worker(self._limits)
            self._children.add(fresh)
            return fresh


_shared: dict[tuple[str, int, Limits], WorkerPool] = {}
_shared_lock = threading.Lock()


def shared_pool(purpose: str, workers: int, limits: Limits) -> WorkerPool:
    """The process-wide pool of this purpose and size, started at first use, so that children outlive a document.

    A `purpose` of its own keeps a reader who waits for a page image from queueing behind a thousand pages of OCR.
    """
    with _shared_lock:
        key = (purpose, workers, limits)
        if key not in _shared:
            _shared[key] = WorkerPool(workers, limits)
        return _shared[key]


@atexit.register
def close_shared_pools() -> None:
    """End all shared children; the next use starts new ones."""
    with _shared_lock:
        pools = list(_shared.values())
        _shared.clear()
    for pool in pools:
        pool.close()
