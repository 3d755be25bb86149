"""The holder of an account, as sign-in knows them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import SecondFactor, User

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground


@dataclass(frozen=True, slots=True)
class Holder:
    """An open account. `secret` is its second factor, encrypted; None: it has none."""

    user_id: int
    login: str
    name: str
    has_password: bool
    mark: str
    """Changes with the password: what was begun with an earlier one is not finished."""
    secret: str | None


def holder(ground: Ground, user_id: int) -> Holder | None:
    """The holder of the account `user_id`, if it is open."""
    query = select(User, SecondFactor).outerjoin(SecondFactor, SecondFactor.user_id == User.id)
    with ground.reading() as session:
        row = session.execute(query.where(User.id == user_id, User.active)).first()
    return holder_of(row[0], row[1]) if row else None


def holder_of(user: User, factor: SecondFactor | None) -> Holder:
    """The same from rows that are read already."""
    mark = hashlib.sha256((user.password_hash or "").encode()).hexdigest()[:16]
    secret = factor.secret if factor else None
    return Holder(user.id, user.login, user.display_name, user.password_hash is not None, mark, secret)
