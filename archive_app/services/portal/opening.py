"""An account is tied to a person; whose records it sees follows from the card from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Person, PortalAccount
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import Conflict
from archive_app.services.people.ground import present_id, unknown_person
from archive_app.services.portal.following import ROLES, follow
from archive_app.services.rights.errors import NotToOneself
from archive_app.services.rights.names import user_named

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.people.ground import People


class TiedAlready(Conflict):
    """The account is of a person already. Params: `login`."""

    code = "tied_already"


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


def is_portal_only(sessions: sessionmaker[Session], actor: Actor) -> bool:
    """Whether the account is of the portal alone: tied to a person, and without a duty of the staff."""
    if not actor.roles or not actor.roles <= set(ROLES):
        return False
    with reading(sessions) as session:
        return session.scalar(select(PortalAccount.id).where(PortalAccount.user_id == actor.user_id)) is not None


def _person(session: Session, person_id: int) -> int:
    number = present_id(session, person_id)
    if session.get(Person, number) is None:
        raise unknown_person(person_id)
    return number
