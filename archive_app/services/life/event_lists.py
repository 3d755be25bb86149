"""Events of many persons at once, from the list of an order: looked through line by line first, then entered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import CaseEvent, Person, PersonName
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.life.errors import EventListEmpty, TriggerNotWaitedFor
from archive_app.services.life.event_lines import EventRow, read_rows
from archive_app.services.life.events import OF_PERSONS, Events, Told
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from retention.term import Trigger

AT_ONCE = 500
"""Names in one question to the database: it takes no more parameters than so many."""


class LineVerdict(StrEnum):
    """What would come of a line."""

    READY = "ready"
    NOT_UNDERSTOOD = "not_understood"
    BAD_DAY = "bad_day"
    FUTURE = "future"
    NO_GROUND = "no_ground"
    UNKNOWN = "unknown"
    """Nobody has this name."""
    SEVERAL = "several"
    """Several persons have this name: the event is entered by hand, of the right one."""
    AGAIN = "again"
    """The person stands on the list already."""
    ENTERED = "entered"
    """The event is known already."""


@dataclass(frozen=True, slots=True)
class OrderSaid:
    """What the order says of all its lines; a line's own day and paper win."""

    trigger: Trigger
    on: datetime.date | None
    ground: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """A line and what would come of it; `person_id` where exactly one person is meant."""

    number: int
    text: str
    verdict: LineVerdict
    person_id: int | None
    on: datetime.date | None
    ground: str


@dataclass(frozen=True, slots=True)
class EventLists:
    """Takes in lists of events."""

    events: Events

    def preview(self, text: str, said: OrderSaid, actor: Actor) -> tuple[EventLine, ...]:
        """What each line would do; nothing is written. Raises NotAllowed, EventListEmpty, TriggerNotWaitedFor."""
        require_one(actor, KEEPERS)
        rows = _rows(text, said)
        with reading(self.events.sessions) as session:
            return tuple(self._judged(session, rows, said))

    def enter(self, text: str, said: OrderSaid, actor: Actor) -> tuple[EventLine, ...]:
        """Enter the lines that are ready, all in one transaction, and tell of every line what came of it.

        Raises:
            As `preview`; EventKnown: somebody entered one of them at the same moment, and nothing is entered.
        """
        require_one(actor, KEEPERS)
        rows = _rows(text, said)
        with UnitOfWork(self.events.sessions) as uow:
            lines = tuple(self._judged(uow.session, rows, said))
            for line in lines:
                if line.verdict is LineVerdict.READY and line.on is not None:
                    told = Told(said.trigger, line.on, line.ground, person_id=line.person_id)
                    self.events.enter_within(uow, told, actor.login)
            uow.commit()
        return lines

    def _judged(self, session: Session, rows: Sequence[EventRow], said: OrderSaid) -> Iterator[EventLine]:
        known = _persons(session, rows)
        entered = _entered(session, {number for numbers in known.values() for number in numbers}, said.trigger)
        seen: set[int] = set()
        for row in rows:
            on, ground = row.on or (None if row.day_text else said.on), row.ground or said.ground.strip()
            found = known.get(row.name.folded, set()) if row.name else set()
            person = next(iter(found)) if len(found) == 1 else None
            verdict = self._verdict(row, on, ground, found)
            if verdict is LineVerdict.READY and person is not None:
                verdict = _repeated(person, seen, entered)
                seen.add(person)
            yield EventLine(row.number, row.text, verdict, person, on, ground)

    def _verdict(self, row: EventRow, on: datetime.date | None, ground: str, found: set[int]) -> LineVerdict:
        wrong = {
            LineVerdict.NOT_UNDERSTOOD: row.name is None,
            LineVerdict.BAD_DAY: on is None,
            LineVerdict.FUTURE: on is not None and on > self.events.today(),
            LineVerdict.NO_GROUND: not ground,
            LineVerdict.UNKNOWN: not found,
            LineVerdict.SEVERAL: len(found) > 1,
        }
        return next((verdict for verdict, applies in wrong.items() if applies), LineVerdict.READY)


def _repeated(person: int, seen: set[int], entered: set[int]) -> LineVerdict:
    if person in seen:
        return LineVerdict.AGAIN
    return LineVerdict.ENTERED if person in entered else LineVerdict.READY


def _rows(text: str, said: OrderSaid) -> tuple[EventRow, ...]:
    if said.trigger not in OF_PERSONS:
        raise TriggerNotWaitedFor(trigger=said.trigger.value, known=", ".join(OF_PERSONS))
    rows = read_rows(text)
    if not rows:
        raise EventListEmpty
    return rows


def _persons(session: Session, rows: Sequence[EventRow]) -> Mapping[str, set[int]]:
    """The persons of each name, also of former names."""
    names = sorted({row.name.folded for row in rows if row.name is not None})
    found: dict[str, set[int]] = defaultdict(set)
    for first in range(0, len(names), AT_ONCE):
        query = (
            select(PersonName.folded, PersonName.person_id)
            .join(Person, Person.id == PersonName.person_id)
            .where(PersonName.folded.in_(names[first : first + AT_ONCE]), Person.merged_into_id.is_(None))
        )
        for folded, person in session.execute(query):
            found[folded].add(person)
    return found


def _entered(session: Session, persons: set[int], trigger: Trigger) -> set[int]:
    numbers, found = sorted(persons), set[int]()
    for first in range(0, len(numbers), AT_ONCE):
        query = select(CaseEvent.person_id).where(
            CaseEvent.person_id.in_(numbers[first : first + AT_ONCE]),
            CaseEvent.trigger == trigger.value,
            CaseEvent.cancelled_at.is_(None),
        )
        found |= {number for number in session.scalars(query) if number is not None}
    return found
