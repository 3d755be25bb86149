"""Checks for a person who looks: the list, one with its totals, its lines, what is searched for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from archive_app.auth.actor import Actor, require, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, Inventory, Presence, PresenceCheck, PresenceLine, PresenceState
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.services.accession.places import Place
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session, sessionmaker

PART = 200
OUTCOME_WORDS = {
    Presence.WAITING: mark("not checked yet"),
    Presence.FOUND: mark("in its place"),
    Presence.MISSING: mark("not found"),
    Presence.LENT: mark("lent"),
    Presence.EXTRA: mark("should not be here"),
}


@dataclass(frozen=True, slots=True)
class CheckCard:
    """A check with how many lines came to what. `inventory` is Оп. of the inventory that is checked."""

    check_id: int
    inventory_id: int | None
    inventory: str | None
    place: Place
    state: str
    begun_by: str
    begun_at: datetime.datetime
    conclusion: str | None
    signed_by: str | None
    signed_at: datetime.datetime | None
    expected: int
    waiting: int
    found: int
    missing: int
    lent: int
    extra: int


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A line; `found_later_on` ends the search for a missing one."""

    line_id: int
    check_id: int
    position: int
    case_file_id: int
    volume: int
    index: str
    heading: str
    inventory: str
    unit: str
    sheets: int
    outcome: str
    marked_by: str | None
    found_later_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads checks."""

    sessions: sessionmaker[Session]

    def card(self, check_id: int, actor: Actor) -> CheckCard:
        """One of them. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        with reading(self.sessions) as session:
            row = session.execute(_CARDS.where(PresenceCheck.id == check_id)).first()
        if row is None:
            raise NotFound(str(check_id), what=translate("Presence check {number}", number=check_id))
        return _card(row)

    def listed(self, actor: Actor, *, before: int | None = None, limit: int = 50) -> tuple[CheckCard, ...]:
        """The newest first: one statement. Raises NotAllowed."""
        require(actor, Act.ARCHIVE)
        query = _CARDS.order_by(PresenceCheck.id.desc()).limit(limit)
        if before is not None:
            query = query.where(PresenceCheck.id < before)
        with reading(self.sessions) as session:
            return tuple(_card(row) for row in session.execute(query))

    def lines(
        self, check_id: int, actor: Actor, *, only: Presence | None = None, after: int = 0, limit: int = PART
    ) -> tuple[CheckLine, ...]:
        """Lines after the position `after`, perhaps of one outcome only: one statement. Raises NotAllowed."""
        require(actor, Act.ARCHIVE)
        query = select(PresenceLine).where(PresenceLine.check_id == check_id, PresenceLine.position > after)
        if only is not None:
            query = query.where(PresenceLine.outcome == only)
        with reading(self.sessions) as session:
            return tuple(map(line_of, session.scalars(query.order_by(PresenceLine.position).limit(limit))))

    def searched_for(self, actor: Actor, case_file_id: int | None = None) -> tuple[CheckLine, ...]:
        """What signed acts call missing and nobody has found since. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = (
            select(PresenceLine)
            .join(PresenceCheck, PresenceCheck.id == PresenceLine.check_id)
            .where(PresenceCheck.state == PresenceState.SIGNED, PresenceLine.outcome == Presence.MISSING)
            .where(PresenceLine.found_later_on.is_(None))
            .order_by(PresenceLine.case_file_id, PresenceLine.volume, PresenceLine.id)
            .limit(PART)
        )
        if case_file_id is not None:
            query = query.where(PresenceLine.case_file_id == case_file_id)
        with reading(self.sessions) as session:
            return tuple(map(line_of, session.scalars(query)))


def line_of(row: PresenceLine) -> CheckLine:
    """A line as it is shown."""
    return CheckLine(
        row.id,
        row.check_id,
        row.position,
        row.case_file_id,
        row.volume,
        row.index,
        row.heading,
        row.inventory,
        row.unit,
        row.sheets,
        row.outcome.value,
        row.marked_by,
        row.found_later_on,
    )


def _count(outcome: Presence):  # type: ignore[no-untyped-def] # noqa: ANN202 - a labelled column
    return func.sum(case((PresenceLine.outcome == outcome, 1), else_=0)).label(outcome.value)


_SUMS = select(PresenceLine.check_id, *map(_count, Presence)).group_by(PresenceLine.check_id).subquery()
_CARDS = (
    select(PresenceCheck, Inventory.number, *(_SUMS.c[each.value] for each in Presence))
    .join(_SUMS, _SUMS.c.check_id == PresenceCheck.id)
    .outerjoin(Inventory, Inventory.id == PresenceCheck.inventory_id)
)


def _card(row: Row[*tuple[PresenceCheck, str, int, int, int, int, int]]) -> CheckCard:
    check, inventory, waiting, found, missing, lent, extra = row
    return CheckCard(
        check.id,
        check.inventory_id,
        inventory,
        Place(check.room, check.rack, check.shelf, check.box),
        check.state.value,
        check.begun_by,
        check.begun_at,
        check.conclusion,
        check.signed_by,
        check.signed_at,
        waiting + found + missing + lent,
        waiting,
        found,
        missing,
        lent,
        extra,
    )
