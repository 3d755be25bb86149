"""Duties of portal accounts follow what cards say of studies, authority and birth dates, in the same transaction."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.audit import AuditTrail
from archive_app.db.models import Authority, Duty, Guardianship, PortalAccount, Study
from archive_app.i18n import translate
from archive_app.services.people.ages import FULL_AGE
from archive_app.services.rights.errors import NotToOneself

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.db.unit_of_work import UnitOfWork
    from archive_app.services.people.ground import People

STUDENT, PARENT = "student", "parent"
ROLES = (STUDENT, PARENT)
_Wanted = tuple[str, int, datetime.date | None, datetime.date | None]
"""Role, whose records, from when, until when."""


def follow(people: People, uow: UnitOfWork, person_ids: Iterable[int], actor: Actor) -> None:
    """Give the accounts of these persons the duties that their cards give, and take away those that they do not.

    Raises:
        NotToOneself: the acting person would change what the own account sees.
    """
    uow.session.flush()
    query = select(PortalAccount).where(PortalAccount.person_id.in_(set(person_ids)))
    for account in uow.session.scalars(query.options(joinedload(PortalAccount.user))).all():
        wanted = set(_wanted(uow.session, account.person_id, people.today()))
        _settle(people, uow, account, wanted, actor)


def take_away(people: People, uow: UnitOfWork, account: PortalAccount, actor: Actor) -> None:
    """The account loses all that the card gave to it. Raises NotToOneself."""
    _settle(people, uow, account, set(), actor)


def guardians_ever(session: Session, person_id: int) -> list[int]:
    """Everybody who speaks or spoke for the person: those whose accounts follow the card."""
    return list(session.scalars(select(Guardianship.guardian_id).where(Guardianship.person_id == person_id)))


def _settle(people: People, uow: UnitOfWork, account: PortalAccount, wanted: set[_Wanted], actor: Actor) -> None:
    held = {
        (duty.role_code, duty.person_id, duty.valid_from, duty.valid_to): duty for duty in _held(uow.session, account)
    }
    if account.user_id == actor.user_id and wanted != held.keys():
        raise NotToOneself(actor.login, login=actor.login)
    now, trail = people.clock(), AuditTrail(uow, actor=actor.login, now=people.clock)
    for key, duty in held.items():
        if key not in wanted:
            duty.revoked_at, duty.revoked_by = now, actor.login
            trail.record("user:duty:revoke", account.user, duty=duty.id, role=duty.role_code, person=duty.person_id)
    for role, person_id, since, until in sorted(wanted - held.keys(), key=repr):
        duty = Duty(
            user_id=account.user_id,
            role_code=role,
            person_id=person_id,
            valid_from=since,
            valid_to=until,
            reason=translate("portal"),
            given_by=actor.login,
            given_at=now,
        )
        uow.session.add(duty)
        told = {"role": role, "person": person_id, "since": since, "until": until}
        trail.record("user:duty:give", account.user, **told)


def _held(session: Session, account: PortalAccount) -> list[Duty]:
    query = select(Duty).where(
        Duty.user_id == account.user_id,
        Duty.role_code.in_(ROLES),
        Duty.revoked_at.is_(None),
        Duty.person_id.is_not(None),
    )
    return list(session.scalars(query))


def _wanted(session: Session, person_id: int, today: datetime.date) -> Iterable[_Wanted]:
    ends = session.scalars(select(Study.ended_on).where(Study.person_id == person_id)).all()
    last = None if None in ends else max((end for end in ends if end is not None), default=None)
    if None in ends or (last is not None and last >= today):  # until the last day of the last study
        yield STUDENT, person_id, None, last
    query = select(Guardianship).where(Guardianship.guardian_id == person_id, Guardianship.revoked_on.is_(None))
    for row in session.scalars(query.options(joinedload(Guardianship.person))):
        until = min((day for day in (row.valid_to, _last_minor_day(row)) if day is not None), default=None)
        if until is None or until >= max(today, row.valid_from):
            yield PARENT, row.person_id, row.valid_from, until


def _last_minor_day(row: Guardianship) -> datetime.date | None:
    """The day before the eighteenth birthday, on which authority over a child ends."""
    born = row.person.birth_date
    if born is None or row.authority is Authority.PROXY:
        return None
    day = 28 if (born.month, born.day) == (2, 29) else born.day
    grown = datetime.date(born.year + FULL_AGE, born.month, day)
    if day != born.day:
        grown += datetime.timedelta(days=1)  # in March for who was born on 29 February
    return grown - datetime.timedelta(days=1)
