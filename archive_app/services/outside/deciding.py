"""The protocol by which results from elsewhere are counted or refused; it stands from then on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, OutsideState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.outside.applying import LONGEST, add_files
from archive_app.services.outside.errors import ProtocolIncomplete, ProtocolMissing, ProtocolTooEarly
from archive_app.services.outside.filed import file_application, file_protocol
from archive_app.services.outside.ground import changed_by, changing, result
from archive_app.services.people.ground import own_persons
from archive_app.services.portfolio.files import keeping
from archive_app.services.portfolio.papers import in_turn
from archive_app.services.requests.registering import require_past
from archive_app.services.rights.errors import NotToOneself
from archive_app.services.typed import lines, one_line

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.db.models import OutsideResult
    from archive_app.services.portfolio.files import Attachment, Stored
    from archive_app.services.portfolio.ground import Shelf

LONGEST_NUMBER = 100
DECIDED = (OutsideState.ACCEPTED, OutsideState.REFUSED)


@dataclass(frozen=True, slots=True)
class Protocol:
    """Its number and day, the commission; `decision`: what is counted with which mark, or why it is not."""

    accepted: bool
    number: str
    on: datetime.date
    commission: str
    decision: str

    def cleaned(self) -> Self:
        """The same in characters that can be stored. Raises TooLong, ProtocolIncomplete."""
        words = lines(self, LONGEST, "commission", "decision")
        words["number"] = one_line(self.number, "number", LONGEST_NUMBER)
        if not all(words.values()):
            raise ProtocolIncomplete
        return replace(self, **words)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Writes protocols down."""

    shelf: Shelf

    def decide(self, result_id: int, protocol: Protocol, actor: Actor, *, version: int) -> None:
        """Count the results, or refuse them, as the protocol says; the papers go into the student's case file.

        Raises:
            NotAllowed, NotFound; NotToOneself: the own application, or that of one's child.
            ProtocolIncomplete, DayToCome, ProtocolTooEarly, ResultDecided, ResultChanged.
            PortfolioPlaceMissing, CaseFileClosed, BusyFiling: the papers could not be filed, and it waits as it did.
        """
        require(actor, Act.PERSONS)
        said = protocol.cleaned()
        require_past(self.shelf.today(), said.on)
        in_turn(lambda: self._decide(result_id, said, actor, version))

    def attach(self, result_id: int, files: tuple[Attachment, ...], actor: Actor) -> None:
        """Put the protocol as a file beside what it decided: a document of the student's case file at once.

        Raises:
            NotAllowed, NotFound, NotToOneself; ProtocolMissing: nothing is decided yet, or it was taken back;
            PortfolioPlaceMissing, CaseFileClosed, BusyFiling; as `services.portfolio.files.keeping` for the files.
        """
        require(actor, Act.PERSONS)
        with reading(self.shelf.sessions) as session:  # before any byte is taken in
            self._decided(session, result_id, actor)

        def record(stored: tuple[Stored, ...]) -> None:
            with UnitOfWork(self.shelf.sessions) as uow:
                row = self._decided(uow.session, result_id, actor)
                hand = self.shelf.hand(uow, actor.login)
                filed = file_protocol(hand, row, add_files(self.shelf, uow, row, stored, actor))
                hand.trail.record("outside:protocol:file", row, person=row.person_id, **filed.told())
                uow.commit()

        in_turn(lambda: keeping(self.shelf.taking_in, files, record))

    def _decide(self, result_id: int, said: Protocol, actor: Actor, version: int) -> None:
        with changing(self.shelf, result_id, changed_by(self.shelf, actor), version) as (uow, row):
            _require_others(row, actor)
            if said.on < row.applied_on:
                raise ProtocolTooEarly(day=said.on, applied_on=row.applied_on)
            row.state = OutsideState.ACCEPTED if said.accepted else OutsideState.REFUSED
            row.protocol, row.protocol_on = said.number, said.on
            row.commission, row.decision = said.commission, said.decision
            row.decided_at, row.decided_by = self.shelf.clock(), actor.login
            hand = self.shelf.hand(uow, actor.login)
            filed = file_application(hand, row)
            told = {"person": row.person_id, "protocol": said.number, "on": said.on.isoformat()}
            told |= filed.told() if filed else {}
            if said.accepted:
                hand.trail.record("outside:result:accept", row, **told)
            else:
                hand.trail.record("outside:result:refuse", row, **told)
            uow.commit()

    def _decided(self, session: Session, result_id: int, actor: Actor) -> OutsideResult:
        row = result(session, result_id, changed_by(self.shelf, actor))
        _require_others(row, actor)
        if row.state not in DECIDED:
            raise ProtocolMissing(subject=row.subject)
        return row


def _require_others(row: OutsideResult, actor: Actor) -> None:
    if row.person_id in own_persons(actor):
        raise NotToOneself(actor.login, login=actor.login)
