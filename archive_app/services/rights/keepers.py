"""Who keeps accounts: the archive must never be left without such a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from archive_app.db.models import Act, Duty, RoleRight, User

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session


def keepers(session: Session, on: datetime.date) -> int:
    """How many active accounts keep accounts on the day `on`."""
    query = (
        select(func.count(func.distinct(Duty.user_id)))
        .join(User, User.id == Duty.user_id)
        .join(RoleRight, RoleRight.role_code == Duty.role_code)
        .where(User.active, Duty.revoked_at.is_(None), RoleRight.act == Act.ACCOUNTS)
        .where(or_(Duty.valid_from.is_(None), Duty.valid_from <= on))
        .where(or_(Duty.valid_to.is_(None), Duty.valid_to >= on))
    )
    return session.scalar(query) or 0
