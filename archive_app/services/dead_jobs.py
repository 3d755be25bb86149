"""Jobs that gave up: what an outage killed gets another chance when it is over; the rest is told on the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, cast, literal, select

from archive_app.db.engine import reading
from archive_app.db.models import Document, Job, JobState
from archive_app.jobs import JobNotDeadError
from archive_app.jobs.queue import retry_dead
from archive_app.services.kinds import RECOGNISE
from archive_app.services.progress import UNFINISHED
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from storage.protocol import BlobStore

OUTAGES = ("storage_unavailable", "storage_full", "index_busy")
"""Error codes of jobs that would succeed by now, if what they need is there again."""


@dataclass(frozen=True, slots=True)
class DeadJobs:
    """`fail` marks a document (its number) as failed for a reason (a code)."""

    sessions: sessionmaker[Session]
    store: BlobStore
    fail: Callable[[int, str], None]
    clock: Callable[[], datetime]

    def look_after(self, job: JobContext) -> None:
        """Revive and tell; called by the clock."""
        for document_id, code in self._untold():
            job.log.warning("document given up", document_id=document_id, code=code)
            self.fail(document_id, code)
        if self._store_is_well():
            job.log.info("dead jobs looked after", revived=self._revive())

    def _untold(self) -> list[tuple[int, str]]:
        """Documents that look as if they were on their way, though their job is dead (a worker was killed over it)."""
        job_key = literal(f"{RECOGNISE}:") + cast(Document.id, String)
        query = (
            select(Document.id, Job.last_error_code)
            .join(Job, Job.unique_key == job_key)
            .where(Job.state == JobState.DEAD, Document.recognition.in_(UNFINISHED))
        )
        with reading(self.sessions) as session:
            return [(document_id, code or "failed") for document_id, code in session.execute(query)]

    def _store_is_well(self) -> bool:
        try:
            self.store.check()
        except StorageError:
            return False
        return True

    def _revive(self) -> int:
        died = select(Job.id).where(Job.state == JobState.DEAD, Job.last_error_code.in_(OUTAGES))
        with reading(self.sessions) as session:
            numbers = session.scalars(died).all()
        return sum(self._revived(number) for number in numbers)

    def _revived(self, number: int) -> bool:
        try:
            with self.sessions.begin() as session:
                retry_dead(session, number, now=self.clock())
        except JobNotDeadError:  # the same work is on its way already
            return False
        return True
