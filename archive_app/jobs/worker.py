"""The worker: threads that claim jobs and run their handlers, until told to stop or until nothing is left to do."""

from __future__ import annotations

import os
import socket
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Condition, Event
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from archive_app.jobs import queue
from archive_app.jobs.attempt import Outcome, run_attempt
from archive_app.jobs.backoff import Backoff
from archive_app.jobs.context import JobContext
from archive_app.jobs.heartbeat import Heartbeat
from archive_app.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs.queue import ClaimedJob
    from archive_app.jobs.registry import JobRegistry


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """`lease` must outlive a few missed heartbeats; a killed worker's job is taken over when its lease has ended."""

    threads: int = 1
    lease: timedelta = timedelta(seconds=60)
    heartbeat: timedelta = timedelta(seconds=15)
    poll: timedelta = timedelta(seconds=1)
    """How long an idle thread sleeps; `Worker.wake` ends the sleep."""
    backoff: Backoff = field(default_factory=Backoff)

    def __post_init__(self) -> None:
        """Raise `ValueError` for settings that would lose every lease."""
        if self.threads < 1 or self.heartbeat * 2 > self.lease:
            raise ValueError("a worker needs a thread, and a lease of at least two heartbeats")


class Worker:
    """Runs jobs of the kinds in `registry`. Any number of workers may share a database, on any number of machines."""

    def __init__(
        self,
        session_factory: sessionmaker[Session],
        registry: JobRegistry,
        settings: WorkerSettings | None = None,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._session_factory = session_factory
        self._registry = registry
        self._settings = settings or WorkerSettings()
        self._now = now
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        """Of this very worker object: the owner of its leases."""
        self._turn = Condition()
        self._busy = 0
        self._outcomes: Counter[Outcome] = Counter()

    def run(self, *, until_idle: bool = False, stop: Event | None = None) -> Counter[Outcome]:
        """Work until `stop` is set, or with `until_idle` until no job is due; tell how many attempts ended how.

        Returns after the jobs at hand have ended or given themselves back (`JobContext.check`). A job that waits for
        its next attempt is not due: until idle does not mean until all is well.
        Raises what a thread could not go on after; with `until_idle` also `OperationalError` of the database,
        which a worker that runs for ever sits out.
        """
        stopping = stop or Event()
        beat = Heartbeat(
            self._session_factory, every=self._settings.heartbeat, lease_for=self._settings.lease, now=self._now
        )
        self._outcomes = Counter()
        with beat, ThreadPoolExecutor(self._settings.threads, thread_name_prefix="job") as threads:
            loops = [
                threads.submit(self._loop, beat, stopping, until_idle=until_idle) for _ in range(self._settings.threads)
            ]
        for loop in loops:
            loop.result()
        return self._outcomes

    def wake(self) -> None:
        """Let idle threads look for work now: for a quick stop."""
        with self._turn:
            self._turn.notify_all()

    def _loop(self, beat: Heartbeat, stopping: Event, *, until_idle: bool) -> None:
        try:
            while not stopping.is_set():
                worked = self._turn_of_work(beat, stopping, until_idle=until_idle)
                if not worked and until_idle and not self._busy:
                    break
                if not worked:
                    self._sleep()
        except BaseException:
            stopping.set()  # half a worker would look alive
            raise
        finally:
            self.wake()

    def _turn_of_work(self, beat: Heartbeat, stopping: Event, *, until_idle: bool) -> bool:
        """Do one job; False: there was none. Busy from before the claim on, so that others wait for what may follow."""
        with self._turn:
            self._busy += 1
        try:
            job = self._claim()
            if job is not None:
                self._attempt(job, beat, stopping)
        except OperationalError as error:
            if until_idle:
                raise
            log.warning("worker.database_unreachable", error=str(error))
            return False
        finally:
            with self._turn:
                self._busy -= 1
        return job is not None

    def _claim(self) -> ClaimedJob | None:
        now = self._now()
        with self._session_factory.begin() as session:
            released = queue.release_expired(session, now=now)
            job = queue.claim(
                session, owner=self.name, kinds=self._registry.kinds, now=now, lease_for=self._settings.lease
            )
        if released:
            log.warning("worker.leases_expired", jobs=released)
        return job

    def _attempt(self, job: ClaimedJob, beat: Heartbeat, stopping: Event) -> None:
        from structlog.contextvars import bound_contextvars  # whoever only asks for a job logs nothing

        lease = job.lease
        with bound_contextvars(
            job_id=lease.job_id, job_kind=job.kind, attempt=lease.attempt, correlation_id=job.correlation_id
        ):
            log.info("job.started")
            context = JobContext(job, session_factory=self._session_factory, now=self._now, stopping=stopping, log=log)
            beat.add(context)
            try:
                outcome = run_attempt(context, self._registry.handler(job.kind), self._settings.backoff)
            finally:
                beat.remove(context)
        with self._turn:
            self._outcomes[outcome] += 1
            self._turn.notify_all()  # its follow-up jobs may wait

    def _sleep(self) -> None:
        with self._turn:
            self._turn.wait(self._settings.poll.total_seconds())
