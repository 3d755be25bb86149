"""What each role may do: presets of the regulations that an administrator changes right by right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.auth.acts import DOCUMENT_ACTS
from archive_app.db.engine import reading
from archive_app.db.models import Act, Duty, Reach, Role, RoleRight
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.rights.errors import LastKeeper, NotToOneself
from archive_app.services.rights.names import kind_named, role_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class RightOfRole:
    """One right of a role; `kind` None is every kind of documents."""

    right_id: int
    act: str
    kind: str | None
    reach: str
    max_confidentiality: int


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with its rights."""

    code: str
    title: str
    second_factor_required: bool
    rights: tuple[RightOfRole, ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """Shows and changes the rights of roles."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def listed(self) -> tuple[RoleLine, ...]:
        """All roles; what a role may do is no secret."""
        with reading(self.sessions) as session:
            rights: dict[str, list[RightOfRole]] = {}
            for row in session.scalars(select(RoleRight).order_by(RoleRight.id)):
                right = RightOfRole(row.id, row.act.value, row.kind_code, row.reach.value, row.max_confidentiality)
                rights.setdefault(row.role_code, []).append(right)
            return tuple(
                RoleLine(role.code, role.title, role.second_factor_required, tuple(rights.get(role.code, ())))
                for role in session.scalars(select(Role).order_by(Role.title))
            )

    def allow(
        self,
        role: str,
        act: Act,
        actor: Actor,
        *,
        kind: str | None = None,
        reach: Reach = Reach.ALL,
        max_confidentiality: int = 0,
    ) -> int:
        """Give a right to everybody who holds the role; the right's number.

        Raises:
            NotAllowed, UnknownName; NotToOneself: it would open documents to the one who gives it.
        """
        require(actor, Act.ACCOUNTS)
        with UnitOfWork(self.sessions) as uow:
            held = role_named(uow.session, role)
            if act in DOCUMENT_ACTS and held.code in actor.roles:
                raise NotToOneself(actor.login, login=actor.login)
            known = _same(uow.session, held.code, act, kind, reach, max_confidentiality)
            if known is not None:
                return known
            right = RoleRight(
                role_code=held.code,
                act=act,
                kind_code=kind_named(uow.session, kind).code if kind else None,
                reach=reach,
                max_confidentiality=max_confidentiality,
            )
            uow.session.add(right)
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "role:right:allow",
                held,
                act=act.value,
                kind=right.kind_code,
                reach=reach.value,
                up_to=max_confidentiality,
            )
            uow.commit()
            return right.id

    def forbid(self, right_id: int, actor: Actor) -> None:
        """Take one right away from its role. Raises NotAllowed, NotFound, LastKeeper."""
        require(actor, Act.ACCOUNTS)
        with UnitOfWork(self.sessions) as uow:
            right = uow.session.get(RoleRight, right_id)
            if right is None:
                raise NotFound(str(right_id), what=translate("Right {number}", number=right_id))
            if right.act is Act.ACCOUNTS and not _others(uow.session, right):
                raise LastKeeper(actor.login, login=actor.login)
            role = uow.session.get_one(Role, right.role_code)
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "role:right:forbid", role, act=right.act.value, kind=right.kind_code, reach=right.reach.value
            )
            uow.session.delete(right)
            uow.commit()

    def require_second_factor(self, role: str, actor: Actor, *, required: bool) -> None:
        """Whether whoever holds the role must sign in with a second factor. Raises NotAllowed, UnknownName."""
        require(actor, Act.ACCOUNTS)
        with UnitOfWork(self.sessions) as uow:
            held = role_named(uow.session, role)
            held.second_factor_required = required
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "role:second_factor:require", held, required=required
            )
            uow.commit()


def _same(session: Session, role: str, act: Act, kind: str | None, reach: Reach, highest: int) -> int | None:
    """The number of the very same right, where the role has it already."""
    code = kind_named(session, kind).code if kind else None
    query = select(RoleRight.id).where(RoleRight.role_code == role, RoleRight.act == act, RoleRight.reach == reach)
    of_kind = RoleRight.kind_code.is_(None) if code is None else RoleRight.kind_code == code
    return session.scalar(query.where(of_kind, RoleRight.max_confidentiality == highest).limit(1))


def _others(session: Session, right: RoleRight) -> Iterable[int]:
    """Duties in force that keep accounts by another right."""
    query = (
        select(Duty.id)
        .join(RoleRight, RoleRight.role_code == Duty.role_code)
        .where(RoleRight.act == Act.ACCOUNTS, RoleRight.id != right.id, Duty.revoked_at.is_(None))
    )
    return session.scalars(query.limit(1)).all()
