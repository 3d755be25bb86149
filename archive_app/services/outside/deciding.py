"""The protocol by which results from elsewhere are counted or refused; it stands from then on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, OutsideState
from archive_app.services.names import clean_text
from archive_app.services.outside.applying import LONGEST
from archive_app.services.outside.errors import ProtocolIncomplete, ProtocolTooEarly
from archive_app.services.outside.ground import changed_by, changing
from archive_app.services.people.ground import own_persons
from archive_app.services.requests.registering import require_past
from archive_app.services.rights.errors import NotToOneself

if TYPE_CHECKING:
    import datetime

    from archive_app.services.portfolio.ground import Shelf

LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Protocol:
    """Its number and day, the commission; `decision`: what is counted with which mark, or why it is not."""

    accepted: bool
    number: str
    on: datetime.date
    commission: str
    decision: str

    def cleaned(self) -> Self:
        """The same in characters that can be stored. Raises ProtocolIncomplete."""
        words: dict[str, Any] = {
            name: clean_text(getattr(self, name)).strip()[:LONGEST] for name in ("number", "commission", "decision")
        }
        if not all(words.values()) or len(words["number"]) > LONGEST_NUMBER:
            raise ProtocolIncomplete
        return replace(self, **words)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Writes protocols down."""

    shelf: Shelf

    def decide(self, result_id: int, protocol: Protocol, actor: Actor, *, version: int) -> None:
        """Count the results, or refuse them, as the protocol says.

        Raises:
            NotAllowed, NotFound; NotToOneself: the own application, or that of one's child.
            ProtocolIncomplete, DayToCome, ProtocolTooEarly, ResultDecided, ResultChanged.
        """
        require(actor, Act.PERSONS)
        said = protocol.cleaned()
        require_past(self.shelf.today(), said.on)
        with changing(self.shelf, result_id, changed_by(self.shelf, actor), version) as (uow, row):
            if row.person_id in own_persons(actor):
                raise NotToOneself(actor.login, login=actor.login)
            if said.on < row.applied_on:
                raise ProtocolTooEarly(day=said.on, applied_on=row.applied_on)
            row.state = OutsideState.ACCEPTED if said.accepted else OutsideState.REFUSED
            row.protocol, row.protocol_on = said.number, said.on
            row.commission, row.decision = said.commission, said.decision
            row.decided_at, row.decided_by = self.shelf.clock(), actor.login
            told = {"person": row.person_id, "protocol": said.number, "on": said.on.isoformat()}
            trail = self.shelf.trail(uow, actor)
            if said.accepted:
                trail.record("outside:result:accept", row, **told)
            else:
                trail.record("outside:result:refuse", row, **told)
            uow.commit()
