"""Invitations: a link, good once and for a few days, by which a person chooses the password of an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.db.models import Invitation, User
from archive_app.errors import ArchiveError
from archive_app.services.accounts.attempts import forget_tries
from archive_app.services.accounts.choosing_password import approved_hash, put_password, void_invitations
from archive_app.services.accounts.random_keys import key_hash, new_key

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.services.accounts.ground import Ground


class InvitationVoid(ArchiveError):
    """The link was used, has expired, was replaced by a later one, or never was."""

    code = "invitation_void"
    http_status = 410


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link invites."""

    user_id: int
    login: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh invitation; `key` is told once."""

    key: str
    expires_at: datetime
    login: str
    email: str | None
    """Where a letter may go."""

    @property
    def path(self) -> str:
        """Where it leads, below the address of the archive. In the query, which is never logged."""
        return f"/invitation?key={self.key}"


def invite(ground: Ground, user_id: int, *, by: str) -> Link:
    """Make a link for the account; earlier ones are void."""
    with ground.writing(by) as (session, trail):
        return invite_in(session, trail, session.get_one(User, user_id), by=by, ground=ground)


def invite_in(session: Session, trail: AuditTrail, user: User, *, by: str, ground: Ground) -> Link:
    """The same within a transaction of the caller; the account has its number."""
    key, now = new_key(), ground.clock()
    void_invitations(session, user.id, now)
    made = Invitation(
        user_id=user.id,
        token_hash=key_hash(key),
        created_at=now,
        created_by=by,
        expires_at=now + ground.rules.invitation_lifetime,
    )
    session.add(made)
    trail.record("user:invitation:make", made, user_id=user.id)
    return Link(key, made.expires_at, user.login, user.email)


def invited(ground: Ground, key: str) -> Invited:
    """Whom `key` invites.

    Raises:
        InvitationVoid: nobody, or no longer.
    """
    query = select(Invitation).where(Invitation.token_hash == key_hash(key)).options(joinedload(Invitation.user))
    with ground.reading() as session:
        found = session.scalars(query).first()
    if found is None or found.closed_at or found.expires_at <= ground.clock() or not found.user.active:
        raise InvitationVoid
    return Invited(found.user_id, found.user.login, found.user.display_name, found.expires_at)


def accept_invitation(ground: Ground, key: str, password: str) -> int:
    """Choose the password by the link, which is used up; all sessions end, tries are forgotten. The account's number.

    Raises:
        InvitationVoid. PasswordTooShort, PasswordTooLong, PasswordGuessable: the link stays good.
    """
    guest = invited(ground, key)
    hashed = approved_hash(ground, guest.user_id, password)
    with ground.writing(guest.login) as (session, trail):
        query = select(Invitation).where(Invitation.token_hash == key_hash(key)).with_for_update()
        found = session.scalars(query).one()
        if found.closed_at:  # somebody was quicker meanwhile
            raise InvitationVoid
        found.closed_at = ground.clock()
        trail.record("user:invitation:use", found, user_id=guest.user_id)
        put_password(session, trail, ground, session.get_one(User, guest.user_id), hashed, by=guest.login)
        forget_tries(session, guest.login)
    return guest.user_id
