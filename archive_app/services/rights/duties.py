"""Duties: who holds which role, for which unit, group or person, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Duty, Person, Reach, RoleRight, StudyGroup, Unit, User
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.services.documents import spoken_name
from archive_app.services.people.ground import present_id
from archive_app.services.rights.errors import BadPeriod, DutyIncomplete, LastKeeper, NotToOneself
from archive_app.services.rights.keepers import keepers
from archive_app.services.rights.names import group_named, role_named, unit_named, user_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

REACH_NAMES = {Reach.UNIT: mark("the unit"), Reach.GROUP: mark("the group"), Reach.OWN: mark("the person")}


@dataclass(frozen=True, slots=True)
class Holding:
    """What a duty is held for; None: not limited by it. Both days are included."""

    unit: str | None = None
    group: str | None = None
    person_id: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty as a person reads it."""

    duty_id: int
    login: str
    name: str
    role: str
    role_title: str
    unit: str | None
    group: str | None
    person: str | None
    since: datetime.date | None
    until: datetime.date | None
    reason: str | None
    given_by: str
    given_at: datetime.datetime
    revoked_at: datetime.datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """Gives duties, takes them away, lists them."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def give(self, login: str, role: str, actor: Actor, holding: Holding | None = None) -> int:
        """Give `login` the role; the duty's number.

        Raises:
            NotAllowed, NotToOneself, UnknownName, BadPeriod;
            DutyIncomplete: the role reaches a unit, a group or own records, and none is named.
        """
        require(actor, Act.ACCOUNTS)
        said = holding or Holding()
        if said.until is not None and said.until < max(said.since or self.today(), self.today()):
            raise BadPeriod(since=said.since or self.today(), until=said.until)
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            user = user_named(session, login)
            if user.id == actor.user_id:
                raise NotToOneself(login, login=login)
            held = role_named(session, role)
            duty = Duty(
                user_id=user.id,
                role_code=held.code,
                unit_id=unit_named(session, said.unit).id if said.unit else None,
                group_id=group_named(session, said.group, said.since or self.today()).id if said.group else None,
                person_id=_person(session, said.person_id),
                valid_from=said.since,
                valid_to=said.until,
                reason=said.reason,
                given_by=actor.login,
                given_at=self.clock(),
            )
            require_complete(session, duty)
            session.add(duty)
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "user:duty:give",
                user,
                role=held.code,
                unit=said.unit,
                group=said.group,
                person=said.person_id,
                since=said.since,
                until=said.until,
                reason=said.reason,
            )
            uow.commit()
            return duty.id

    def revoke(self, duty_id: int, actor: Actor, reason: str | None = None) -> None:
        """Take a duty away from this moment on; requests and long work that run meet it at their next step.

        Raises:
            NotAllowed, NotFound; LastKeeper: nobody would be left to keep accounts.
        """
        require(actor, Act.ACCOUNTS)
        with UnitOfWork(self.sessions) as uow:
            duty = uow.session.scalars(
                select(Duty).where(Duty.id == duty_id, Duty.revoked_at.is_(None)).options(joinedload(Duty.user))
            ).first()
            if duty is None:
                raise NotFound(str(duty_id), what=translate("Duty {number}", number=duty_id))
            duty.revoked_at, duty.revoked_by = self.clock(), actor.login
            uow.session.flush()
            if not keepers(uow.session, self.today()):
                raise LastKeeper(duty.user.login, login=duty.user.login)
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "user:duty:revoke", duty.user, duty=duty.id, role=duty.role_code, reason=reason
            )
            uow.commit()

    def listed(self, actor: Actor, login: str | None = None, *, former: bool = False) -> tuple[DutyLine, ...]:
        """The duties of all, or of `login`; with `former` also those that ended. Raises NotAllowed, UnknownName."""
        require(actor, Act.ACCOUNTS)
        query = (
            select(Duty, Unit.name, StudyGroup.name, Person)
            .options(contains_eager(Duty.user), contains_eager(Duty.role))
            .join(Duty.user)
            .join(Duty.role)
            .outerjoin(Unit, Unit.id == Duty.unit_id)
            .outerjoin(StudyGroup, StudyGroup.id == Duty.group_id)
            .outerjoin(Person, Person.id == Duty.person_id)
            .order_by(User.display_name, Duty.id)
        )
        with reading(self.sessions) as session:
            if login is not None:
                query = query.where(Duty.user_id == user_named(session, login).id)
            lines = tuple(_line(*row, on=self.today()) for row in session.execute(query))
        return lines if former else tuple(line for line in lines if line.in_force or _to_come(line, self.today()))


def require_complete(session: Session, duty: Duty) -> None:
    """A role whose every right reaches a unit, a group or a person would give nothing at all without it.

    Raises:
        DutyIncomplete: it is not said which.
    """
    reaches = set(session.scalars(select(RoleRight.reach).where(RoleRight.role_code == duty.role_code).distinct()))
    said = {Reach.UNIT: duty.unit_id, Reach.GROUP: duty.group_id, Reach.OWN: duty.person_id}
    missing = [reach for reach in sorted(reaches & said.keys()) if said[reach] is None]
    if missing and Reach.ALL not in reaches:
        words = ", ".join(translate(REACH_NAMES[reach]) for reach in missing)
        raise DutyIncomplete(duty.role_code, role=duty.role_code, missing=words)


def _person(session: Session, person_id: int | None) -> int | None:
    if person_id is None:
        return None
    number = present_id(session, person_id)
    if session.get(Person, number) is None:
        raise NotFound(str(person_id), what=translate("Person {name}", name=person_id))
    return number


def _line(duty: Duty, unit: str | None, group: str | None, person: Person | None, *, on: datetime.date) -> DutyLine:
    begun = duty.valid_from is None or duty.valid_from <= on
    lasting = duty.valid_to is None or duty.valid_to >= on
    return DutyLine(
        duty_id=duty.id,
        login=duty.user.login,
        name=duty.user.display_name,
        role=duty.role_code,
        role_title=duty.role.title,
        unit=unit,
        group=group,
        person=spoken_name(person) if person else None,
        since=duty.valid_from,
        until=duty.valid_to,
        reason=duty.reason,
        given_by=duty.given_by,
        given_at=duty.given_at,
        revoked_at=duty.revoked_at,
        in_force=begun and lasting and duty.revoked_at is None,
    )


def _to_come(line: DutyLine, on: datetime.date) -> bool:
    return line.revoked_at is None and line.since is not None and line.since > on
