"""Backups, drills and checks of the stored bytes that a person asks for; a worker does them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Job, JobState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import enqueue
from archive_app.services.backup.errors import BackupNotSetUp, DrillKeyNotSet
from archive_app.services.kinds import BACKUP, DRILL, FIXITY_FULL, FIXITY_SAMPLE, backup_job, fixity_job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.auth.actor import Actor
    from archive_app.jobs import NewJob
    from archive_app.services.backup.ground import Ground

PENDING = (JobState.WAITING, JobState.RUNNING)


class Task(StrEnum):
    """What can be asked for: kinds of jobs."""

    BACKUP = BACKUP
    DRILL = DRILL
    FIXITY_SAMPLE = FIXITY_SAMPLE
    FIXITY_FULL = FIXITY_FULL


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A task that waits or runs: `done` of `total` pieces of content, None where that is not known (yet)."""

    task: Task
    running: bool
    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Asking:
    """The use case. `key_for_drills`: whether the server may read a private key for drills."""

    ground: Ground
    key_for_drills: bool

    def ask(self, actor: Actor, task: Task, *, confidence: float | None = None, share: float | None = None) -> None:
        """Promise it; where the same waits or runs already, that serves. A drill of another certainty is another one.

        `confidence` and `share` (percent, see `Certainty`) are a drill's; None: as the settings say.

        Raises NotAllowed, BackupNotSetUp, DrillKeyNotSet.
        """
        require(actor, Act.OPERATE)
        self._require_possible(task)
        clock = self.ground.clock
        with UnitOfWork(self.ground.sessions) as uow:
            certainty = {"confidence": confidence, "share": share} if task is Task.DRILL else {}
            pending = uow.session.scalars(select(Job.payload).where(Job.kind == task.value, Job.state.in_(PENDING)))
            if any(all(one.get(name) == value for name, value in certainty.items()) for one in pending):
                return
            enqueue(uow.session, _job(task, actor.login, certainty), now=clock())
            AuditTrail(uow, actor=actor.login, now=clock).record(
                "backup:task:ask", ObjectRef("backup", "-"), task=task.value
            )
            uow.commit()

    def under_way(self) -> list[UnderWay]:
        """Those that wait or run: one statement."""
        query = (
            select(Job.kind, Job.state, Job.progress_done, Job.progress_total)
            .where(Job.kind.in_([task.value for task in Task]), Job.state.in_(PENDING))
            .order_by(Job.id)
        )
        with reading(self.ground.sessions) as session:
            return [
                UnderWay(Task(kind), state is JobState.RUNNING, done, total)
                for kind, state, done, total in session.execute(query)
            ]

    def _require_possible(self, task: Task) -> None:
        if task in (Task.BACKUP, Task.DRILL) and not self.ground.places:
            raise BackupNotSetUp
        if task is Task.DRILL and not self.key_for_drills:
            raise DrillKeyNotSet


def _job(task: Task, login: str, certainty: Mapping[str, float | None]) -> NewJob:
    if task in (Task.FIXITY_SAMPLE, Task.FIXITY_FULL):
        return fixity_job(full=task is Task.FIXITY_FULL, by=login)
    return backup_job(task.value, by=login, certainty=certainty)
