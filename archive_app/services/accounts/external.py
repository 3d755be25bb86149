"""People known by another house (OpenID Connect, LDAP): what that house says of them, and their account here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import ObjectRef
from archive_app.db.models import User
from archive_app.services.accounts.attempts import STRANGER
from archive_app.services.accounts.signing_in import SignInRefused, folded_login

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground


@dataclass(frozen=True, slots=True)
class ExternalIdentity:
    """A person whose identity another house has proved."""

    via: str
    """`oidc` or `ldap`, for the journal."""
    login: str
    name: str
    groups: frozenset[str] = frozenset()


def external_account(ground: Ground, identity: ExternalIdentity, address: str) -> int:
    """The number of the open account with the login that the other house gave.

    Raises:
        SignInRefused: there is none, or it is blocked.
    """
    login = folded_login(identity.login)
    with ground.reading() as session:
        user = session.scalars(select(User).where(User.login == login, User.active)).first()
    if user is None:
        with ground.writing(STRANGER) as (_, trail):
            trail.record("user:sign_in:fail", ObjectRef("login", login[:100]), address=address, by=identity.via)
        raise SignInRefused
    return user.id
