"""Cards added and changed: a new person, the birth date, a name from before."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, Document, DocumentPerson, Person, PersonName
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import enqueue
from archive_app.services.documents import spoken_name
from archive_app.services.kinds import index_job, name_job
from archive_app.services.names import clean_text
from archive_app.services.people.errors import BadBirthDate, NameHad, PersonChanged
from archive_app.services.people.ground import known_person
from archive_app.services.persons import FullName
from archive_app.services.portal.following import follow, guardians_ever
from archive_app.services.rights.errors import BadPeriod

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People

FIRST_BIRTH = datetime.date(1800, 1, 1)


def add_person(people: People, name: str, actor: Actor, *, birth_date: datetime.date | None = None) -> int:
    """A new card, also where a namesake has one; the person's number.

    Raises:
        NotAllowed, NameNotUnderstood, BadBirthDate.
    """
    require(actor, Act.PERSONS)
    full = FullName.parse(clean_text(name))
    _require_birth(people, birth_date)
    with UnitOfWork(people.sessions) as uow:
        number = add_person_within(people, uow, full, actor, birth_date=birth_date)
        enqueue(uow.session, name_job([number]), now=people.clock())
        uow.commit()
        return number


def add_person_within(
    people: People, uow: UnitOfWork, full: FullName, actor: Actor, *, birth_date: datetime.date | None = None
) -> int:
    """The same in the caller's transaction, for a caller that asks for the right and the job that links documents."""
    person = Person(**full._asdict(), folded=full.folded, birth_date=birth_date, created_at=people.clock())
    person.names.append(PersonName(**full._asdict(), folded=full.folded, is_current=True))
    uow.session.add(person)
    uow.session.flush()
    _trail(people, uow, actor).record("person:record:add", person)
    return person.id


def change_birth_date(
    people: People, person_id: int, birth_date: datetime.date | None, actor: Actor, *, version: int
) -> None:
    """Write down when the person was born; None: not known. `version` is that of the card that was looked at.

    Raises:
        NotAllowed, NotFound, BadBirthDate; PersonChanged: somebody else was first.
    """
    require(actor, Act.PERSONS)
    _require_birth(people, birth_date)
    with UnitOfWork(people.sessions) as uow:
        person = person_at(uow.session, person_id, actor, version)
        if person.birth_date == birth_date:
            return
        was, person.birth_date = person.birth_date, birth_date
        follow(people, uow, guardians_ever(uow.session, person.id), actor)
        _trail(people, uow, actor).record("person:birth_date:change", person, was=str(was), now=str(birth_date))
        commit(uow, person)


def add_former_name(
    people: People,
    person_id: int,
    name: str,
    actor: Actor,
    *,
    version: int,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    ground: str | None = None,
) -> None:
    """A name that the person bore before; documents under it are found by any other, in the same commit's jobs.

    Raises:
        NotAllowed, NotFound, NameNotUnderstood, BadPeriod, NameHad; PersonChanged: somebody else was first.
    """
    require(actor, Act.PERSONS)
    full = FullName.parse(clean_text(name))
    if since is not None and until is not None and until < since:
        raise BadPeriod(since=since, until=until)
    with UnitOfWork(people.sessions) as uow:
        person = person_at(uow.session, person_id, actor, version)
        if any(had.folded == full.folded for had in person.names):
            raise NameHad(name, name=name)
        person.names.append(
            PersonName(
                **full._asdict(),
                folded=full.folded,
                valid_from=since,
                valid_to=until,
                ground=clean_text(ground or "") or None,
                is_current=False,
            )
        )
        touch(person)
        _trail(people, uow, actor).record("person:name:add", person, ground=ground)
        index_anew(uow.session, [person.id])
        enqueue(uow.session, index_job(), now=people.clock())
        enqueue(uow.session, name_job([person.id]), now=people.clock())
        commit(uow, person)


def person_at(session: Session, person_id: int, actor: Actor, version: int) -> Person:
    """The row of the person as it was at `version`. Raises NotFound, PersonChanged."""
    person = known_person(session, person_id, actor)
    if person.version != version:
        raise _changed(person)
    return person


def touch(person: Person) -> None:
    """Let the version grow though no column of the row itself has changed."""
    flag_modified(person, "folded")


def commit(uow: UnitOfWork, *persons: Person) -> None:
    """Commit; whoever wrote one of the cards at the same moment was first. Raises PersonChanged."""
    name = spoken_name(persons[0])
    try:
        uow.commit()
    except StaleDataError as error:
        raise PersonChanged(name, name=name) from error


def index_anew(session: Session, person_ids: list[int]) -> None:
    """Note that search should see the documents that name these persons anew."""
    named = select(DocumentPerson.document_id).where(DocumentPerson.person_id.in_(person_ids))
    statement = update(Document).where(Document.id.in_(named)).values(index_stamp=Document.index_stamp + 1)
    session.execute(statement, execution_options={"synchronize_session": False})


def _changed(person: Person) -> PersonChanged:
    return PersonChanged(spoken_name(person), name=spoken_name(person))


def _require_birth(people: People, birth_date: datetime.date | None) -> None:
    if birth_date is not None and not FIRST_BIRTH <= birth_date <= people.today():
        raise BadBirthDate(str(birth_date), date=birth_date)


def _trail(people: People, uow: UnitOfWork, actor: Actor) -> AuditTrail:
    return AuditTrail(uow, actor=actor.login, now=people.clock)
