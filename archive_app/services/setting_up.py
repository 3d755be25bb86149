"""The first rows: the fonds and the first account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.models import Duty, Fonds, User
from archive_app.db.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

FIRST_ROLES = ("archivist", "sysadmin", "auditor")
"""One person does it all in a small school; the roles are parted as soon as there are two."""
FIRST_FONDS = "1"
DEFAULT_NAME = "Администратор"


@dataclass(frozen=True, slots=True)
class SetUp:
    """What `archive init` answers: the schema's revision and the login of the first account."""

    revision: str
    login: str | None


def set_up(
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime.datetime],
    *,
    admin: str | None,
    organisation: str | None,
    revision: str,
) -> SetUp:
    """Make the fonds and the first account where there are none; what is there stays."""
    with UnitOfWork(sessions) as uow:
        session = uow.session
        trail = AuditTrail(uow, actor=MACHINE, now=clock)
        fonds = session.scalars(select(Fonds).order_by(Fonds.id)).first()
        if fonds is None:
            fonds = Fonds(number=FIRST_FONDS, name=organisation or "—")
            session.add(fonds)
            trail.record("fonds:record:add", fonds)
        elif organisation and fonds.name == "—":
            fonds.name = organisation
        user = session.scalars(select(User).where(User.active).order_by(User.id)).first()
        if user is None:
            name = admin or DEFAULT_NAME
            user = User(login=_login(name), display_name=name, active=True, created_at=clock())
            session.add(user)
            session.add_all(Duty(user=user, role_code=role, given_by=MACHINE, given_at=clock()) for role in FIRST_ROLES)
            trail.record("user:account:add", user, roles=list(FIRST_ROLES))
        uow.commit()
        return SetUp(revision, user.login)


def _login(name: str) -> str:
    """`Соколова Мария Игоревна` signs in as `соколова`."""
    return re.sub(r"[^\w.-]", "", name.split(maxsplit=1)[0].casefold()) or "admin"
