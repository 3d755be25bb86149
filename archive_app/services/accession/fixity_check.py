"""Fixity at the handover: every blob of an act is read again and its checksum compared; the act tells the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.engine import reading
from archive_app.db.models import AccessionState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.accession.blobs import blobs_of, sum_of
from archive_app.services.accession.rows import accession_row
from storage.errors import StorageUnavailable
from storage.fixity import FixityOutcome, verify
from storage.keys import BlobKey

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from storage.protocol import BlobStore

TOLD_EVERY = 10
"""Blobs between two words about the progress."""


@dataclass(frozen=True, slots=True)
class FixityCheck:
    """The handler of `accession_check` jobs: `{"accession_id": N}`. After a crash it begins anew."""

    sessions: sessionmaker[Session]
    store: BlobStore
    clock: Callable[[], datetime.datetime]

    def __call__(self, job: JobContext) -> None:
        """Read, compare, write down. Raises StorageUnavailable where the store is silent: the job comes again."""
        accession_id = int(job.payload["accession_id"])
        with reading(self.sessions) as session:
            if accession_row(session, accession_id).state is not AccessionState.CHECKING:
                return
            blobs = blobs_of(session, accession_id)
        broken = self._broken(blobs, job)
        with UnitOfWork(self.sessions) as uow:
            accession = accession_row(uow.session, accession_id, change=True)
            if accession.state is not AccessionState.CHECKING:
                return
            addresses = {blob.sha256 for blob in blobs}
            accession.state = AccessionState.BROKEN if broken else AccessionState.READY
            accession.checked_at, accession.blobs_checked = self.clock(), len(addresses)
            accession.checked_sum, accession.broken = sum_of(addresses), broken or None
            AuditTrail(uow, actor=MACHINE, now=self.clock).record(
                "accession:blobs:verify", accession, blobs=len(addresses), broken=len(broken)
            )
            uow.commit()

    def _broken(self, blobs: Sequence[Row[int, str]], job: JobContext) -> list[list[object]]:
        """`[case_file_id, sha256, outcome]` of each that is not whole."""
        found: list[list[object]] = []
        total = len({blob.sha256 for blob in blobs})
        for done, (sha256, holders) in enumerate(groupby(blobs, key=lambda blob: blob.sha256)):
            job.check()
            if done % TOLD_EVERY == 0:
                job.progress(done, total, "blob")
            report = verify(self.store, BlobKey(sha256))
            if report.outcome is FixityOutcome.NOT_CHECKED:
                raise StorageUnavailable(reason=report.reason)
            if report.outcome is not FixityOutcome.INTACT:
                found += [[holder.case_file_id, sha256, report.outcome.value] for holder in holders]
        job.progress(total, total, "blob")
        return found
