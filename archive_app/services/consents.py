"""Consents to the processing of personal data: given for a purpose, withdrawn; a withdrawal starts waiting terms."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, CaseEvent, Consent, Purpose
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import spoken_name
from archive_app.services.guardians import authority_of
from archive_app.services.life.events import Events, Told
from archive_app.services.names import clean_text
from archive_app.services.people import errors
from archive_app.services.people.ground import known_person
from archive_app.services.people.papers import Paper, proven
from archive_app.services.rights.errors import BadPeriod
from retention.term import Trigger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People


ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """What a consent says; `giver_id` None: the person. Without `given_on` it is of today."""

    purpose: Purpose
    paper: Paper = field(default_factory=Paper)
    giver_id: int | None = None
    given_on: datetime.date | None = None
    until: datetime.date | None = None
    scope: str = ""


def add_consent(people: People, person_id: int, said: ConsentSaid, actor: Actor) -> int:
    """Write a consent down; its number. If it is in force, an end of consent that was told before no longer counts.

    Raises:
        NotAllowed, NotFound, BadPeriod, DayNotCome, PaperMissing; MayNotConsent: the giver has no authority that day.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        session = uow.session
        person = known_person(session, person_id, actor)
        on = said.given_on or people.today()
        _require_period(people, on, said.until)
        giver = known_person(session, said.giver_id or person.id, actor)
        if giver.id != person.id and authority_of(session, giver.id, person.id, on) is None:
            raise errors.MayNotConsent(name=spoken_name(giver), on=on)
        paper = proven(session, said.paper, actor)
        made = Consent(
            person=person,
            giver=giver,
            purpose=said.purpose,
            scope=clean_text(said.scope) or None,
            ground=paper.words,
            document_id=paper.document_id,
            given_on=on,
            valid_to=said.until,
            ended_on=said.until,
            created_at=people.clock(),
            created_by=actor.login,
        )
        session.add(made)
        session.flush()
        trail = AuditTrail(uow, actor=actor.login, now=people.clock)
        trail.record(
            "person:consent:add",
            person,
            purpose=said.purpose.value,
            on=on.isoformat(),
            giver=giver.id,
            ground=made.ground,
        )
        if consent_holds(made, people.today()):  # one of former years changes nothing today
            forget_end(people, uow, person.id, translate("a new consent was given"), actor)
        number = made.id
        uow.commit()
        return number


def withdraw_consent(
    people: People, number: int, actor: Actor, *, ground: str, version: int, on: datetime.date | None = None
) -> int:
    """Say that a consent was withdrawn on a day (today); the person's number.

    With the last consent in force the terms that wait for the end of consent begin to run.

    Raises:
        NotAllowed, NotFound, PaperMissing, BadPeriod, DayNotCome, ConsentWithdrawn;
        PersonChanged: somebody else was first.
    """
    require(actor, Act.PERSONS)
    why, day = end_said(people, ground, on)
    with UnitOfWork(people.sessions) as uow:
        row = consent_at(uow.session, number, actor, version)
        if row.withdrawn_on is not None:
            raise errors.ConsentWithdrawn(on=row.withdrawn_on)
        if day < row.given_on:
            raise BadPeriod(since=row.given_on, until=day)
        row.withdrawn_on, row.withdrawn_ground = day, why
        row.ended_on = min(filter(None, (row.ended_on, day)))
        person_id = row.person_id
        AuditTrail(uow, actor=actor.login, now=people.clock).record(
            "person:consent:withdraw", row.person, purpose=row.purpose.value, on=day.isoformat(), ground=why
        )
        flush_consent(uow.session, row)
        tell_end(people, uow, person_id, day, why, actor.login)
        uow.commit()
        return person_id


def consent_in_force(on: datetime.date) -> ColumnElement[bool]:
    """The condition on `Consent` that holds for those that permit something on that day."""
    return and_(
        Consent.given_on <= on,
        or_(Consent.valid_to.is_(None), Consent.valid_to >= on),
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
        or_(Consent.reached_on.is_(None), Consent.reached_on >= on),
    )


def consent_holds(row: Consent, on: datetime.date) -> bool:
    """The same of a row."""
    lasts = all(last is None or last >= on for last in (row.valid_to, row.reached_on))
    return row.given_on <= on and lasts and (row.withdrawn_on is None or row.withdrawn_on > on)


def consents_of(session: Session, person_id: int) -> Sequence[Consent]:
    """All consents of a person, the earliest first, with the givers loaded: one statement."""
    query = select(Consent).where(Consent.person_id == person_id).options(joinedload(Consent.giver))
    return session.scalars(query.order_by(Consent.given_on, Consent.id)).all()


def end_said(people: People, ground: str, on: datetime.date | None) -> tuple[str, datetime.date]:
    """The ground of an end and its day (today), as they are written down. Raises PaperMissing, DayNotCome."""
    why, day = clean_text(ground), on or people.today()
    if not why:
        raise errors.PaperMissing
    if day > people.today():
        raise errors.DayNotCome(on=day)
    return why, day


def tell_end(people: People, uow: UnitOfWork, person_id: int, on: datetime.date, ground: str, login: str) -> None:
    """The event that terms wait for, once no consent of the person is left that outlasts the day."""
    later = max(on + ONE_DAY, people.today())
    if is_consented(uow.session, person_id, later) or _told_end(uow.session, person_id) is not None:
        return
    told = Told(Trigger.CONSENT_END, on, ground, person_id=person_id)
    Events(people.sessions, people.clock, people.today).enter_within(uow, told, login)


def forget_end(people: People, uow: UnitOfWork, person_id: int, why: str, actor: Actor) -> list[int]:
    """A consent is in force: an end that was told before starts no terms any more. The number of that event."""
    event = _told_end(uow.session, person_id)
    if event is None:
        return []
    event.cancelled_at, event.cancelled_by, event.cancelled_why = people.clock(), actor.login, why
    AuditTrail(uow, actor=actor.login, now=people.clock).record("retention:event:cancel", event, reason=why)
    return [event.id]


def resume_end(people: People, uow: UnitOfWork, numbers: Sequence[int], actor: Actor) -> None:
    """What `forget_end` did, taken back, unless a consent is in force still, or an end was told anew meanwhile."""
    session = uow.session
    for event in session.scalars(select(CaseEvent).where(CaseEvent.id.in_(numbers))).all():
        person_id = event.person_id
        if event.cancelled_at is None or person_id is None or is_consented(session, person_id, people.today()):
            continue
        if _told_end(session, person_id) is None:
            event.cancelled_at = event.cancelled_by = event.cancelled_why = None
            AuditTrail(uow, actor=actor.login, now=people.clock).record("retention:event:resume", event)
            session.flush()


def is_consented(session: Session, person_id: int, on: datetime.date) -> bool:
    """Whether any consent of the person is in force on that day."""
    holding = select(Consent.id).where(Consent.person_id == person_id, consent_in_force(on))
    return session.scalar(holding.limit(1)) is not None


def _told_end(session: Session, person_id: int) -> CaseEvent | None:
    query = select(CaseEvent).where(
        CaseEvent.person_id == person_id,
        CaseEvent.trigger == Trigger.CONSENT_END.value,
        CaseEvent.cancelled_at.is_(None),
    )
    return session.scalars(query).first()


def _require_period(people: People, on: datetime.date, until: datetime.date | None) -> None:
    if on > people.today():
        raise errors.DayNotCome(on=on)
    if until is not None and until < on:
        raise BadPeriod(since=on, until=until)


def consent_at(session: Session, number: int, actor: Actor, version: int) -> Consent:
    """The consent as it was at `version`. Raises NotFound, PersonChanged."""
    row = session.get(Consent, number)
    if row is None:
        raise NotFound(str(number), what=translate("Consent {number}", number=number))
    person = known_person(session, row.person_id, actor)
    if row.version != version:
        raise errors.PersonChanged(spoken_name(person), name=spoken_name(person))
    return row


def flush_consent(session: Session, row: Consent) -> None:
    """Raises PersonChanged: somebody else was first."""
    name = spoken_name(row.person)
    try:
        session.flush()
    except StaleDataError as error:
        raise errors.PersonChanged(name, name=name) from error
