"""A password is set: by its owner, by an invitation, by an administrator at the machine. Other sessions end with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from archive_app.db.models import Invitation, User
from archive_app.errors import Conflict
from archive_app.services.accounts.password_rules import check_new_password
from archive_app.services.accounts.passwords import hash_password, matches
from archive_app.services.accounts.sessions import end_sessions_in

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.services.accounts.ground import Ground


class SamePassword(Conflict):
    """The new password is the old one."""

    code = "same_password"


def choose_password(ground: Ground, user_id: int, password: str, *, by: str, except_key: str = "") -> int:
    """Give the account a password; sessions but that of `except_key` end. How many ended.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordGuessable, SamePassword.
    """
    hashed = approved_hash(ground, user_id, password)
    with ground.writing(by) as (session, trail):
        user = session.get_one(User, user_id)
        return put_password(session, trail, ground, user, hashed, by=by, except_key=except_key)


def approved_hash(ground: Ground, user_id: int, password: str) -> str:
    """The hash of a password that the rules accept; slow on purpose, so no transaction is open meanwhile."""
    with ground.reading() as session:
        user = session.get_one(User, user_id)
    personal = (user.login, user.display_name, user.email or "")
    check_new_password(password, personal)
    if user.password_hash and matches(password, user.password_hash):
        raise SamePassword
    return hash_password(password)


def put_password(
    session: Session, trail: AuditTrail, ground: Ground, user: User, hashed: str, *, by: str, except_key: str = ""
) -> int:
    """Within a transaction of the caller: keep the hash, end the sessions and the open links, tell the journal."""
    user.password_hash = hashed
    void_invitations(session, user.id, ground.clock())  # a link from before would choose another password
    trail.record("user:password:change", user)
    return end_sessions_in(session, trail, user.id, by=by, now=ground.clock(), except_key=except_key)


def void_invitations(session: Session, user_id: int, now: datetime) -> None:
    """Make the open links of an account worthless."""
    earlier = (Invitation.user_id == user_id, Invitation.closed_at.is_(None))
    session.execute(update(Invitation).where(*earlier).values(closed_at=now))
