"""An account is tied to a person; whose records it sees follows from the card from then on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Person, PortalAccount, User
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import Conflict, NotFound
from archive_app.i18n import translate
from archive_app.services.names import clean_text
from archive_app.services.people.ground import own_persons, present_id, unknown_person
from archive_app.services.portal.following import ROLES, follow, take_away
from archive_app.services.rights.errors import NotToOneself, ReasonMissing
from archive_app.services.rights.names import user_named

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.people.ground import People


class TiedAlready(Conflict):
    """The account is of a person already. Params: `login`."""

    code = "tied_already"


@dataclass(frozen=True, slots=True)
class Tied:
    """An account of a person."""

    login: str
    name: str
    since: datetime.datetime


def tie_account(people: People, login: str, person_id: int, actor: Actor) -> None:
    """Say that the account `login` is of this person; the duties of a student and of a representative come by it.

    Raises:
        NotAllowed, NotFound, UnknownName, TiedAlready; NotToOneself: a second person does that.
    """
    require(actor, Act.ACCOUNTS)
    with UnitOfWork(people.sessions) as uow:
        session = uow.session
        user = user_named(session, login)
        if user.id == actor.user_id:
            raise NotToOneself(login, login=login)
        person = _person(session, person_id)
        if session.scalar(select(PortalAccount.id).where(PortalAccount.user_id == user.id)) is not None:
            raise TiedAlready(login=login)
        session.add(PortalAccount(user_id=user.id, person_id=person, created_at=people.clock(), created_by=actor.login))
        AuditTrail(uow, actor=actor.login, now=people.clock).record("user:portal:open", user, person=person)
        follow(people, uow, [person], actor)
        uow.commit()


def untie_account(people: People, login: str, reason: str, actor: Actor, *, person_id: int | None = None) -> int:
    """Take the account from its person, with all that it saw by that; the number of the person.

    Raises:
        NotAllowed, UnknownName, ReasonMissing; NotFound: the account is of nobody, or not of `person_id`.
        NotToOneself: a second person does that.
    """
    require(actor, Act.ACCOUNTS)
    why = clean_text(reason).strip()
    if not why:
        raise ReasonMissing
    with UnitOfWork(people.sessions) as uow:
        session = uow.session
        user = user_named(session, login)
        if user.id == actor.user_id:
            raise NotToOneself(login, login=login)
        account = session.scalar(select(PortalAccount).where(PortalAccount.user_id == user.id))
        if account is None or person_id not in (None, account.person_id):
            raise NotFound(login, what=translate("The portal of the account {login}", login=login))
        take_away(people, uow, account, actor)
        number = account.person_id
        session.delete(account)
        AuditTrail(uow, actor=actor.login, now=people.clock).record(
            "user:portal:close", user, person=number, reason=why
        )
        uow.commit()
        return number


def accounts_of(people: People, person_id: int, actor: Actor) -> tuple[Tied, ...]:
    """The accounts of a person, by login: one statement. Raises NotAllowed."""
    require(actor, Act.ACCOUNTS)
    query = (
        select(User.login, User.display_name, PortalAccount.created_at)
        .join(PortalAccount, PortalAccount.user_id == User.id)
        .where(PortalAccount.person_id == person_id)
        .order_by(User.login)
    )
    with reading(people.sessions) as session:
        return tuple(Tied(*row) for row in session.execute(query))


def is_portal_only(sessions: sessionmaker[Session], actor: Actor) -> bool:
    """Whether the account is of the portal alone: without a duty of the staff, and of a person or a student of none.

    A student whose account is tied to no card has no records to see yet; one whose studies are over has none any more.
    """
    if not actor.roles <= set(ROLES):
        return False
    if actor.roles and not own_persons(actor):
        return True
    with reading(sessions) as session:
        return session.scalar(select(PortalAccount.id).where(PortalAccount.user_id == actor.user_id)) is not None


def _person(session: Session, person_id: int) -> int:
    number = present_id(session, person_id)
    if session.get(Person, number) is None:
        raise unknown_person(person_id)
    return number
