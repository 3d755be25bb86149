"""Job: work that was promised in the transaction that needs it, and is done later by a worker."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.types import Json, text_enum

PENDING = "state IN ('waiting', 'running')"
"""The rows among which a unique key is unique."""
LEASED = "lease_until IS NOT NULL"


class JobState(StrEnum):
    """A job waits (also between attempts), runs under a lease, is done, or is dead until a person retries it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """A row of the queue; changed only by `archive_app.jobs.queue`."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_claim", "state", "priority", "run_after", "id"),
        Index("ix_job_state", "state", "id"),
        partial_index("ix_job_lease", "state", "lease_until", where=LEASED),
        partial_index(
            "uq_job_pending",
            "unique_key",
            unique=True,
            where=PENDING,
        ),
        UniqueConstraint("schedule", "scheduled_for"),
        CheckConstraint("attempts >= 0 AND max_attempts >= 1", "attempts"),
        CheckConstraint("(state = 'running') = (lease_owner IS NOT NULL)", "lease"),
        {"sqlite_autoincrement": True},  # a job id in a log means one job for ever
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[JobState] = mapped_column(text_enum(JobState, "state"), default=JobState.WAITING)
    priority: Mapped[int] = mapped_column(default=100)
    """The smaller goes first."""
    run_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    """Leases given so far, the present one included; a voluntary release does not count."""
    max_attempts: Mapped[int] = mapped_column(default=5)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    progress_done: Mapped[int | None]
    progress_total: Mapped[int | None]
    progress_code: Mapped[str | None] = mapped_column(String(64))
    """What is being counted, as a stable code (`page`); the entry points put it in words."""
    last_error_code: Mapped[str | None] = mapped_column(String(100))
    last_error_detail: Mapped[str | None]
    unique_key: Mapped[str | None] = mapped_column(String(200))
    """At most one waiting or running job has it."""
    rerun: Mapped[bool] = mapped_column(default=False)
    """It was asked for again while it was running, so what it has read may be old: when done, it waits once more."""
    schedule: Mapped[str | None] = mapped_column(String(64))
    scheduled_for: Mapped[datetime | None]
    """With `schedule`: one job for each tick of each schedule, for ever, however many schedulers run."""
    correlation_id: Mapped[str | None] = mapped_column(String(64))
    """The request or command that caused the job; bound to its log lines."""
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
