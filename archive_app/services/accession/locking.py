"""Locks on the bytes that the archive has taken over: the store itself refuses to remove them before their day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from archive_app.db.engine import reading
from archive_app.db.models import AccessionLine, AccessionState, Blob
from archive_app.services.accession.blobs import blobs_of
from archive_app.services.accession.rows import accession_row
from archive_app.services.life.judging import judge
from retention.verdict import Status
from storage.errors import BlobMissing, LocksUnsupported
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from retention.verdict import Verdict
    from storage.protocol import BlobStore

KEPT_FOR_EVER = 75
"""Years of a lock on what is never destroyed; a lock has to have an end."""
NOBODY_KNOWS = 1
"""Years of a lock where the term waits for an event: longer could outlast the term itself."""
HELD_DAYS = 31
"""Days of a lock on what a hold keeps back: when the hold ends, the lock shall not stand in the way for long."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Locking:
    """The handler of `accession_lock` jobs: `{"accession_id": N}`. Locking twice does no harm."""

    sessions: sessionmaker[Session]
    store: BlobStore
    today: Callable[[], datetime.date]

    def __call__(self, job: JobContext) -> None:
        """Lock each blob until its case file may be put forward; of shared ones the latest day counts."""
        accession_id = int(job.payload["accession_id"])
        ends = self._ends(accession_id)
        for done, (sha256, until) in enumerate(sorted(ends.items())):
            job.check()
            try:
                self.store.lock_until(BlobKey(sha256), until)
            except LocksUnsupported:
                job.log.info("the store keeps no locks", accession_id=accession_id)
                return
            except BlobMissing:
                job.log.exception("a blob of the archive is missing", sha256=sha256, accession_id=accession_id)
                continue
            self._note(sha256, until)
            job.progress(done + 1, len(ends), "blob")

    def _ends(self, accession_id: int) -> dict[str, datetime.datetime]:
        with reading(self.sessions) as session:
            if accession_row(session, accession_id).state is not AccessionState.ACCEPTED:
                return {}
            query = select(AccessionLine.case_file_id).where(AccessionLine.accession_id == accession_id)
            numbers = list(session.scalars(query.order_by(AccessionLine.case_file_id)))
            today, days = self.today(), {}
            for begin in range(0, len(numbers), AT_ONCE):
                for judged in judge(session, numbers[begin : begin + AT_ONCE], today):
                    days[judged.case_file_id] = lock_end(judged.verdict, today)
            found: dict[str, datetime.date] = {}
            for case_file_id, sha256 in blobs_of(session, accession_id):
                found[sha256] = max(found.get(sha256, today), days[case_file_id])
        moment = datetime.time(tzinfo=datetime.UTC)
        return {sha256: datetime.datetime.combine(day, moment) for sha256, day in found.items() if day > today}

    def _note(self, sha256: str, until: datetime.datetime) -> None:
        shorter = (Blob.locked_until.is_(None)) | (Blob.locked_until < until)
        with self.sessions.begin() as session:
            session.execute(update(Blob).where(Blob.sha256 == sha256, shorter).values(locked_until=until))


def lock_end(verdict: Verdict, today: datetime.date) -> datetime.date:
    """The day until which a case file with this verdict is locked."""
    if verdict.status is Status.HELD:
        return today + datetime.timedelta(days=HELD_DAYS)
    if verdict.date is not None:
        return verdict.date
    years = KEPT_FOR_EVER if verdict.status is Status.NEVER else NOBODY_KNOWS
    return datetime.date(today.year + years, 12, 31)
