"""Tries are counted in the database, so that all nodes together let a guesser try no more than the rules say.

A try is written down as failed before it is judged: tries that run side by side are all counted. While a login or an
address is locked nothing is judged or counted, so that the lock ends by itself when the window has passed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, select, update

from archive_app.audit import ObjectRef
from archive_app.db.models import SignInAttempt, User
from archive_app.errors import ArchiveError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.services.accounts.ground import Ground

LOGIN_LENGTH = 150
STRANGER = "anonymous"
"""Who acts, in the journal, until it is known who it is."""


class SignInLocked(ArchiveError):
    """Too many tries failed. Params: `seconds` until the next one is judged, and the same in whole `minutes`."""

    code = "sign_in_locked"
    http_status = 429


def begin_attempt(ground: Ground, login: str, address: str) -> int:
    """Write down one more try by `login` (folded) from `address`; its number for `attempt_succeeded`.

    Raises:
        SignInLocked: there were too many; this one is neither judged nor counted.
    """
    login = login[:LOGIN_LENGTH]
    with ground.writing(STRANGER) as (session, trail):
        session.scalar(select(User.id).where(User.login == login).with_for_update())  # one at a time for an account
        until = _locked_until(session, ground, login, address)
        if until is not None:
            seconds = math.ceil((until - ground.clock()).total_seconds())
            raise SignInLocked(until.isoformat(), seconds=seconds, minutes=math.ceil(seconds / 60))
        attempt = SignInAttempt(login=login, address=address, at=ground.clock(), failed=True)
        session.add(attempt)
        session.flush()
        last_one = _locked_until(session, ground, login, address)
        if last_one is not None:
            trail.record("user:sign_in:lock", ObjectRef("login", login[:100]), address=address, until=last_one)
    return attempt.id


def attempt_succeeded(session: Session, attempt_id: int) -> None:
    """The try was right and does not count; those that failed go on counting until a session begins.

    Whoever knows the password must not be able to try codes of the second factor without end.
    """
    session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(failed=False))


def forget_tries(session: Session, login: str) -> None:
    """Begin to count anew: the person is signed in, has an invitation, or an administrator unlocks the login."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.login == login[:LOGIN_LENGTH]))


def locked_until(ground: Ground, login: str) -> datetime | None:
    """Until when nothing that `login` (folded) tries is judged; None: it is not locked."""
    with ground.reading() as session:
        return _locked_until(session, ground, login[:LOGIN_LENGTH], "")


def logins_locked(ground: Ground, most: int) -> list[str]:
    """The logins of accounts that are locked just now, at most `most`."""
    since = ground.clock() - ground.rules.window
    query = (
        select(SignInAttempt.login)
        .join(User, User.login == SignInAttempt.login)
        .where(SignInAttempt.failed, SignInAttempt.at > since)
        .group_by(SignInAttempt.login)
        .having(func.count() >= ground.rules.tries)
        .order_by(SignInAttempt.login)
        .limit(most)
    )
    with ground.reading() as session:
        return list(session.scalars(query))


def forget_attempts(ground: Ground, before: datetime) -> int:
    """Remove tries older than `before`; how many there were."""
    with ground.sessions.begin() as session:
        return session.execute(delete(SignInAttempt).where(SignInAttempt.at < before)).rowcount  # type: ignore[attr-defined, no-any-return]


def _locked_until(session: Session, ground: Ground, login: str, address: str) -> datetime | None:
    since = ground.clock() - ground.rules.window
    of_login = _failures(session, SignInAttempt.login == login, since)
    of_address = _failures(session, SignInAttempt.address == address, since)
    ends = [
        last + ground.rules.window
        for (count, last), limit in ((of_login, ground.rules.tries), (of_address, ground.rules.address_tries))
        if last is not None and count >= limit
    ]
    return max(ends, default=None)


def _failures(session: Session, whose: ColumnElement[bool], since: datetime) -> tuple[int, datetime | None]:
    query = select(func.count(), func.max(SignInAttempt.at))
    row = session.execute(query.where(whose, SignInAttempt.failed, SignInAttempt.at > since)).one()
    return row[0], row[1]
