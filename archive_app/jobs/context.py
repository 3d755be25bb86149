"""What a handler is given: its job, its clock, and the ways to tell how it goes."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

from archive_app.jobs import queue
from archive_app.jobs.errors import JobInterruptedError, LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker
    from structlog.typing import FilteringBoundLogger

    from archive_app.jobs.queue import ClaimedJob


class JobContext:
    """One attempt at one job. Call `check` at each point where it is safe to leave (between two pages)."""

    def __init__(
        self,
        job: ClaimedJob,
        *,
        session_factory: sessionmaker[Session],
        now: Callable[[], datetime],
        stopping: Event,
        log: FilteringBoundLogger,
    ) -> None:
        self.lease = job.lease
        self.kind = job.kind
        self.payload: dict[str, Any] = job.payload
        self.max_attempts = job.max_attempts
        self.correlation_id = job.correlation_id
        self.session_factory = session_factory
        self.now = now
        self.log = log
        self.lost = Event()
        """Set when another worker may have the job: nothing more may be written."""
        self._stopping = stopping

    @property
    def job_id(self) -> int:
        """The id of the job's row."""
        return self.lease.job_id

    @property
    def attempt(self) -> int:
        """This attempt, from 1."""
        return self.lease.attempt

    @property
    def last_attempt(self) -> bool:
        """Whether the job is dead if this attempt fails: the time to mark its object as failed."""
        return self.attempt >= self.max_attempts

    def check(self) -> None:
        """Raise `LeaseLostError` or `JobInterruptedError` where the handler should leave now; it lets them pass."""
        if self.lost.is_set():
            raise LeaseLostError(job_id=self.job_id)
        if self._stopping.is_set():
            raise JobInterruptedError(job_id=self.job_id)

    def progress(self, done: int, total: int | None = None, code: str | None = None) -> None:
        """Show how far the job is (page 3 of 40), in a transaction of its own. Raises `LeaseLostError`."""
        with self.session_factory.begin() as session:
            queue.report_progress(session, self.lease, done=done, total=total, code=code)
