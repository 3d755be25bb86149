"""Taking over: the archive signs, after every check was made again inside the transaction; custody goes over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import (
    Accession,
    AccessionLine,
    AccessionState,
    Act,
    CaseFile,
    CaseFileState,
    CaseStep,
    Custody,
    StepKind,
)
from archive_app.db.queries.volumes import units_of
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.jobs import enqueue
from archive_app.services.accession.blobs import blobs_of, sum_of
from archive_app.services.accession.checks import refusals
from archive_app.services.accession.errors import (
    AccessionBroken,
    AccessionNotChecked,
    AccessionOutdated,
    OwnAccession,
)
from archive_app.services.accession.places import Place, put
from archive_app.services.accession.rows import unsettled_row
from archive_app.services.case_refusals import refuse
from archive_app.services.kinds import lock_blobs_job

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session, sessionmaker

CHECK_HOLDS = timedelta(days=7)
"""Bytes that were read longer ago are read once more: the archive answers for them from the signature on."""


@dataclass(frozen=True, slots=True)
class TakingOver:
    """Accepts acts."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def accept(
        self, accession_id: int, actor: Actor, *, place: Place | None = None, places: Mapping[int, Place] | None = None
    ) -> int:
        """Sign for the archive; how many case files came over. `places` (by case file) win over `place`.

        Raises:
            NotAllowed, NotFound, AccessionSettled, TooLong.
            OwnAccession: who hands over does not take over.
            AccessionNotChecked, AccessionBroken, AccessionOutdated: the bytes are not known to be whole now.
            CaseFilesRefused: case files have changed since the act was drawn up.
        """
        require(actor, Act.ARCHIVE)
        usual = (place or Place()).cleaned()
        own = {number: each.cleaned() for number, each in (places or {}).items()}
        with UnitOfWork(self.sessions) as uow:
            accession = unsettled_row(uow.session, accession_id)
            if actor.login == accession.created_by:
                raise OwnAccession(accession=accession_id, login=actor.login)
            self._require_whole(uow.session, accession)
            here = select(AccessionLine.case_file_id).where(AccessionLine.accession_id == accession_id)
            numbers = list(uow.session.scalars(here.order_by(AccessionLine.position)))
            _hold_still(uow.session, numbers)
            refuse(refusals(uow.session, numbers, units_of(uow.session, numbers), act=accession_id))
            accession.state = AccessionState.ACCEPTED
            accession.accepted_at, accession.accepted_by = self.clock(), actor.login
            for case_file in uow.session.scalars(select(CaseFile).where(CaseFile.id.in_(numbers))):
                self._come_over(uow.session, case_file, accession, own.get(case_file.id, usual))
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "accession:act:accept", accession, case_files=numbers, handed_over_by=accession.created_by
            )
            enqueue(uow.session, lock_blobs_job(accession_id), now=self.clock())
            uow.commit()
            return len(numbers)

    def _require_whole(self, session: Session, accession: Accession) -> None:
        if accession.state is AccessionState.CHECKING or accession.checked_at is None:
            raise AccessionNotChecked(accession=accession.id)
        if accession.state is AccessionState.BROKEN:
            raise AccessionBroken(accession=accession.id, count=len(accession.broken or ()))
        now = sum_of(blob.sha256 for blob in blobs_of(session, accession.id))
        if now != accession.checked_sum or self.clock() - accession.checked_at > CHECK_HOLDS:
            raise AccessionOutdated(accession=accession.id)

    def _come_over(self, session: Session, case_file: CaseFile, accession: Accession, place: Place) -> None:
        login, now = str(accession.accepted_by), self.clock()
        case_file.state, case_file.custody = CaseFileState.ARCHIVED, Custody.ARCHIVE
        session.add(
            CaseStep(
                case_file_id=case_file.id,
                kind=StepKind.TRANSFERRED,
                day=self.today(),
                reason=translate("Transfer act {number}", number=accession.id),
                at=now,
                by=login,
            )
        )
        if place:
            put(session, case_file.id, place, login, now)


def _hold_still(session: Session, case_files: Sequence[int]) -> None:
    """Nobody lends one of them until it has come over: a loan locks its case file first, too."""
    session.execute(select(CaseFile.id).where(CaseFile.id.in_(case_files)).order_by(CaseFile.id).with_for_update())
