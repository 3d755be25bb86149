"""Proving who one is with a password: at sign-in, and again before something dangerous."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import ObjectRef
from archive_app.db.models import User
from archive_app.errors import ArchiveError
from archive_app.services.accounts.attempts import LOGIN_LENGTH, STRANGER, attempt_succeeded, begin_attempt
from archive_app.services.accounts.passwords import hash_password, is_outdated, matches

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.services.accounts.ground import Ground

LONGEST_TYPED = 1024
"""Characters of a typed password that are looked at."""


class SignInRefused(ArchiveError):
    """Login and password do not fit, or the account is blocked: it is not told which."""

    code = "sign_in_refused"
    http_status = 401


class CodeRefused(ArchiveError):
    """The code of the second factor is wrong, old or used."""

    code = "code_refused"
    http_status = 401


def folded_login(login: str) -> str:
    """The one form of a login: `Соколова ` signs in as `соколова`."""
    return login.replace("\0", "").strip().casefold()[:LOGIN_LENGTH]


def check_password(ground: Ground, login: str, password: str, address: str) -> int:
    """The number of the account that `login` and `password` open.

    Raises:
        SignInRefused: they do not fit. SignInLocked: too many tries.
    """
    login = folded_login(login)
    attempt = begin_attempt(ground, login, address)
    with ground.reading() as session:
        user = session.scalars(select(User).where(User.login == login)).first()
    right = matches(password[:LONGEST_TYPED], user.password_hash if user else None)
    if user is None or not right or not user.active:
        with ground.writing(STRANGER) as (_, trail):
            trail.record("user:sign_in:fail", ObjectRef("login", login[:100]), address=address, by="password")
        raise SignInRefused
    with ground.sessions.begin() as session:
        attempt_succeeded(session, attempt)
        kept = session.get_one(User, user.id)
        if kept.password_hash and is_outdated(kept.password_hash):
            kept.password_hash = hash_password(password)
    return user.id


def check_code(ground: Ground, login: str, address: str, by: str, judge: Callable[[], bool]) -> None:
    """Let `judge` decide about a code; its failures count like those of a password. `by`: which kind, for the journal.

    Raises:
        CodeRefused: it was wrong. SignInLocked: too many tries.
    """
    attempt = begin_attempt(ground, login, address)
    if not judge():
        with ground.writing(STRANGER) as (_, trail):
            trail.record("user:sign_in:fail", ObjectRef("login", login[:100]), address=address, by=by)
        raise CodeRefused
    with ground.sessions.begin() as session:
        attempt_succeeded(session, attempt)
