"""Purposes of consented data that have ended: thirty days to destroy the data, or to name why they are kept.

152-FZ art. 21: where the purpose is reached (part 4) or the consent withdrawn (part 5) the operator destroys the data
within thirty days, unless another ground of the law or a term of keeping holds them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.audit.reads import PERSONS_SOUGHT
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    CaseEvent,
    Consent,
    Purpose,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.numbers import read_number
from archive_app.services.batch import BadDate, read_date
from archive_app.services.consents import consent_at, end_said, flush_consent, tell_end
from archive_app.services.documents import spoken_name
from archive_app.services.life.events import Events
from archive_app.services.people import errors
from archive_app.services.rights.errors import BadPeriod
from retention.term import Trigger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import ColumnElement, Select

    from archive_app.services.people.ground import People
    from archive_app.services.people.papers import Paper

EXPIRED = "expired"
TERM = datetime.timedelta(days=30)
"""152-FZ art. 21 parts 4 and 5; calendar days, from the day of the end."""


@dataclass(frozen=True, slots=True)
class EndedConsent:
    """A consent whose purpose has ended and whose data are not settled. `why`: withdrawn, reached, or expired."""

    consent_id: int
    person_id: int
    name: str
    purpose: str
    scope: str | None
    why: str
    ended_on: datetime.date
    ground: str
    destroy_by: datetime.date
    overdue: bool
    version: int


@dataclass(frozen=True, slots=True)
class EndedCursor:
    """The place after the last line of a part of the list; written `2026-05-04.17`."""

    ended_on: datetime.date
    consent_id: int

    def __str__(self) -> str:
        return f"{self.ended_on.isoformat()}.{self.consent_id}"

    @classmethod
    def read(cls, text: str) -> EndedCursor | None:
        """The place that `text` names, None for none. Raises BadDate: there is no such day or number."""
        if not text:
            return None
        day, _, number = text.partition(".")
        consent_id = read_number(number)
        if consent_id is None:
            raise BadDate(text, value=text)
        return cls(read_date(day), consent_id)


def destroy_by(ended_on: datetime.date) -> datetime.date:
    """The last day for the destruction."""
    return ended_on + TERM


def ended(today: datetime.date) -> ColumnElement[bool]:
    """The condition on `Consent` that holds while its end waits to be settled; on its last day it has not come."""
    today_over = and_(Consent.ended_on == today, or_(Consent.withdrawn_on == today, Consent.reached_on == today))
    return and_(or_(Consent.ended_on < today, today_over), Consent.settled_as.is_(None))


def has_ended(row: Consent, today: datetime.date) -> bool:
    """Whether the purpose of a consent has ended, settled or not."""
    if row.ended_on is None or row.ended_on > today:
        return False
    return row.ended_on < today or why_ended(row) != EXPIRED


def why_ended(row: Consent) -> str:
    """`withdrawn`, `reached` or `expired`: what ended it first."""
    if row.withdrawn_on is not None and row.withdrawn_on == row.ended_on:
        return "withdrawn"
    return "reached" if row.reached_on is not None and row.reached_on == row.ended_on else EXPIRED


def list_ended(
    people: People, actor: Actor, *, after: EndedCursor | None = None, limit: int = 50
) -> tuple[tuple[EndedConsent, ...], EndedCursor | None]:
    """Up to `limit` of those that wait, the most urgent first, and the place that leads on. Raises NotAllowed."""
    require(actor, Act.PERSONS)
    today = people.today()
    with reading(people.sessions) as session:
        rows = session.scalars(_listed(today, after).limit(limit + 1)).all()
        lines = tuple(_line(row, row.ended_on, today) for row in rows[:limit] if row.ended_on is not None)
    numbers = [line.person_id for line in lines]
    people.reads.record(actor.login, PERSONS_SOUGHT, ObjectRef("search", "-"), name="", persons=numbers)
    more = EndedCursor(lines[-1].ended_on, lines[-1].consent_id) if len(rows) > limit else None
    return lines, more


def reach_purpose(
    people: People, number: int, actor: Actor, *, ground: str, version: int, on: datetime.date | None = None
) -> int:
    """Say that the purpose of a consent was reached on a day (today); the person's number.

    With the last consent in force the terms that wait for the end of consent begin to run.

    Raises:
        NotAllowed, NotFound, PaperMissing, BadPeriod, DayNotCome, PersonChanged;
        PurposeEnded: it was reached, or the consent withdrawn, before.
    """
    require(actor, Act.PERSONS)
    why, day = end_said(people, ground, on)
    with UnitOfWork(people.sessions) as uow:
        row = consent_at(uow.session, number, actor, version)
        person_id = row.person_id
        if row.reached_on is not None or row.withdrawn_on is not None:
            raise errors.PurposeEnded(on=row.reached_on or row.withdrawn_on)
        reach_within(people, uow, row, day, why, actor.login)
        flush_consent(uow.session, row)
        tell_end(people, uow, person_id, day, why, actor.login)
        uow.commit()
        return person_id


def end_education(
    people: People, uow: UnitOfWork, person_id: int, on: datetime.date, proof: Paper, actor: Actor
) -> None:
    """Whoever has left for good is taught no more: the purpose of those consents is reached by the same order."""
    taught = (Consent.person_id == person_id, Consent.purpose == Purpose.EDUCATION, Consent.given_on <= on)
    going = (Consent.withdrawn_on.is_(None), Consent.reached_on.is_(None))
    rows = uow.session.scalars(select(Consent).where(*taught, *going)).all()
    for row in rows:
        reach_within(people, uow, row, on, proof.words, actor.login)
    if rows:
        uow.session.flush()
        tell_end(people, uow, person_id, on, proof.words, actor.login)


def take_leaving_back(
    people: People, uow: UnitOfWork, persons: Sequence[int], on: datetime.date, ground: str, login: str, *, why: str
) -> None:
    """A leaving was none: terms that began to run by it wait again, and consents whose purpose it had ended go on."""
    over = _resume_education(people, uow, persons, on, ground, login)
    query = select(CaseEvent).where(
        CaseEvent.person_id.in_(persons),
        CaseEvent.trigger.in_((Trigger.AFTER_LEAVING.value, Trigger.CONSENT_END.value)),
        CaseEvent.day == on,
        CaseEvent.ground == ground,
        CaseEvent.cancelled_at.is_(None),
    )
    events = Events(people.sessions, people.clock, people.today)
    for event in uow.session.scalars(query).all():
        events.cancel_within(uow, event, login, reason=why)
    for consent in over:
        if consent.ended_on is not None:
            paper = consent.withdrawn_ground or consent.ground
            tell_end(people, uow, consent.person_id, consent.ended_on, paper, login)


def _resume_education(
    people: People, uow: UnitOfWork, persons: Sequence[int], on: datetime.date, ground: str, login: str
) -> list[Consent]:
    """What the leaving did to consents, where nothing came of the data since.

    Those that hold no more all the same, for they were withdrawn or ran out meanwhile.
    """
    trail = AuditTrail(uow, actor=login, now=people.clock)
    by_order = (Consent.reached_on == on, Consent.reached_ground == ground, Consent.settled_as.is_(None))
    query = select(Consent).where(Consent.person_id.in_(persons), Consent.purpose == Purpose.EDUCATION, *by_order)
    rows = uow.session.scalars(query.options(joinedload(Consent.person, innerjoin=True))).all()
    for row in rows:
        row.reached_on = row.reached_ground = None
        row.ended_on = min(filter(None, (row.valid_to, row.withdrawn_on)), default=None)
        trail.record("person:consent:resume", row.person, purpose=row.purpose.value, ground=ground)
    return [row for row in rows if has_ended(row, people.today())]


def _listed(today: datetime.date, after: EndedCursor | None) -> Select[Any]:
    query = select(Consent).where(ended(today)).options(joinedload(Consent.person, innerjoin=True))
    if after is not None:
        same = and_(Consent.ended_on == after.ended_on, Consent.id > after.consent_id)
        query = query.where(or_(Consent.ended_on > after.ended_on, same))
    return query.order_by(Consent.ended_on, Consent.id)


def _line(row: Consent, ended_on: datetime.date, today: datetime.date) -> EndedConsent:
    why = why_ended(row)
    grounds = {"withdrawn": row.withdrawn_ground, "reached": row.reached_ground}
    last = destroy_by(ended_on)
    return EndedConsent(
        consent_id=row.id,
        person_id=row.person_id,
        name=spoken_name(row.person),
        purpose=row.purpose.value,
        scope=row.scope,
        why=why,
        ended_on=ended_on,
        ground=grounds.get(why) or row.ground,
        destroy_by=last,
        overdue=last < today,
        version=row.version,
    )


def reach_within(people: People, uow: UnitOfWork, row: Consent, on: datetime.date, ground: str, login: str) -> None:
    """The purpose of a consent is reached, in the caller's transaction. Raises BadPeriod."""
    if on < row.given_on:
        raise BadPeriod(since=row.given_on, until=on)
    row.reached_on, row.reached_ground = on, ground
    row.ended_on = min(filter(None, (row.ended_on, on)))
    AuditTrail(uow, actor=login, now=people.clock).record(
        "person:consent:reach", row.person, purpose=row.purpose.value, on=on.isoformat(), ground=ground
    )
