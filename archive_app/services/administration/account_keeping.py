"""An account as its keeper sees and changes it: card, invitation, block, sessions, keys, second factor, lockout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, ExternalIdentity, Invitation, SecondFactor
from archive_app.errors import Conflict
from archive_app.services.accounts import directory, invitations, sessions
from archive_app.services.accounts.api_tokens import TokenLine, revoke_token, tokens_of
from archive_app.services.accounts.attempts import forget_tries, locked_until
from archive_app.services.accounts.second_factor import remove_second_factor
from archive_app.services.administration.account_list import AccountState, state_of
from archive_app.services.names import clean_text
from archive_app.services.rights.names import user_named

if TYPE_CHECKING:
    import datetime

    from archive_app.services.accounts.ground import Ground
    from archive_app.services.accounts.invitations import Link
    from archive_app.services.accounts.sessions import OpenSession


class AccountChanged(Conflict):
    """Somebody else has changed name or address since the form was opened. Params: `name`, `email` (as they are)."""

    code = "account_changed"


@dataclass(frozen=True, slots=True)
class Naming:
    """What an account says of its person."""

    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class AccountCard:
    """All that is known of an account; `houses` are the directories that prove who it is."""

    user_id: int
    login: str
    name: str
    email: str | None
    state: AccountState
    created_at: datetime.datetime
    has_password: bool
    houses: tuple[str, ...]
    second_factor_since: datetime.datetime | None
    invited_until: datetime.datetime | None
    locked_until: datetime.datetime | None
    sessions: tuple[OpenSession, ...]
    keys: tuple[TokenLine, ...]


@dataclass(frozen=True, slots=True)
class AccountKeeping:
    """The acts of whoever keeps accounts; each raises NotAllowed and UnknownName, and stands in the journal."""

    ground: Ground

    def card(self, login: str, actor: Actor) -> AccountCard:
        """The account; keys that are over are left out. A bounded number of statements."""
        require(actor, Act.ACCOUNTS)
        now = self.ground.clock()
        with self.ground.reading() as session:
            user = user_named(session, login)
            houses = session.scalars(select(ExternalIdentity.issuer).where(ExternalIdentity.user_id == user.id)).all()
            factor = session.get(SecondFactor, user.id)
            open_links = (Invitation.user_id == user.id, Invitation.closed_at.is_(None), Invitation.expires_at > now)
            invited = session.scalar(select(func.max(Invitation.expires_at)).where(*open_links))
        return AccountCard(
            user_id=user.id,
            login=user.login,
            name=user.display_name,
            email=user.email,
            state=state_of(user, tied=bool(houses)),
            created_at=user.created_at,
            has_password=user.password_hash is not None,
            houses=tuple(houses),
            second_factor_since=factor.added_at if factor else None,
            invited_until=invited,
            locked_until=locked_until(self.ground, user.login),
            sessions=tuple(sessions.open_sessions(self.ground, user.id)),
            keys=tuple(key for key in tokens_of(self.ground, user.id) if key.in_force(now)),
        )

    def add(self, login: str, naming: Naming, actor: Actor) -> Link:
        """A new account with an invitation. Raises LoginTaken, LoginNotUnderstood, NameMissing, EmailNotUnderstood."""
        require(actor, Act.ACCOUNTS)
        said = directory.checked_naming(naming.name, naming.email)
        number = directory.add_account(self.ground, login, said[0], by=actor.login, email=said[1])
        return invitations.invite(self.ground, number, by=actor.login)

    def invite(self, login: str, actor: Actor) -> Link:
        """A new link by which the person chooses a password; earlier ones are void."""
        return invitations.invite(self.ground, self._number(login, actor), by=actor.login)

    def change(self, login: str, was: Naming, to: Naming, actor: Actor) -> None:
        """Other name and address. Raises AccountChanged: they are not what they `was` any more; as `add`."""
        require(actor, Act.ACCOUNTS)
        name, email = directory.checked_naming(to.name, to.email)
        with self.ground.writing(actor.login) as (session, trail):
            user = user_named(session, login)
            if (user.display_name, user.email or "") != (clean_text(was.name), was.email or ""):
                raise AccountChanged(login, name=user.display_name, email=user.email or "—")
            if (name, email) != (user.display_name, user.email):
                user.display_name, user.email = name, email
                trail.record("user:account:change", user, name=name, email=email)

    def block(self, login: str, actor: Actor) -> None:
        """Close the account; sessions end, keys are revoked. Raises OwnAccount, LastKeeper."""
        directory.block_account(self.ground, self._number(login, actor), by=actor.login)

    def unblock(self, login: str, actor: Actor) -> None:
        """Open the account again; what was revoked stays revoked."""
        directory.unblock_account(self.ground, self._number(login, actor), by=actor.login)

    def lift_lockout(self, login: str, actor: Actor) -> None:
        """Let the person try again at once."""
        require(actor, Act.ACCOUNTS)
        with self.ground.writing(actor.login) as (session, trail):
            user = user_named(session, login)
            forget_tries(session, user.login)
            trail.record("user:sign_in:unlock", user)

    def end_session(self, login: str, session_id: int, actor: Actor) -> None:
        """Sign the person out in one browser. Raises NotFound."""
        sessions.end_one(self.ground, self._number(login, actor), session_id, by=actor.login)

    def end_sessions(self, login: str, actor: Actor) -> int:
        """Sign the person out everywhere; how many sessions there were."""
        return sessions.end_sessions(self.ground, self._number(login, actor), by=actor.login)

    def revoke_key(self, login: str, token_id: int, actor: Actor) -> None:
        """Make a key of a program worthless. Raises NotFound."""
        revoke_token(self.ground, self._number(login, actor), token_id, by=actor.login)

    def remove_second_factor(self, login: str, actor: Actor) -> None:
        """Take a lost authenticator and its recovery codes away."""
        remove_second_factor(self.ground, self._number(login, actor), by=actor.login)

    def _number(self, login: str, actor: Actor) -> int:
        require(actor, Act.ACCOUNTS)
        with self.ground.reading() as session:
            return user_named(session, login).id
