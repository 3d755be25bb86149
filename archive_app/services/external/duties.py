"""Duties that groups of a directory give: made equal to the groups at each sign-in, those given by hand left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Duty
from archive_app.services.external.errors import RolesNotUnderstood
from archive_app.services.rights.duties import require_complete
from archive_app.services.rights.errors import DutyIncomplete, UnknownName
from archive_app.services.rights.names import group_named, role_named, unit_named

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.db.models import User
    from archive_app.directory_roles import GroupRole


@dataclass(frozen=True, slots=True)
class Given:
    """A duty as the mapping gives it; `by` is its mark, such as `ldap:cn=teachers`: no login has a colon."""

    by: str
    role: str
    unit_id: int | None
    group_id: int | None


def roles_given(mapping: Iterable[GroupRole], groups: Iterable[str]) -> tuple[GroupRole, ...]:
    """The lines of the mapping that these groups meet."""
    held = tuple(groups)
    return tuple(line for line in mapping if line.is_given_by(held))


def resolved(session: Session, line: GroupRole, via: str, on: datetime.date) -> Given:
    """A line of the mapping with rows of this archive in place of names.

    Raises:
        RolesNotUnderstood: there is no such role, unit or group, or the role needs one and none is named.
    """
    try:
        given = Given(
            by=f"{via}:{line.group}",
            role=role_named(session, line.role).code,
            unit_id=unit_named(session, line.unit).id if line.unit else None,
            group_id=group_named(session, line.study_group, on).id if line.study_group else None,
        )
        require_complete(session, Duty(role_code=given.role, unit_id=given.unit_id, group_id=given.group_id))
    except (UnknownName, DutyIncomplete) as error:
        named = error.params.get("name") or error.params.get("missing")
        raise RolesNotUnderstood(str(error), group=line.group, reason=named) from error
    return given


def match_duties(
    session: Session,
    trail: AuditTrail,
    user: User,
    via: str,
    lines: Iterable[GroupRole],
    *,
    now: datetime.datetime,
    on: datetime.date,
) -> None:
    """Give `user` the duties of `lines` that are missing, take away those that `via` gave and no line gives any more.

    Raises RolesNotUnderstood.
    """
    wanted = {resolved(session, line, via, on) for line in lines}
    rows = session.scalars(select(Duty).where(Duty.user_id == user.id, Duty.revoked_at.is_(None)))
    held = {
        Given(duty.given_by, duty.role_code, duty.unit_id, duty.group_id): duty
        for duty in rows
        if duty.given_by.startswith(f"{via}:")
    }
    for gone in held.keys() - wanted:
        duty = held[gone]
        duty.revoked_at, duty.revoked_by = now, gone.by
        trail.record("user:duty:revoke", user, duty=duty.id, role=gone.role, by=gone.by)
    for new in sorted(wanted - held.keys(), key=lambda given: (given.by, given.role)):
        session.add(
            Duty(
                user_id=user.id,
                role_code=new.role,
                unit_id=new.unit_id,
                group_id=new.group_id,
                given_by=new.by,
                given_at=now,
            )
        )
        trail.record("user:duty:give", user, role=new.role, unit=new.unit_id, group=new.group_id, by=new.by)
