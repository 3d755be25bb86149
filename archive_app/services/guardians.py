"""Who speaks for whom: authority written down with its paper, revoked, asked for on a day.

Authority over a child ends by itself on the eighteenth birthday; a power of attorney does not. The one condition
`in_force` answers for the card, for consents, for requests and for the portal alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, Authority, Guardianship, Person
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import spoken_name
from archive_app.services.names import clean_text
from archive_app.services.people import errors
from archive_app.services.people.ages import FULL_AGE, of_full_age, under_age, years_before
from archive_app.services.people.ground import known_person
from archive_app.services.people.papers import Paper, proven
from archive_app.services.persons import FullName, find_or_add_persons
from archive_app.services.portal.following import follow
from archive_app.services.renaming import person_named
from archive_app.services.rights.errors import BadPeriod, ReasonMissing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People


@dataclass(frozen=True, slots=True)
class AuthoritySaid:
    """By what right somebody speaks for a person, from when (today) until when (None: not said); the paper."""

    authority: Authority
    paper: Paper = field(default_factory=Paper)
    since: datetime.date | None = None
    until: datetime.date | None = None


def add_guardian(people: People, person_id: int, who: str, said: AuthoritySaid, actor: Actor) -> int:
    """Write down that `who` (a number, or a full name) speaks for the person; the number of the authority.

    A name that nobody has gets a card; where several have it, a number is asked for.

    Raises:
        SeveralPersons, NameNotUnderstood;
        NotAllowed, NotFound, BadPeriod, PaperMissing, OnePerson, GuardianUnderAge, WardOfAge, SpeaksAlready.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        guardian_id = _who(people, uow.session, who)
        made = add_guardian_within(people, uow, person_id, guardian_id, said, actor)
        number = made.id
        uow.commit()
        return number


def add_guardian_within(
    people: People, uow: UnitOfWork, person_id: int, guardian_id: int, said: AuthoritySaid, actor: Actor
) -> Guardianship:
    """The same in the caller's transaction, for a caller that has asked for the right. Raises as `add_guardian`."""
    session = uow.session
    person, guardian = (known_person(session, number, actor) for number in (person_id, guardian_id))
    since = said.since or people.today()
    if said.until is not None and said.until < since:
        raise BadPeriod(since=since, until=said.until)
    _require_may_speak(session, person, guardian, said, since)
    paper = proven(session, said.paper, actor)
    made = Guardianship(
        person=person,
        guardian=guardian,
        authority=said.authority,
        ground=paper.words,
        document_id=paper.document_id,
        valid_from=since,
        valid_to=said.until,
        created_at=people.clock(),
        created_by=actor.login,
    )
    session.add(made)
    _record(people, uow, actor, "person:guardian:add", made)
    follow(people, uow, [guardian.id], actor)
    return made


def revoke_guardian(
    people: People, number: int, actor: Actor, *, reason: str, version: int, on: datetime.date | None = None
) -> int:
    """End an authority: from `on` (today) there is none; the number of the person who was spoken for.

    Raises:
        NotAllowed, NotFound, ReasonMissing, AuthorityEnded, DayNotCome; PersonChanged: somebody else was first.
    """
    require(actor, Act.PERSONS)
    why, day = clean_text(reason), on or people.today()
    if not why:
        raise ReasonMissing
    if day > people.today():
        raise errors.DayNotCome(on=day)
    with UnitOfWork(people.sessions) as uow:
        row = _row(uow.session, number, actor, version)
        row.revoked_on, row.revoked_why = max(day, row.valid_from), why
        _record(people, uow, actor, "person:guardian:revoke", row)
        follow(people, uow, [row.guardian_id], actor)
        person_id, name = row.person_id, spoken_name(row.person)
        try:
            uow.commit()
        except StaleDataError as error:
            raise errors.PersonChanged(name, name=name) from error
        return person_id


def in_force(on: datetime.date) -> ColumnElement[bool]:
    """The condition on `Guardianship` that holds for authority on that day."""
    ward = aliased(Person)
    of_age = select(ward.id).where(ward.id == Guardianship.person_id, ward.birth_date <= years_before(on, FULL_AGE))
    return and_(
        Guardianship.valid_from <= on,
        or_(Guardianship.valid_to.is_(None), Guardianship.valid_to >= on),
        or_(Guardianship.revoked_on.is_(None), Guardianship.revoked_on > on),
        or_(Guardianship.authority == Authority.PROXY, ~of_age.exists()),
    )


def authority_of(session: Session, guardian_id: int, person_id: int, on: datetime.date) -> Guardianship | None:
    """The authority by which the one speaks for the other on that day, the oldest where there are several."""
    query = select(Guardianship).where(
        Guardianship.guardian_id == guardian_id, Guardianship.person_id == person_id, in_force(on)
    )
    return session.scalars(query.order_by(Guardianship.id).limit(1)).first()


def guardians_of(session: Session, person_id: int) -> Sequence[Guardianship]:
    """Everybody who speaks or spoke for the person, the earliest first, with the persons loaded: one statement."""
    query = select(Guardianship).where(Guardianship.person_id == person_id).options(joinedload(Guardianship.guardian))
    return session.scalars(query.order_by(Guardianship.valid_from, Guardianship.id)).all()


def wards_of(session: Session, guardian_id: int) -> Sequence[Guardianship]:
    """Everybody for whom this person speaks or spoke, with the persons loaded: one statement."""
    query = select(Guardianship).where(Guardianship.guardian_id == guardian_id)
    query = query.options(joinedload(Guardianship.person))
    return session.scalars(query.order_by(Guardianship.valid_from, Guardianship.id)).all()


def holds(row: Guardianship, born: datetime.date | None, on: datetime.date) -> bool:
    """The same as `in_force`, of a row and the birth date of who is spoken for."""
    ended = (row.valid_to is not None and row.valid_to < on) or (row.revoked_on is not None and row.revoked_on <= on)
    outgrown = row.authority is not Authority.PROXY and of_full_age(born, on)
    return row.valid_from <= on and not ended and not outgrown


def _who(people: People, session: Session, who: str) -> int:
    said = clean_text(who)
    try:
        return person_named(session, said).id
    except NotFound:
        if said.isdecimal():
            raise
        return find_or_add_persons(session, [FullName.parse(said)], people.clock())[0].id


def _require_may_speak(
    session: Session, person: Person, guardian: Person, said: AuthoritySaid, since: datetime.date
) -> None:
    if person.id == guardian.id:
        raise errors.OnePerson
    if under_age(guardian.birth_date, since):
        raise errors.GuardianUnderAge(name=spoken_name(guardian), on=since)
    if said.authority is not Authority.PROXY and of_full_age(person.birth_date, since):
        raise errors.WardOfAge(name=spoken_name(person), on=since)
    same = select(Guardianship.id).where(
        Guardianship.person_id == person.id,
        Guardianship.guardian_id == guardian.id,
        Guardianship.authority == said.authority,
        or_(Guardianship.valid_to.is_(None), Guardianship.valid_to >= since),
        or_(Guardianship.revoked_on.is_(None), Guardianship.revoked_on > since),
    )
    if said.until is not None:
        same = same.where(Guardianship.valid_from <= said.until)
    if session.scalar(same.limit(1)) is not None:
        raise errors.SpeaksAlready(name=spoken_name(guardian))


def _row(session: Session, number: int, actor: Actor, version: int) -> Guardianship:
    row = session.get(Guardianship, number)
    if row is None:
        raise NotFound(str(number), what=translate("Authority {number}", number=number))
    person = known_person(session, row.person_id, actor)
    if row.revoked_on is not None:
        raise errors.AuthorityEnded
    if row.version != version:
        raise errors.PersonChanged(spoken_name(person), name=spoken_name(person))
    return row


def _record(people: People, uow: UnitOfWork, actor: Actor, act: str, row: Guardianship) -> None:
    trail = AuditTrail(uow, actor=actor.login, now=people.clock)
    told = {
        "guardian": row.guardian.id,
        "authority": row.authority.value,
        "since": row.valid_from.isoformat(),
        "until": row.valid_to.isoformat() if row.valid_to else None,
        "ground": row.ground,
        "revoked": row.revoked_on.isoformat() if row.revoked_on else None,
        "reason": row.revoked_why,
    }
    if act == "person:guardian:add":
        trail.record("person:guardian:add", row.person, **told)
    else:
        trail.record("person:guardian:revoke", row.person, **told)
