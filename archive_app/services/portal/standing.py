"""In whose name the holder of an account acts in the portal today: in the own, or in that of who is spoken for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from archive_app.db.models import Guardianship, Person, PortalAccount
from archive_app.services.documents import spoken_name
from archive_app.services.guardians import authority_of, in_force
from archive_app.services.people.ground import own_persons, unknown_person

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """`applicant` acts for the person; `authority` is the paper by which a representative does, None for oneself."""

    person_id: int
    applicant: str
    authority: str | None


def on_own_side(actor: Actor, person: Any, on: datetime.date) -> ColumnElement[bool]:
    """The condition on a column with the number of a person: `actor` is that person, or speaks for it on that day.

    The card is asked once more besides the duty that follows from it, in the statement that finds the row.
    """
    me = account_person(actor)
    speaks = select(Guardianship.id).where(
        Guardianship.person_id == person, Guardianship.guardian_id.in_(me), in_force(on)
    )
    return and_(person.in_(own_persons(actor)), or_(person.in_(me), speaks.exists()))


def standing(session: Session, person_id: int, actor: Actor, on: datetime.date) -> Standing:
    """In whose name `actor` asks for something about the person on that day.

    Raises:
        NotFound: neither oneself nor somebody whom one speaks for; nobody at all is answered the same.
    """
    person = session.scalars(select(Person).where(Person.id == person_id, on_own_side(actor, Person.id, on))).first()
    if person is None:
        raise unknown_person(person_id)
    me = session.scalars(select(Person).where(Person.id.in_(account_person(actor)))).one()
    if me.id == person.id:
        return Standing(person.id, spoken_name(person), None)
    authority = authority_of(session, me.id, person.id, on)
    if authority is None:
        raise unknown_person(person_id)
    return Standing(person.id, spoken_name(me), authority.ground)


def account_person(actor: Actor) -> Select[int]:
    """Whose the account is."""
    return select(PortalAccount.person_id).where(PortalAccount.user_id == actor.user_id)
