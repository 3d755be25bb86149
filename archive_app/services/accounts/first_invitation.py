"""The way into a new installation: while nobody can sign in, a start prints an invitation for the first account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import MACHINE
from archive_app.db.models import User
from archive_app.services.accounts.directory import nobody_can_sign_in
from archive_app.services.accounts.invitations import invite

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground


@dataclass(frozen=True, slots=True)
class FirstInvitation:
    """Whom to invite, and where the link leads below the address of the archive."""

    login: str
    path: str


def first_invitation(ground: Ground) -> FirstInvitation | None:
    """A fresh link for the first account; None where somebody can sign in already, or there is no account."""
    if not nobody_can_sign_in(ground):
        return None
    with ground.reading() as session:
        first = session.scalars(select(User).where(User.active).order_by(User.id).limit(1)).first()
    return FirstInvitation(first.login, invite(ground, first.id, by=MACHINE).path) if first else None
