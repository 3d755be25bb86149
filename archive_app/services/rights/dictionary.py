"""Units and groups: what records belong to and rights are measured by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Fonds, StudyGroup, Unit
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import BadPeriod, NameTaken
from archive_app.services.rights.names import unit_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit."""

    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of study with its dates."""

    group_id: int
    name: str
    unit: str | None
    started_on: datetime.date
    ended_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Keeps units and groups."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def add_unit(self, name: str, actor: Actor) -> int:
        """A new unit; its number. Raises NotAllowed, NameTaken."""
        require(actor, Act.ACCOUNTS)
        with UnitOfWork(self.sessions) as uow:
            fonds = uow.session.scalars(select(Fonds.id).order_by(Fonds.id)).one()
            unit = Unit(fonds_id=fonds, name=clean_text(name).strip())
            return self._add(uow, unit, "unit:record:add", actor)

    def add_group(
        self,
        name: str,
        actor: Actor,
        *,
        started_on: datetime.date,
        ended_on: datetime.date | None = None,
        unit: str | None = None,
    ) -> int:
        """A new group; its number. Raises NotAllowed, NameTaken, BadPeriod, UnknownName."""
        require(actor, Act.ACCOUNTS)
        if ended_on is not None and ended_on < started_on:
            raise BadPeriod(since=started_on, until=ended_on)
        with UnitOfWork(self.sessions) as uow:
            of = unit_named(uow.session, unit).id if unit else None
            group = StudyGroup(name=clean_text(name).strip(), unit_id=of, started_on=started_on, ended_on=ended_on)
            return self._add(uow, group, "group:record:add", actor)

    def units(self) -> tuple[UnitLine, ...]:
        """All units, by name."""
        with reading(self.sessions) as session:
            rows = session.execute(select(Unit.id, Unit.name).order_by(Unit.name))
            return tuple(UnitLine(*row) for row in rows)

    def groups(self) -> tuple[GroupLine, ...]:
        """All groups, the latest first."""
        query = (
            select(StudyGroup.id, StudyGroup.name, Unit.name, StudyGroup.started_on, StudyGroup.ended_on)
            .outerjoin(Unit, Unit.id == StudyGroup.unit_id)
            .order_by(StudyGroup.started_on.desc(), StudyGroup.name)
        )
        with reading(self.sessions) as session:
            return tuple(GroupLine(*row) for row in session.execute(query))

    def _add(self, uow: UnitOfWork, row: Unit | StudyGroup, action: str, actor: Actor) -> int:
        uow.session.add(row)
        try:
            uow.session.flush()
        except IntegrityError as error:
            raise NameTaken(row.name, name=row.name) from error
        AuditTrail(uow, actor=actor.login, now=self.clock).record(action, row, name=row.name)
        uow.commit()
        return row.id
