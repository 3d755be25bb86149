"""The queue: each function changes rows of `job` by a single statement in the caller's transaction.

A lease is fenced by its owner and attempt number: a worker that lost it can neither finish, fail nor extend the job.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import and_, case, delete, exists, literal, null, select, text, true, update
from sqlalchemy.orm import aliased

from archive_app.db.models import Job, JobState
from archive_app.db.models.job import PENDING
from archive_app.db.types import UtcDateTime
from archive_app.db.upsert import insert_into
from archive_app.jobs.errors import JobNotDeadError, LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Delete, Table, Update
    from sqlalchemy.engine import CursorResult
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.dml import ReturningInsert

    from archive_app.db.upsert import Upsert

DETAIL_LENGTH = 4000
"""Characters of an error's text that are kept."""

WORKER_LOST = "worker_lost"
"""Error code of a job whose worker fell silent (killed, out of memory, power cut)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job to be done. The smaller `priority` goes first; `run_after` None: at once; `payload` must be JSON."""

    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 100
    run_after: datetime | None = None
    max_attempts: int = 5
    unique_key: str | None = None
    correlation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a job, as long as `owner` and `attempt` are those of its row."""

    job_id: int
    owner: str
    attempt: int


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """What a worker needs to know of the job that it was given."""

    lease: Lease
    kind: str
    payload: dict[str, Any]
    max_attempts: int
    correlation_id: str | None


def enqueue(session: Session, job: NewJob, *, now: datetime) -> int:
    """Promise `job` in the caller's transaction and give its id.

    Where a job with the same `unique_key` waits already, that one's id is given; where it runs already, it will run
    once more, because it may have read what this transaction changes. On PostgreSQL the waiting one cannot be claimed
    before this transaction ends, for the same reason.
    """
    promise = _promise(session.get_bind().dialect.name, unique=job.unique_key is not None)
    number: int = session.execute(promise, _values(job, now)).scalar_one()
    return number


def enqueue_joined(
    session: Session,
    job: NewJob,
    join: Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]],
    *,
    now: datetime,
) -> int:
    """Promise `job`, or let the one of its `unique_key` that is not done do the work of both; its id.

    `join` makes one payload of the old and the new one. A dead one starts anew; one that runs does so once more.
    """
    not_done = select(Job.id, Job.payload, Job.state).where(
        Job.unique_key == job.unique_key, Job.state != JobState.DONE
    )
    there = session.execute(not_done.order_by(Job.id.desc()).limit(1).with_for_update()).one_or_none()
    if there is None:
        return enqueue(session, job, now=now)
    values: dict[str, Any] = {"payload": dict(join(there.payload, job.payload))}
    if there.state is JobState.RUNNING:
        values["rerun"] = True
    elif there.state is JobState.DEAD:
        values |= {"state": JobState.WAITING, "attempts": 0, "run_after": now, "finished_at": None}
    session.execute(update(Job).where(Job.id == there.id).values(**values), execution_options=_NO_SYNC)
    number: int = there.id
    return number


def enqueue_all(session: Session, jobs: Sequence[NewJob], *, now: datetime) -> None:
    """Promise several jobs in the caller's transaction, each as `enqueue` does, in one statement.

    Raises `ValueError` for a job without a `unique_key`.
    """
    if any(job.unique_key is None for job in jobs):
        raise ValueError("only jobs with a unique key are promised together")
    connection = session.connection()
    connection.execute(_promises(connection.dialect.name), [_values(job, now) for job in jobs])


def enqueue_tick(session: Session, job: NewJob, *, schedule: str, scheduled_for: datetime, now: datetime) -> int | None:
    """Promise the job of one tick of a schedule; None: this tick was promised before, by whichever scheduler."""
    values = _values(job, now) | {"schedule": schedule, "scheduled_for": scheduled_for}
    return session.execute(
        insert_into(Job, session.get_bind().dialect.name).values(values).on_conflict_do_nothing().returning(Job.id)
    ).scalar_one_or_none()


def claim(
    session: Session, *, owner: str, kinds: Collection[str], now: datetime, lease_for: timedelta
) -> ClaimedJob | None:
    """Lease the most urgent job of `kinds` that is due; None: there is none. Commit before working on it."""
    due = (
        select(Job.id)
        .where(Job.state == JobState.WAITING, Job.run_after <= now, Job.kind.in_(sorted(kinds)))
        .order_by(Job.priority, Job.run_after, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # SQLite has one writer at a time, and silently drops this
    )
    row = session.execute(
        update(Job)
        .where(Job.id == due.scalar_subquery())
        .values(
            state=JobState.RUNNING,
            attempts=Job.attempts + 1,
            rerun=False,
            lease_owner=owner,
            lease_until=now + lease_for,
        )
        .returning(Job.id, Job.attempts, Job.kind, Job.payload, Job.max_attempts, Job.correlation_id),
        execution_options=_NO_SYNC,
    ).one_or_none()
    if row is None:
        return None
    return ClaimedJob(Lease(row.id, owner, row.attempts), row.kind, row.payload, row.max_attempts, row.correlation_id)


def release_expired(session: Session, *, now: datetime) -> int:
    """Put jobs of silent workers back, or among the dead when their attempts are used up; tell how many."""
    expired = update(Job).where(Job.state == JobState.RUNNING, Job.lease_until < now)
    return _rowcount(session, expired.values(_after_failure(Job.attempts >= Job.max_attempts, WORKER_LOST, None, now)))


def extend(session: Session, lease: Lease, *, now: datetime, lease_for: timedelta) -> None:
    """Heartbeat. Raises `LeaseLostError`."""
    _change_leased(session, lease, lease_until=now + lease_for)


def report_progress(session: Session, lease: Lease, *, done: int, total: int | None, code: str | None) -> None:
    """Show `done` of `total` (None: not known) things of the kind `code`. Raises `LeaseLostError`."""
    _change_leased(session, lease, progress_done=done, progress_total=total, progress_code=code)


def complete(session: Session, lease: Lease, *, now: datetime) -> None:
    """Mark the job done; it may be in the very transaction that holds the job's result. Raises `LeaseLostError`."""
    again = Job.rerun
    _change_leased(
        session,
        lease,
        state=case((again, JobState.WAITING.value), else_=JobState.DONE.value),
        attempts=case((again, 0), else_=Job.attempts),
        run_after=case((again, _instant(now)), else_=Job.run_after),
        finished_at=case((again, null()), else_=_instant(now)),
        last_error_code=None,
        last_error_detail=None,
        **_NO_LEASE,
    )


def fail(
    session: Session, lease: Lease, *, code: str, detail: str, retry_at: datetime | None, now: datetime
) -> JobState:
    """Record a failed attempt: another at `retry_at`, or dead where that is None or the attempts are used up.

    Gives the new state. Raises `LeaseLostError`.
    """
    spent = true() if retry_at is None else Job.attempts >= Job.max_attempts
    shown = detail.replace("\0", "").encode("utf-8", "replace").decode()[:DETAIL_LENGTH]  # a lone surrogate binds not
    return _change_leased(session, lease, **(_after_failure(spent, code, shown, now) | {"run_after": retry_at or now}))


def give_back(session: Session, lease: Lease, *, run_after: datetime) -> None:
    """Return an unfinished job at a safe point; the attempt does not count. Raises `LeaseLostError`."""
    _change_leased(session, lease, state=JobState.WAITING, attempts=Job.attempts - 1, run_after=run_after, **_NO_LEASE)


def retry_dead(session: Session, job_id: int, *, now: datetime) -> None:
    """Let a dead job start anew, with all its attempts.

    Raises `JobNotDeadError`, also where another job with the same unique key waits or runs and does its work.
    """
    other = aliased(Job)
    twin = exists().where(other.unique_key == Job.unique_key, other.state.in_([JobState.WAITING, JobState.RUNNING]))
    again = update(Job).where(Job.id == job_id, Job.state == JobState.DEAD, ~twin)
    if not _rowcount(session, again.values(state=JobState.WAITING, attempts=0, run_after=now, finished_at=None)):
        raise JobNotDeadError(f"job {job_id} is not dead, or its like is on the way", job_id=job_id)


def forget_done(session: Session, *, finished_before: datetime) -> int:
    """Remove the rows of jobs that were done before `finished_before`; dead ones stay for a person. Tell how many."""
    return _rowcount(session, delete(Job).where(Job.state == JobState.DONE, Job.finished_at < finished_before))


_NO_LEASE: dict[str, Any] = {"lease_owner": None, "lease_until": None, "rerun": False}


def _values(job: NewJob, now: datetime) -> dict[str, Any]:
    return {
        "kind": job.kind,
        "payload": dict(job.payload),
        "priority": job.priority,
        "run_after": job.run_after or now,
        "max_attempts": job.max_attempts,
        "unique_key": job.unique_key,
        "correlation_id": job.correlation_id,
        "created_at": now,
    }


def _after_failure(spent: ColumnElement[bool], code: str, detail: str | None, now: datetime) -> dict[str, Any]:
    """Give the columns of a job whose attempt failed. What was asked for again meanwhile starts anew, never dies."""
    dead = and_(spent, ~Job.rerun)
    return {
        "state": case((dead, JobState.DEAD.value), else_=JobState.WAITING.value),
        "attempts": case((Job.rerun, 0), else_=Job.attempts),
        "finished_at": case((dead, _instant(now)), else_=null()),
        "run_after": now,
        "last_error_code": code,
        "last_error_detail": detail,
        **_NO_LEASE,
    }


def _change_leased(session: Session, lease: Lease, **values: Any) -> JobState:
    query = (
        update(Job)
        .where(
            Job.id == lease.job_id,
            Job.state == JobState.RUNNING,
            Job.lease_owner == lease.owner,
            Job.attempts == lease.attempt,
        )
        .values(**values)
        .returning(Job.state)
    )
    state = session.execute(query, execution_options=_NO_SYNC).scalar_one_or_none()
    if state is None:
        raise LeaseLostError(f"job {lease.job_id} is no longer leased to {lease.owner}", job_id=lease.job_id)
    return state


_NO_SYNC = {"synchronize_session": False}
"""Sessions of the queue hold no Job objects that would have to follow."""


def _rowcount(session: Session, statement: Update | Delete) -> int:
    return cast("CursorResult[Any]", session.execute(statement, execution_options=_NO_SYNC)).rowcount


@cache
def _promise(dialect: str, *, unique: bool) -> ReturningInsert[int]:
    """The statement of `enqueue`, made once: making it costs more than running it."""
    if unique:
        return _promises(dialect).returning(Job.id)
    table = cast("Table", Job.__table__)
    insert: ReturningInsert[int] = insert_into(table, dialect).returning(Job.id)
    return insert


@cache
def _promises(dialect: str) -> Upsert:
    """The statement of `enqueue_all`, made once likewise: every filing runs it."""
    table = cast("Table", Job.__table__)
    return insert_into(table, dialect).on_conflict_do_update(
        index_elements=[Job.unique_key],
        index_where=text(PENDING),
        set_={"rerun": Job.state == JobState.RUNNING},
    )


def _instant(now: datetime) -> ColumnElement[datetime]:
    return literal(now, UtcDateTime())
