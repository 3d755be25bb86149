"""The examination of the whole installation: asked for by a person, done by a worker, kept until the next one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Blob, Job, JobState, Setting
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import NewJob, enqueue
from archive_app.services.doctor import Check
from archive_app.services.kinds import EXAMINE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.doctor import Doctor

KEPT_AT = "examination"
PRIORITY = 5
"""Somebody looks at the page and waits."""
SYSTEM = ObjectRef("system", "-")


@dataclass(frozen=True, slots=True)
class Examination:
    """What the last one found. `missing` and `unknown`: rows without bytes, bytes without a row."""

    at: datetime
    ok: bool
    checks: tuple[Check, ...]
    blobs: int
    missing: int
    unknown: int
    programs: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An examination that waits or runs: `done` of `total` pieces of content, None where it has not begun."""

    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Examinations:
    """Asks for them, does them, shows the last."""

    sessions: sessionmaker[Session]
    doctor: Doctor
    clock: Callable[[], datetime]

    def ask(self, actor: Actor) -> None:
        """Promise one; where one waits or runs already, it serves. Raises NotAllowed."""
        require(actor, Act.OPERATE)
        with UnitOfWork(self.sessions) as uow:
            job = NewJob(kind=EXAMINE, priority=PRIORITY, max_attempts=1, unique_key=EXAMINE)
            enqueue(uow.session, job, now=self.clock())
            AuditTrail(uow, actor=actor.login, now=self.clock).record("system:examination:ask", SYSTEM)
            uow.commit()

    def __call__(self, job: JobContext) -> None:
        """Do it, as the worker asks."""
        with reading(self.sessions) as session:
            total = session.scalar(select(func.count()).select_from(Blob)) or 0
        job.progress(0, total, "blob")

        def tell(number: int) -> None:
            job.check()
            job.progress(number, total, "blob")

        found = self.doctor.diagnose(tell)
        kept = {
            "at": self.clock().isoformat(),
            "ok": found.ok,
            "checks": [asdict(check) for check in found.checks],
            "blobs": found.blobs.total,
            "missing": found.blobs.missing,
            "unknown": found.blobs.unknown,
            "programs": dict(found.programs),
        }
        with self.sessions.begin() as session:
            session.merge(Setting(key=KEPT_AT, value=json.dumps(kept, ensure_ascii=False), updated_at=self.clock()))

    def last(self) -> Examination | None:
        """The last one; None: there was none yet."""
        with reading(self.sessions) as session:
            row = session.get(Setting, KEPT_AT)
        if row is None:
            return None
        kept = json.loads(row.value)
        checks = tuple(Check(**check) for check in kept.pop("checks"))
        return Examination(at=datetime.fromisoformat(kept.pop("at")), checks=checks, **kept)

    def under_way(self) -> UnderWay | None:
        """The one that waits or runs; None: there is none."""
        pending = (JobState.WAITING, JobState.RUNNING)
        query = select(Job.progress_done, Job.progress_total).where(Job.unique_key == EXAMINE, Job.state.in_(pending))
        with reading(self.sessions) as session:
            row = session.execute(query).first()
        return UnderWay(*row) if row else None
