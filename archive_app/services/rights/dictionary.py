"""Units and groups: what records belong to and rights are measured by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Date, bindparam, or_, select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Duty, Fonds, StudyGroup, Unit, User
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.services.rights.entries import changing, free_title, retire_too
from archive_app.services.rights.errors import BadPeriod, NameTaken
from archive_app.services.rights.names import unit_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit; nothing new is put into one that is retired."""

    unit_id: int
    name: str
    retired: bool
    version: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of study with its dates; `curators` are those of today."""

    group_id: int
    name: str
    unit: str | None
    started_on: datetime.date
    ended_on: datetime.date | None
    version: int
    curators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupSaid:
    """What a person says of a group."""

    name: str
    started_on: datetime.date
    ended_on: datetime.date | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Keeps units and groups. A change goes by the `version` that was read."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def add_unit(self, name: str, actor: Actor) -> int:
        """A new unit; its number. Raises NotAllowed, NameTaken."""
        require(actor, Act.ACCOUNTS)
        with UnitOfWork(self.sessions) as uow:
            fonds = uow.session.scalars(select(Fonds.id).order_by(Fonds.id)).one()
            unit = Unit(fonds_id=fonds, name=free_title(name, ()))
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
        _require_period(started_on, ended_on)
        with UnitOfWork(self.sessions) as uow:
            of = unit_named(uow.session, unit).id if unit else None
            group = StudyGroup(name=free_title(name, ()), unit_id=of, started_on=started_on, ended_on=ended_on)
            return self._add(uow, group, "group:record:add", actor)

    def rename_unit(self, unit_id: int, version: int, name: str, actor: Actor, *, retired: bool | None = None) -> None:
        """Another name; records stay in it. `retired` None: as it is.

        Raises NotAllowed, NotFound, EntryChanged, TitleMissing, NameTaken.
        """
        require(actor, Act.ACCOUNTS)
        with changing(self.sessions, Unit, unit_id, version, _unit_words(unit_id)) as (uow, unit):
            others = select(Unit.name).where(Unit.fonds_id == unit.fonds_id, Unit.id != unit_id)
            unit.name = free_title(name, uow.session.scalars(others))
            told = retire_too(unit, retired=retired, now=self.clock())
            self._told(uow, actor, "unit:record:change", unit, name=unit.name, **told)

    def retire_unit(self, unit_id: int, version: int, actor: Actor, *, retired: bool) -> None:
        """Offer the unit no longer, or again. Raises NotAllowed, NotFound, EntryChanged."""
        require(actor, Act.ACCOUNTS)
        with changing(self.sessions, Unit, unit_id, version, _unit_words(unit_id)) as (uow, unit):
            unit.retired_at = self.clock() if retired else None
            self._told(uow, actor, "unit:record:change", unit, retired=retired)

    def change_group(self, group_id: int, version: int, said: GroupSaid, actor: Actor) -> None:
        """Other name, unit, days. Raises NotAllowed, NotFound, EntryChanged, TitleMissing, NameTaken, BadPeriod."""
        require(actor, Act.ACCOUNTS)
        _require_period(said.started_on, said.ended_on)
        what = translate("Group {number}", number=group_id)
        try:
            with changing(self.sessions, StudyGroup, group_id, version, what) as (uow, group):
                group.name = free_title(said.name, ())
                group.unit_id = unit_named(uow.session, said.unit).id if said.unit else None
                group.started_on, group.ended_on = said.started_on, said.ended_on
                self._told(uow, actor, "group:record:change", group, name=group.name, **_days(said))
        except IntegrityError as error:
            raise NameTaken(said.name, name=said.name) from error

    def units(self, *, retired: bool = False) -> tuple[UnitLine, ...]:
        """All units, by name; those that are `retired` only where they are asked for, at the end."""
        query = select(Unit.id, Unit.name, Unit.retired_at.is_not(None), Unit.version)
        query = query.order_by(Unit.retired_at.is_not(None), Unit.name)
        with reading(self.sessions) as session:
            rows = session.execute(query if retired else query.where(Unit.retired_at.is_(None)))
            return tuple(UnitLine(*row) for row in rows)

    def groups(self) -> tuple[GroupLine, ...]:
        """All groups, the latest first."""
        with reading(self.sessions) as session:
            return tuple(GroupLine(*row) for row in session.execute(_GROUPS))

    def groups_with_curators(self, on: datetime.date) -> tuple[GroupLine, ...]:
        """The same with the names of those who hold a duty of curator for the group on the day `on`: two statements."""
        with reading(self.sessions) as session:
            found: dict[int | None, list[str]] = {}
            for group_id, name in session.execute(_CURATORS, {"on": on}):
                found.setdefault(group_id, []).append(name)
            return tuple(GroupLine(*row, tuple(found.get(row.id, ()))) for row in session.execute(_GROUPS))

    def _told(self, uow: UnitOfWork, actor: Actor, action: str, row: Unit | StudyGroup, **details: object) -> None:
        AuditTrail(uow, actor=actor.login, now=self.clock).record(action, row, **details)

    def _add(self, uow: UnitOfWork, row: Unit | StudyGroup, action: str, actor: Actor) -> int:
        uow.session.add(row)
        try:
            uow.session.flush()
        except IntegrityError as error:
            raise NameTaken(row.name, name=row.name) from error
        self._told(uow, actor, action, row, name=row.name)
        uow.commit()
        return row.id


CURATOR = "curator"
_GROUPS = (
    select(StudyGroup.id, StudyGroup.name, Unit.name, StudyGroup.started_on, StudyGroup.ended_on, StudyGroup.version)
    .outerjoin(Unit, Unit.id == StudyGroup.unit_id)
    .order_by(StudyGroup.started_on.desc(), StudyGroup.name)
)
_ON = bindparam("on", type_=Date())
_CURATORS = (
    select(Duty.group_id, User.display_name)
    .join(User, User.id == Duty.user_id)
    .where(Duty.role_code == CURATOR, Duty.group_id.is_not(None), Duty.revoked_at.is_(None), User.active)
    .where(or_(Duty.valid_from.is_(None), Duty.valid_from <= _ON), or_(Duty.valid_to.is_(None), Duty.valid_to >= _ON))
    .order_by(User.display_name)
)


def _require_period(since: datetime.date, until: datetime.date | None) -> None:
    if until is not None and until < since:
        raise BadPeriod(since=since, until=until)


def _unit_words(unit_id: int) -> str:
    return translate("Unit {number}", number=unit_id)


def _days(said: GroupSaid) -> dict[str, object]:
    return {"since": said.started_on, "until": said.ended_on, "unit": said.unit}
