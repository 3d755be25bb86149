"""Sessions of browsers: begun at sign-in, checked at each request, ended by their owner, an administrator or time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from archive_app.db.models import AppSession, SecondFactor, User
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.accounts.attempts import forget_tries
from archive_app.services.accounts.holder import Holder, holder_of
from archive_app.services.accounts.random_keys import key_hash, new_key

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.services.accounts.ground import Ground

SEEN_EVERY = timedelta(minutes=1)
"""A request writes the time of the last one no more often."""
LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that is in force, for the list."""

    session_id: int
    started_at: datetime
    seen_at: datetime
    address: str
    user_agent: str


def begin_session(ground: Ground, user_id: int, address: str, user_agent: str) -> str:
    """Open a session with a key of its own, which the browser keeps; the journal tells it."""
    key = new_key()
    with ground.reading() as session:
        login = session.get_one(User, user_id).login
    with ground.writing(login) as (session, trail):
        opened = AppSession(
            user_id=user_id,
            token_hash=key_hash(key),
            started_at=ground.clock(),
            seen_at=ground.clock(),
            address=address,
            user_agent=user_agent[:LONGEST_AGENT],
        )
        session.add(opened)
        forget_tries(session, login)
        trail.record("user:session:begin", opened, address=address)
    return key


def session_holder(ground: Ground, key: str) -> Holder | None:
    """Whose session `key` is, if it is in force and the account is open; notes that it was seen."""
    now = ground.clock()
    query = _by_key(key).options(joinedload(AppSession.user)).add_columns(SecondFactor)
    with ground.reading() as session:
        row = session.execute(query.outerjoin(SecondFactor, SecondFactor.user_id == AppSession.user_id)).first()
    if row is None:
        return None
    found, factor = row
    if not _in_force(found, ground, now) or not found.user.active:
        return None
    if now - found.seen_at >= SEEN_EVERY:
        with ground.sessions.begin() as session:
            session.execute(update(AppSession).where(AppSession.id == found.id).values(seen_at=now))
    return holder_of(found.user, factor)


def open_sessions(ground: Ground, user_id: int) -> list[OpenSession]:
    """The sessions of a person that are in force, the last seen first."""
    with ground.reading() as session:
        rows = session.scalars(_open_of(user_id).order_by(AppSession.seen_at.desc()))
        return [
            OpenSession(row.id, row.started_at, row.seen_at, row.address, row.user_agent)
            for row in rows
            if _in_force(row, ground, ground.clock())
        ]


def session_number(ground: Ground, key: str) -> int | None:
    """The number of the session that has `key`: which of the list is this browser's own."""
    with ground.reading() as session:
        return session.scalar(select(AppSession.id).where(AppSession.token_hash == key_hash(key)))


def end_session(ground: Ground, key: str) -> None:
    """Sign out: the session of `key` is over, if it is not already."""
    with ground.reading() as session:
        found = session.scalars(_by_key(key).options(joinedload(AppSession.user))).first()
    if found is not None and found.ended_at is None:
        end_one(ground, found.user_id, found.id, by=found.user.login)


def end_one(ground: Ground, user_id: int, session_id: int, *, by: str) -> None:
    """End the session `session_id` of the person `user_id`.

    Raises:
        NotFound: the person has no such session.
    """
    with ground.writing(by) as (session, trail):
        found = session.get(AppSession, session_id)
        if found is None or found.user_id != user_id:
            raise NotFound(str(session_id), what=translate("Session {number}", number=session_id))
        _end(found, ground.clock(), by, trail)


def end_sessions(ground: Ground, user_id: int, *, by: str, except_key: str = "") -> int:
    """End all sessions of a person but that of `except_key`; how many there were."""
    with ground.writing(by) as (session, trail):
        return end_sessions_in(session, trail, user_id, by=by, now=ground.clock(), except_key=except_key)


def end_sessions_in(
    session: Session, trail: AuditTrail, user_id: int, *, by: str, now: datetime, except_key: str = ""
) -> int:
    """The same within a transaction of the caller: blocking an account, changing a password."""
    kept = key_hash(except_key)
    ending = [row for row in session.scalars(_open_of(user_id)) if row.token_hash != kept]
    for row in ending:
        _end(row, now, by, trail)
    return len(ending)


def _end(row: AppSession, now: datetime, by: str, trail: AuditTrail) -> None:
    if row.ended_at is None:
        row.ended_at, row.ended_by = now, by
        trail.record("user:session:end", row, user_id=row.user_id)


def _by_key(key: str) -> Select[AppSession]:
    return select(AppSession).where(AppSession.token_hash == key_hash(key))


def _open_of(user_id: int) -> Select[AppSession]:
    return select(AppSession).where(AppSession.user_id == user_id, AppSession.ended_at.is_(None))


def _in_force(row: AppSession, ground: Ground, now: datetime) -> bool:
    idle, age = now - row.seen_at, now - row.started_at
    return row.ended_at is None and idle < ground.rules.session_idle and age < ground.rules.session_lifetime
