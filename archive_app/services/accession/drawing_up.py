"""Drawing up a transfer act: the list is checked at once, the bytes by a job; until acceptance it may be withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require_one
from archive_app.db.models import Accession, AccessionLine, AccessionState
from archive_app.db.queries.volumes import units_of
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import enqueue
from archive_app.services.accession.checks import refusals
from archive_app.services.accession.errors import NothingHandedOver
from archive_app.services.accession.rows import line, unsettled_row
from archive_app.services.case_refusals import refuse
from archive_app.services.kinds import check_accession_job
from archive_app.services.life.judging import KEEPERS
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import ReasonMissing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class DrawingUp:
    """Makes acts; whoever does hands the case files over with this signature."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def create(self, case_files: Sequence[int], actor: Actor, *, ground: str) -> int:
        """An act over closed case files; its number. A job reads their bytes, then the archive may accept.

        Raises:
            NotAllowed, NothingHandedOver, ReasonMissing: no ground.
            CaseFilesRefused: with every reason of each case file; nothing was made.
        """
        require_one(actor, KEEPERS)
        wanted, why = tuple(dict.fromkeys(case_files)), clean_text(ground).strip()
        if not wanted:
            raise NothingHandedOver
        if not why:
            raise ReasonMissing
        with UnitOfWork(self.sessions) as uow:
            units = units_of(uow.session, wanted)
            refuse(refusals(uow.session, wanted, units))
            accession = Accession(ground=why, created_at=self.clock(), created_by=actor.login)
            uow.session.add(accession)
            uow.session.flush()
            number = accession.id
            ordered = sorted(wanted, key=lambda each: (units[each][0].index, each))
            uow.session.add_all(line(number, at, units[each]) for at, each in enumerate(ordered, 1))
            self._trail(uow, actor).record("accession:act:create", accession, case_files=list(ordered), ground=why)
            enqueue(uow.session, check_accession_job(number), now=self.clock())
            uow.commit()
            return number

    def check_again(self, accession_id: int, actor: Actor) -> None:
        """Read the bytes once more. Raises NotAllowed, NotFound, AccessionSettled."""
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            accession = unsettled_row(uow.session, accession_id)
            accession.state = AccessionState.CHECKING
            accession.checked_at = accession.blobs_checked = accession.checked_sum = accession.broken = None
            self._trail(uow, actor).record("accession:act:check", accession)
            enqueue(uow.session, check_accession_job(accession_id), now=self.clock())
            uow.commit()

    def withdraw(self, accession_id: int, actor: Actor, *, reason: str) -> None:
        """Take an act back that nobody has accepted. Raises NotAllowed, NotFound, ReasonMissing, AccessionSettled."""
        require_one(actor, KEEPERS)
        why = clean_text(reason).strip()
        if not why:
            raise ReasonMissing
        with UnitOfWork(self.sessions) as uow:
            accession = unsettled_row(uow.session, accession_id)
            accession.state, accession.withdrawn_why = AccessionState.WITHDRAWN, why
            here = AccessionLine.accession_id == accession_id
            uow.session.execute(update(AccessionLine).where(here).values(withdrawn=True))
            self._trail(uow, actor).record("accession:act:withdraw", accession, reason=why)
            uow.commit()

    def _trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        return AuditTrail(uow, actor=actor.login, now=self.clock)
