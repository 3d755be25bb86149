"""A person's name changes; the former one stays in the history and goes on finding the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, Person, PersonName
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import Conflict, NotFound
from archive_app.i18n import translate
from archive_app.jobs import enqueue
from archive_app.numbers import read_number
from archive_app.services.documents import spoken_name
from archive_app.services.kinds import index_job, name_job
from archive_app.services.people.errors import PersonChanged
from archive_app.services.people.ground import present_id
from archive_app.services.people.keeping import commit, index_anew
from archive_app.services.people.papers import Paper, known_paper
from archive_app.services.persons import FullName

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


class SeveralPersons(Conflict):
    """More than one person has this name; the number of one must be given. Params: `name`, `numbers`."""

    code = "several_persons"


def rename_person(
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime.datetime],
    who: str,
    to: str,
    actor: Actor,
    *,
    since: datetime.date | None = None,
    ground: str | None = None,
    document_id: int | None = None,
    version: int | None = None,
) -> int:
    """Give the person `who` (a number, or a full name that one person has) the name `to`; returns the person's number.

    A surname alone leaves the given name and the patronymic as they are.

    `document_id`: the paper of `ground` where it is filed here. `version`: that of the card that was looked at, where
    there was one.

    Every document that names the person is indexed again, in the same commit's job.

    Raises:
        NotFound, SeveralPersons, NameNotUnderstood, NotAllowed; PersonChanged: somebody else was first.
    """
    require(actor, Act.PERSONS)
    name = FullName.parse(to)
    with UnitOfWork(sessions) as uow:
        session = uow.session
        person = person_named(session, who)
        if name.given is None:
            name = FullName(name.surname, person.given, person.patronymic)
        if version is not None and person.version != version:
            raise PersonChanged(spoken_name(person), name=spoken_name(person))
        if spoken_name(person) == spoken_name(name):
            return person.id
        paper = known_paper(session, Paper(ground or "", document_id), actor)
        for current in person.names:
            if current.is_current:
                current.is_current, current.valid_to = False, since
        session.flush()  # at most one name is current, and the new one comes before the change of the old otherwise
        person.names.append(
            PersonName(
                **name._asdict(),
                folded=name.folded,
                valid_from=since,
                ground=paper.words or None,
                document_id=paper.document_id,
                is_current=True,
            )
        )
        person.surname, person.given, person.patronymic, person.folded = *name, name.folded
        index_anew(session, [person.id])
        AuditTrail(uow, actor=actor.login, now=clock).record("person:name:change", person, ground=paper.words)
        enqueue(session, index_job(), now=clock())
        enqueue(session, name_job([person.id]), now=clock())
        number = person.id
        commit(uow, person)
        return number


def person_named(session: Session, who: str) -> Person:
    """The one person of this number, or of this full name. Raises NotFound, SeveralPersons, NameNotUnderstood."""
    if who.isdecimal():
        number = read_number(who)
        person = None if number is None else session.get(Person, present_id(session, number))
        found = [person] if person else []
    else:
        key = FullName.parse(who).folded
        ids = select(PersonName.person_id).where(PersonName.folded == key)
        found = list(
            session.scalars(
                select(Person).where(Person.id.in_(ids), Person.merged_into_id.is_(None)).order_by(Person.id)
            )
        )
    if not found:
        raise NotFound(who, what=translate("Person {name}", name=who))
    if len(found) > 1:
        raise SeveralPersons(who, name=who, numbers=", ".join(str(person.id) for person in found))
    return found[0]
