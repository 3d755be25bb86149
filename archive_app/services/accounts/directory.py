"""The accounts themselves: added, listed, blocked, opened again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from archive_app.db.models import ApiToken, AppSession, SecondFactor, User
from archive_app.errors import ArchiveError, Conflict, NotFound
from archive_app.i18n import translate
from archive_app.services.accounts.attempts import forget_tries
from archive_app.services.accounts.sessions import end_sessions_in
from archive_app.services.accounts.signing_in import folded_login
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import LastKeeper
from archive_app.services.rights.keepers import keepers
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.services.accounts.ground import Ground

LONGEST_NAME = 300
LOGIN_FORM = re.compile(r"[\w.@-]{1,150}")
EMAIL_FORM = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
LONGEST_EMAIL = 254


class LoginTaken(Conflict):
    """There is an account with this login. Params: `login`."""

    code = "login_taken"


class LoginNotUnderstood(ArchiveError):
    """A login has letters, digits, dots, hyphens, underscores, at most 150. Params: `login`."""

    code = "login_not_understood"


class AccountNameMissing(ArchiveError):
    """An account needs the name of its person."""

    code = "account_name_missing"


class EmailNotUnderstood(ArchiveError):
    """This is no address that a letter could go to. Params: `email`."""

    code = "email_not_understood"


class OwnAccount(Conflict):
    """Nobody blocks the account that acts: the last one could lock everybody out."""

    code = "own_account"


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in the list."""

    user_id: int
    login: str
    name: str
    email: str | None
    active: bool
    has_password: bool
    second_factor: bool
    last_seen: datetime | None


def checked_naming(name: str, email: str | None) -> tuple[str, str | None]:
    """Name and address as they are kept.

    Raises:
        TooLong, AccountNameMissing, EmailNotUnderstood.
    """
    cleaned, address = one_line(name, "full_name", LONGEST_NAME), clean_text(email or "")
    if not cleaned:
        raise AccountNameMissing
    if address and (len(address) > LONGEST_EMAIL or not EMAIL_FORM.fullmatch(address)):
        raise EmailNotUnderstood(address, email=address)
    return cleaned, address or None


def add_account(ground: Ground, login: str, name: str, *, by: str, email: str | None = None) -> int:
    """Open an account without a password; its number.

    Raises:
        LoginTaken, LoginNotUnderstood, TooLong.
    """
    with ground.writing(by) as (session, trail):
        return add_account_in(session, trail, login, name, now=ground.clock(), email=email).id


def add_account_in(
    session: Session, trail: AuditTrail, login: str, name: str, *, now: datetime, email: str | None = None
) -> User:
    """The same within a transaction of the caller; the account has its number.

    Raises:
        LoginTaken, LoginNotUnderstood, TooLong.
    """
    folded = folded_new_login(login)
    if session.scalar(select(User.id).where(User.login == folded)) is not None:
        raise LoginTaken(login=folded)
    called = one_line(name, "full_name", LONGEST_NAME)
    user = User(login=folded, display_name=called, email=email, active=True, created_at=now)
    session.add(user)
    trail.record("user:account:add", user, login=folded)
    session.flush()
    return user


def folded_new_login(login: str) -> str:
    """The form in which a login would be kept. Raises LoginNotUnderstood."""
    folded = folded_login(login)
    if not LOGIN_FORM.fullmatch(folded) or folded != login.strip().casefold():
        raise LoginNotUnderstood(login=login)
    return folded


def account_number(ground: Ground, login: str) -> int:
    """The number of the account `login`, blocked or not.

    Raises:
        NotFound: there is none.
    """
    with ground.reading() as session:
        number = session.scalar(select(User.id).where(User.login == folded_login(login)))
    if number is None:
        raise NotFound(login, what=translate("The account «{login}»", login=login))
    return number


def accounts(ground: Ground) -> list[AccountLine]:
    """All accounts by login."""
    seen = select(func.max(AppSession.seen_at)).where(AppSession.user_id == User.id).scalar_subquery()
    factor = exists().where(SecondFactor.user_id == User.id)
    with ground.reading() as session:
        rows = session.execute(select(User, seen, factor).order_by(User.login))
        return [
            AccountLine(
                user.id,
                user.login,
                user.display_name,
                user.email,
                user.active,
                user.password_hash is not None,
                has_factor,
                last_seen,
            )
            for user, last_seen, has_factor in rows
        ]


def block_account(ground: Ground, user_id: int, *, by: str) -> None:
    """Close the account: its sessions end, its keys are revoked.

    Raises:
        OwnAccount: it is the one that acts. LastKeeper: nobody would be left to keep accounts.
    """
    on = ground.today()
    with ground.writing(by) as (session, trail):
        user = session.get_one(User, user_id)
        if user.login == by:
            raise OwnAccount(login=by)
        kept = keepers(session, on)
        user.active = False
        session.flush()
        if kept and not keepers(session, on):
            raise LastKeeper(user.login, login=user.login)
        end_sessions_in(session, trail, user_id, by=by, now=ground.clock())
        for token in session.scalars(
            select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        ):
            token.revoked_at = ground.clock()
            trail.record("user:token:revoke", token)
        trail.record("user:account:block", user)


def unblock_account(ground: Ground, user_id: int, *, by: str) -> None:
    """Open the account again, and forget failed tries."""
    with ground.writing(by) as (session, trail):
        user = session.get_one(User, user_id)
        user.active = True
        forget_tries(session, user.login)
        trail.record("user:account:unblock", user)


def nobody_can_sign_in(ground: Ground) -> bool:
    """Whether no open account has a password: a new installation."""
    with ground.reading() as session:
        return session.scalar(select(User.id).where(User.active, User.password_hash.is_not(None)).limit(1)) is None
