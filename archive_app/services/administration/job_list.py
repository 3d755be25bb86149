"""The work of the archive as its keeper sees it: what waits, what runs and how far it is, what failed and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Job, JobState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import JobNotDeadError
from archive_app.jobs.queue import retry_dead

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

BATCH = 200
"""Jobs that start anew in one transaction."""
MOST_REASONS = 30


@dataclass(frozen=True, slots=True)
class JobFilter:
    """What the list is narrowed to; None: not narrowed."""

    state: JobState | None = None
    kind: str | None = None
    reason: str | None = None
    """An error code: of dead work why it died, of waiting work why the last attempt failed."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job; `document_id` is None for work that is not about one document. `done` of `total` things `unit`."""

    job_id: int
    kind: str
    state: str
    document_id: int | None
    attempts: int
    max_attempts: int
    done: int | None
    total: int | None
    unit: str | None
    code: str | None
    detail: str | None
    created_at: datetime.datetime
    run_after: datetime.datetime
    finished_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class JobPage:
    """A page of the list; `before` begins the next one, None: this is the last."""

    rows: tuple[JobRow, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class DeadReason:
    """Why jobs died, and how many of them."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class JobKeeping:
    """Shows jobs and lets dead ones start anew; each raises NotAllowed."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def listed(
        self, actor: Actor, narrowed: JobFilter | None = None, *, before: int | None = None, limit: int = 50
    ) -> JobPage:
        """Up to `limit` jobs, the newest first: one statement."""
        require(actor, Act.OPERATE)
        query = select(Job).order_by(Job.id.desc()).limit(limit + 1)
        query = query.where(*_conditions(narrowed or JobFilter()))
        if before is not None:
            query = query.where(Job.id < before)
        with reading(self.sessions) as session:
            rows = tuple(map(_row, session.scalars(query)))
        return JobPage(rows[:limit], rows[limit - 1].job_id if len(rows) > limit else None)

    def reasons(self, actor: Actor) -> tuple[DeadReason, ...]:
        """Why jobs died, the commonest first: one statement."""
        require(actor, Act.OPERATE)
        number = func.count()
        query = select(Job.last_error_code, number).where(Job.state == JobState.DEAD).group_by(Job.last_error_code)
        query = query.order_by(number.desc(), Job.last_error_code).limit(MOST_REASONS)
        with reading(self.sessions) as session:
            return tuple(DeadReason(code or "failed", count) for code, count in session.execute(query))

    def retry(self, numbers: Sequence[int], actor: Actor) -> int:
        """Let these jobs start anew with all their attempts; tells how many were dead."""
        require(actor, Act.OPERATE)
        return sum(self._retried(numbers[start : start + BATCH], actor) for start in range(0, len(numbers), BATCH))

    def retry_all(self, reason: str | None, actor: Actor) -> int:
        """The same for all that died of `reason` (an error code); None: for all that died."""
        require(actor, Act.OPERATE)
        query = select(Job.id).where(*_conditions(JobFilter(JobState.DEAD, reason=reason))).order_by(Job.id)
        with reading(self.sessions) as session:
            numbers = session.scalars(query).all()
        return self.retry(numbers, actor)

    def _retried(self, numbers: Sequence[int], actor: Actor) -> int:
        with UnitOfWork(self.sessions) as uow:
            found = uow.session.scalars(select(Job).where(Job.id.in_(numbers)).order_by(Job.id)).all()
            started = [job for job in found if self._started(uow, job)]
            trail = AuditTrail(uow, actor=actor.login, now=self.clock)
            for job in started:
                trail.record("job:record:retry", job, kind=job.kind, document=job.payload.get("document_id"))
            uow.commit()
        return len(started)

    def _started(self, uow: UnitOfWork, job: Job) -> bool:
        try:
            retry_dead(uow.session, job.id, now=self.clock())
        except JobNotDeadError:  # the same work is on its way already
            return False
        return True


def _conditions(to: JobFilter) -> Iterable[ColumnElement[bool]]:
    if to.state is not None:
        yield Job.state == to.state
    if to.kind is not None:
        yield Job.kind == to.kind
    if to.reason is not None:
        yield Job.last_error_code == to.reason


def _row(job: Job) -> JobRow:
    return JobRow(
        job_id=job.id,
        kind=job.kind,
        state=job.state.value,
        document_id=job.payload.get("document_id"),
        attempts=job.attempts,
        max_attempts=job.max_attempts,
        done=job.progress_done,
        total=job.progress_total,
        unit=job.progress_code,
        code=job.last_error_code,
        detail=job.last_error_detail,
        created_at=job.created_at,
        run_after=job.run_after,
        finished_at=job.finished_at,
    )
