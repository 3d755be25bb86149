"""Locks that would end before their case file may go are lengthened: no day is known, a hold lasts, a day moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from archive_app.db.engine import reading
from archive_app.db.models import (
    Accession,
    AccessionLine,
    AccessionState,
    Blob,
    CaseFile,
    CaseFileState,
    CaseProspect,
    Document,
    DocumentState,
    Volume,
)
from archive_app.jobs import enqueue_all
from archive_app.services.kinds import lock_blobs_job
from retention.verdict import Status

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext

AHEAD = timedelta(days=14)
"""So long before its end a lock is lengthened: a scheduler that stands still for a week loses none."""
WITHOUT_DAY = (Status.NO_DATE.value, Status.HELD.value, Status.NEVER.value)


@dataclass(frozen=True, slots=True)
class LockRenewal:
    """The daily handler of `accession_renew_locks` jobs: for each act with such a lock, its locking is done again."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def __call__(self, job: JobContext) -> None:
        """By what the daily run (`life.prospects`) has found; locking twice does no harm."""
        acts = self.due()
        if acts:
            with self.sessions.begin() as session:
                enqueue_all(session, [lock_blobs_job(act) for act in acts], now=self.clock())
        job.log.info("locks looked through", acts=len(acts))

    def due(self) -> Sequence[int]:
        """The transfer acts some of whose locks end too early: one statement."""
        soon = self.clock() + AHEAD
        too_early = or_(
            and_(CaseProspect.status.in_(WITHOUT_DAY), Blob.locked_until < soon),
            and_(
                CaseProspect.status == Status.NOT_BEFORE.value, func.date(Blob.locked_until) < CaseProspect.eligible_on
            ),
        )
        query = (
            select(AccessionLine.accession_id)
            .join(Accession, Accession.id == AccessionLine.accession_id)
            .join(CaseFile, CaseFile.id == AccessionLine.case_file_id)
            .join(CaseProspect, CaseProspect.case_file_id == CaseFile.id)
            .join(Volume, Volume.case_file_id == CaseFile.id)
            .join(Document, (Document.volume_id == Volume.id) & (Document.state == DocumentState.ACTIVE))
            .join(Blob, Blob.sha256 == Document.original_sha256)
            .where(Accession.state == AccessionState.ACCEPTED, CaseFile.state == CaseFileState.ARCHIVED, too_early)
        )
        with reading(self.sessions) as session:
            return session.scalars(query.distinct().order_by(AccessionLine.accession_id)).all()
