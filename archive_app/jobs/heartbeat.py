"""Keeps the leases of running jobs alive, and tells their handlers when one is lost."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import OperationalError

from archive_app.jobs import queue
from archive_app.jobs.errors import LeaseLostError
from archive_app.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta
    from types import TracebackType

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs.context import JobContext


class Heartbeat:
    """A thread that extends the lease of each job entered with `add`, every `every`, until `remove`."""

    def __init__(
        self,
        session_factory: sessionmaker[Session],
        *,
        every: timedelta,
        lease_for: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self._session_factory = session_factory
        self._every = every
        self._lease_for = lease_for
        self._now = now
        self._running: dict[int, JobContext] = {}
        self._lock = Lock()
        self._stop = Event()
        self._thread = Thread(target=self._loop, name="job-heartbeat", daemon=True)

    def add(self, context: JobContext) -> None:
        """Begin to keep the lease of `context`."""
        with self._lock:
            self._running[context.job_id] = context

    def remove(self, context: JobContext) -> None:
        """Leave the lease of `context` alone from now on."""
        with self._lock:
            self._running.pop(context.job_id, None)

    def beat(self) -> None:
        """Extend all leases once, each in a transaction of its own."""
        with self._lock:
            contexts = list(self._running.values())
        for context in contexts:
            try:
                with self._session_factory.begin() as session:
                    queue.extend(session, context.lease, now=self._now(), lease_for=self._lease_for)
            except LeaseLostError:
                context.lost.set()
            except OperationalError as error:  # the next beat tries again; if all fail, the lease ends by itself
                context.log.warning("job.heartbeat_failed", error=str(error))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _loop(self) -> None:
        while not self._stop.wait(self._every.total_seconds()):
            try:
                self.beat()
            except Exception:
                log.exception("job.heartbeat_failed")
