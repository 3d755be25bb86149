"""Acts for a person who looks: the list, one act with its lines, what is left of what was destroyed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    CommissionSeat,
    Decision,
    DisposalAct,
    DisposalEntry,
    EntryState,
    Tombstone,
)
from archive_app.errors import NotFound
from archive_app.i18n import translate

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from archive_app.services.backup.leaving import Leaving
    from archive_app.services.disposal.ground import Ground


@dataclass(frozen=True, slots=True)
class ActLine:
    """A line of the list; the numbers are of case files."""

    act_id: int
    state: str
    drawn_on: datetime.date
    proposed_by: str
    approved_by: str | None
    case_files: int
    undecided: int
    destroyed: int
    left: int
    first_year: int
    last_year: int

    @property
    def in_force(self) -> int:
        """How many case files are to be destroyed, or are."""
        return self.case_files - self.left

    @property
    def done(self) -> int:
        """How many of them the program has dealt with: destroyed, or left out at the last moment."""
        return self.destroyed + self.left


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an act. `left_code` is why it was left out; `decision` is one of `Decision`, None: not yet."""

    entry_id: int
    position: int
    case_file_id: int
    index: str
    title: str
    first_year: int
    last_year: int
    volumes: int
    documents: int
    sheets: int
    term: str
    article: str
    eligible_on: datetime.date
    arithmetic: str
    individual: bool
    remainder: bool
    inventory: str | None
    unit_number: str | None
    decision: str | None
    keep_until: datetime.date | None
    decided_why: str | None
    state: str
    left_code: str | None
    left_detail: str | None
    destroyed_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of the commission."""

    name: str
    post: str
    chair: bool
    present: bool


@dataclass(frozen=True, slots=True)
class ActCard:
    """An act as a person reads it. `blobs` and `size` (bytes) are what was removed from the store so far."""

    act_id: int
    paper_number: int
    """As it is signed: another one than `act_id` where that belongs to another act since a restore."""
    state: str
    drawn_on: datetime.date
    proposed_by: str
    proposed_at: datetime.datetime
    protocol_number: str | None
    protocol_on: datetime.date | None
    reviewed_by: str | None
    approved_by: str | None
    approved_at: datetime.datetime | None
    started_by: str | None
    started_at: datetime.datetime | None
    executed_at: datetime.datetime | None
    withdrawn_why: str | None
    entries: tuple[Entry, ...]
    seats: tuple[Seat, ...]
    blobs: int
    size: int
    copies: tuple[Leaving, ...] = ()
    """When what was destroyed leaves the backups, by places; of an act that is carried out."""

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """The lines that are to be destroyed, or are."""
        return tuple(entry for entry in self.entries if entry.state != EntryState.LEFT)

    @property
    def undecided(self) -> int:
        """How many lines the commission has yet to decide on."""
        return sum(entry.decision is None for entry in self.in_force)


@dataclass(frozen=True, slots=True)
class Remains:
    """What is known of destroyed bytes. `shared`: they are kept for a living document. `size` in bytes."""

    case_file_id: int
    document_id: int
    sha256: str
    size: int
    shared: bool
    destroyed_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Acts:
    """Shows acts to whoever keeps the archive or approves. `copies` tells of backups of what was destroyed then."""

    ground: Ground
    copies: Callable[[datetime.datetime], tuple[Leaving, ...]] = lambda _at: ()

    def listed(self, actor: Actor, *, before: int | None = None, limit: int = 50) -> tuple[ActLine, ...]:
        """Acts, the newest first, with numbers below `before`: one statement. Raises NotAllowed."""
        require(actor, Act.ARCHIVE)
        query = _COUNTED.order_by(DisposalAct.id.desc()).limit(limit)
        if before is not None:
            query = query.where(DisposalAct.id < before)
        with reading(self.ground.sessions) as session:
            return tuple(_act_line(*row) for row in session.execute(query))

    def line(self, act_id: int, actor: Actor) -> ActLine:
        """How far one act is: one statement, however long it is. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        with reading(self.ground.sessions) as session:
            row = session.execute(_COUNTED.where(DisposalAct.id == act_id)).first()
        if row is None:
            raise _no_such(act_id)
        return _act_line(*row)

    def last_commission(self, actor: Actor) -> tuple[Seat, ...]:
        """Who sat the last time: a commission is appointed for years. Raises NotAllowed."""
        require(actor, Act.ARCHIVE)
        last = select(func.max(CommissionSeat.act_id)).scalar_subquery()
        with reading(self.ground.sessions) as session:
            query = select(CommissionSeat).where(CommissionSeat.act_id == last).order_by(CommissionSeat.id)
            return tuple(map(_seat, session.scalars(query)))

    def card(self, act_id: int, actor: Actor) -> ActCard:
        """One act: four statements, and two on the backups of one that is carried out. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        with reading(self.ground.sessions) as session:
            act = session.get(DisposalAct, act_id)
            if act is None:
                raise _no_such(act_id)
            card = _card(session, act)
        return replace(card, copies=self.copies(card.executed_at)) if card.executed_at else card

    def remains(self, act_id: int, actor: Actor, *, after: int = 0, limit: int = 1000) -> tuple[Remains, ...]:
        """The tombstones of an act, by document, in pages. Raises NotAllowed."""
        require(actor, Act.ARCHIVE)
        query = (
            select(Tombstone)
            .where(Tombstone.act_id == act_id, Tombstone.document_id > after)
            .order_by(Tombstone.document_id, Tombstone.sha256)
            .limit(limit)
        )
        with reading(self.ground.sessions) as session:
            return tuple(
                Remains(row.case_file_id, row.document_id, row.sha256, row.size, row.shared, row.destroyed_at)
                for row in session.scalars(query)
            )


_COUNTED = (
    select(
        DisposalAct,
        func.count(DisposalEntry.id),
        func.count(case(((DisposalEntry.state == EntryState.LISTED) & DisposalEntry.decision.is_(None), 1))),
        func.count(case((DisposalEntry.state == EntryState.DESTROYED, 1))),
        func.count(case((DisposalEntry.state == EntryState.LEFT, 1))),
        func.min(DisposalEntry.first_year),
        func.max(DisposalEntry.last_year),
    )
    .join(DisposalEntry, DisposalEntry.act_id == DisposalAct.id)
    .group_by(DisposalAct.id)
)


def _act_line(act: DisposalAct, *numbers: int) -> ActLine:
    return ActLine(act.id, act.state.value, act.drawn_on, act.proposed_by, act.approved_by, *numbers)


def _no_such(act_id: int) -> NotFound:
    return NotFound(str(act_id), what=translate("Disposal act {number}", number=act_id))


def _seat(row: CommissionSeat) -> Seat:
    return Seat(row.name, row.post, row.chair, row.present)


def _card(session: Session, act: DisposalAct) -> ActCard:
    entries = session.scalars(
        select(DisposalEntry).where(DisposalEntry.act_id == act.id).order_by(DisposalEntry.position)
    )
    seats = session.scalars(select(CommissionSeat).where(CommissionSeat.act_id == act.id).order_by(CommissionSeat.id))
    gone = select(func.count(), func.coalesce(func.sum(Tombstone.size), 0)).where(
        Tombstone.act_id == act.id, Tombstone.shared.is_(False), Tombstone.destroyed_at.is_not(None)
    )
    blobs, size = session.execute(gone).one()
    return ActCard(
        act_id=act.id,
        paper_number=act.paper_number or act.id,
        state=act.state.value,
        drawn_on=act.drawn_on,
        proposed_by=act.proposed_by,
        proposed_at=act.proposed_at,
        protocol_number=act.protocol_number,
        protocol_on=act.protocol_on,
        reviewed_by=act.reviewed_by,
        approved_by=act.approved_by,
        approved_at=act.approved_at,
        started_by=act.started_by,
        started_at=act.started_at,
        executed_at=act.executed_at,
        withdrawn_why=act.withdrawn_why,
        entries=tuple(map(_entry, entries)),
        seats=tuple(map(_seat, seats)),
        blobs=blobs,
        size=int(size),
    )


def _entry(row: DisposalEntry) -> Entry:
    decision: Decision | None = row.decision
    return Entry(
        entry_id=row.id,
        position=row.position,
        case_file_id=row.case_file_id,
        index=row.index,
        title=row.title,
        first_year=row.first_year,
        last_year=row.last_year,
        volumes=row.volumes,
        documents=row.documents,
        sheets=row.sheets,
        term=row.term,
        article=row.article,
        eligible_on=row.eligible_on,
        arithmetic=row.arithmetic,
        individual=row.individual,
        remainder=row.remainder,
        inventory=row.inventory,
        unit_number=row.unit_number,
        decision=decision.value if decision else None,
        keep_until=row.keep_until,
        decided_why=row.decided_why,
        state=row.state.value,
        left_code=row.left_code,
        left_detail=row.left_detail,
        destroyed_at=row.destroyed_at,
    )
