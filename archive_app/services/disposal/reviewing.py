"""Review by the commission: a decision on every case file, the protocol, who was there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.actor import Actor, require
from archive_app.db.models import (
    Act,
    ActState,
    CaseFile,
    CommissionSeat,
    Decision,
    DisposalEntry,
    EntryState,
    Hold,
    StepKind,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.disposal.errors import (
    CommissionIncomplete,
    DecidedOneByOne,
    KeepUntilMissing,
    NoQuorum,
    NotDecided,
    ProtocolIncomplete,
)
from archive_app.services.disposal.ground import Ground, act_row, leave_out, lines_of
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import ReasonMissing
from retention.term import RetentionRule, Term, Trigger

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.models import DisposalAct
    from archive_app.db.unit_of_work import UnitOfWork as Work

FEWEST = 3
"""Members of a commission («Примерное положение об экспертной комиссии», Rosarchiv order No. 43)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the commission on the day of its protocol."""

    name: str
    post: str
    present: bool = True
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the commission wrote down."""

    number: str
    on: datetime.date
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Writes down what the commission decides; whoever keeps the archive is its secretary."""

    ground: Ground

    def decide(
        self,
        act_id: int,
        positions: Collection[int],
        decision: Decision,
        actor: Actor,
        *,
        until: datetime.date | None = None,
        reason: str = "",
    ) -> int:
        """Note the decision on lines of a proposed act; how many. A later decision takes the place of the former.

        A line with the mark ЭПК is decided by itself, with a ground; so is whatever is not destroyed.

        Raises:
            NotAllowed, NotFound, ActNotThere, DecidedOneByOne, ReasonMissing, KeepUntilMissing.
        """
        require(actor, Act.ARCHIVE)
        why = clean_text(reason).strip()
        if (decision is Decision.KEEP) != (until is not None) or (until and until <= self.ground.today()):
            raise KeepUntilMissing
        with UnitOfWork(self.ground.sessions) as uow:
            act = act_row(uow.session, act_id, ActState.PROPOSED)
            entries = _lines(uow.session, act_id, positions)
            alone = [entry for entry in entries if entry.individual]
            if alone and len(entries) > 1:
                raise DecidedOneByOne(count=len(alone))
            if not why and (alone or decision is not Decision.DESTROY):
                raise ReasonMissing
            for entry in entries:
                entry.decision, entry.keep_until, entry.decided_why = decision, until, why or None
                entry.decided_by, entry.decided_at = actor.login, self.ground.clock()
            told = {"decision": decision.value, "lines": [entry.position for entry in entries]}
            self.ground.event(uow, actor.login, "disposal:act:decide", act, **told, until=until, reason=why)
            uow.commit()
            return len(entries)

    def decide_rest(self, act_id: int, actor: Actor) -> int:
        """Note «destroy» for all lines that nobody has decided on, save those with the mark ЭПК; how many.

        Raises NotAllowed, NotFound, ActNotThere.
        """
        require(actor, Act.ARCHIVE)
        with UnitOfWork(self.ground.sessions) as uow:
            act_row(uow.session, act_id, ActState.PROPOSED)
            entries = lines_of(uow.session, act_id, EntryState.LISTED)
            rest = [entry.position for entry in entries if entry.decision is None and not entry.individual]
        return self.decide(act_id, rest, Decision.DESTROY, actor) if rest else 0

    def conclude(self, act_id: int, protocol: Protocol, actor: Actor) -> None:
        """Close the review: the protocol with a quorum; what is kept leaves the act, with what follows from it.

        «Keep until» lays a hold, «for ever» changes the rule of the case file, «extract first» waits for the extract.

        Raises:
            NotAllowed, NotFound, ActNotThere, ProtocolIncomplete, CommissionIncomplete, NoQuorum, NotDecided.
        """
        require(actor, Act.ARCHIVE)
        number, seats = clean_text(protocol.number).strip(), _seats(protocol.members)
        if not number or protocol.on > self.ground.today():
            raise ProtocolIncomplete
        with UnitOfWork(self.ground.sessions) as uow:
            act = act_row(uow.session, act_id, ActState.PROPOSED)
            entries = lines_of(uow.session, act_id, EntryState.LISTED)
            open_ones = [entry.position for entry in entries if entry.decision is None]
            if open_ones:
                raise NotDecided(count=len(open_ones), first=open_ones[0])
            act.state, act.protocol_number, act.protocol_on = ActState.REVIEWED, number, protocol.on
            act.reviewed_by, act.reviewed_at = actor.login, self.ground.clock()
            for seat in seats:
                seat.act_id = act_id
            uow.session.add_all(seats)
            for entry in entries:
                if entry.decision is not Decision.DESTROY:
                    self._follow(uow, act, entry, actor)
            present = sum(seat.present for seat in seats)
            self.ground.event(
                uow, actor.login, "disposal:act:review", act, protocol=number, present=present, members=len(seats)
            )
            uow.commit()

    def _follow(self, uow: Work, act: DisposalAct, entry: DisposalEntry, actor: Actor) -> None:
        session, paper = uow.session, _paper(act)
        why = f"{paper}: {entry.decided_why}"
        if entry.decision is Decision.KEEP and entry.keep_until is not None:
            session.add(
                Hold(
                    case_file_id=entry.case_file_id,
                    reference=paper,
                    reason=entry.decided_why,
                    since=self.ground.today(),
                    until=entry.keep_until,
                    made_at=self.ground.clock(),
                    made_by=actor.login,
                )
            )
        if entry.decision is Decision.PERMANENT:
            case_file = session.get_one(CaseFile, entry.case_file_id, with_for_update=True)
            case_file.rule_snapshot = for_ever(why).to_dict()
        self.ground.step(session, entry.case_file_id, StepKind.DECIDED, why, actor.login)
        leave_out(entry, f"decided_{entry.decision.value}" if entry.decision else "decided", why)


def for_ever(article: str) -> RetentionRule:
    """The rule of a case file that the commission keeps for ever; `article` names its decision."""
    return RetentionRule(Term(permanent=True, trigger=Trigger.NONE, printed="Постоянно"), Trigger.NONE, article)


def _paper(act: DisposalAct) -> str:
    day = f"{act.protocol_on:%d.%m.%Y}" if act.protocol_on else ""
    return translate("protocol of the commission of {day} No. {number}", day=day, number=act.protocol_number)


def _lines(session: Session, act_id: int, positions: Collection[int]) -> Sequence[DisposalEntry]:
    wanted = sorted(set(positions))
    listed = DisposalEntry.state == EntryState.LISTED
    query = select(DisposalEntry).where(DisposalEntry.act_id == act_id, listed, DisposalEntry.position.in_(wanted))
    entries = session.scalars(query.order_by(DisposalEntry.position)).all()
    missing = set(wanted) - {entry.position for entry in entries}
    if missing or not wanted:
        first = min(missing, default=0)
        raise NotFound(str(first), what=translate("Line {number} of the act", number=first))
    return entries


def _seats(members: Sequence[Member]) -> list[CommissionSeat]:
    """The rows of a commission that could decide. Raises CommissionIncomplete, NoQuorum."""
    seats = [
        CommissionSeat(
            name=clean_text(one.name).strip(), post=clean_text(one.post).strip(), chair=one.chair, present=one.present
        )
        for one in members
    ]
    chairs = [seat for seat in seats if seat.chair]
    distinct = len({seat.name for seat in seats}) == len(seats)
    if len(seats) < FEWEST or len(chairs) != 1 or not distinct or not all(seat.name and seat.post for seat in seats):
        raise CommissionIncomplete(members=len(seats))
    present = sum(seat.present for seat in seats)
    if present * 2 <= len(seats) or not chairs[0].present:
        raise NoQuorum(present=present, members=len(seats))
    return seats
