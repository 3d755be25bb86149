"""Keys of programs: a person makes one for some of the own acts and for a time; it works under `/api/` only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from archive_app.auth.actor import load_actor
from archive_app.auth.acts import Act
from archive_app.db.models import ApiToken
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.services.accounts.random_keys import key_hash, new_key
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from archive_app.auth.actor import Actor
    from archive_app.services.accounts.ground import Ground

PREFIX = "archive_"
"""So that a key left in a file is recognised for what it is."""
LONGEST_LIFE = timedelta(days=366)
LONGEST_NAME = 100
SEEN_EVERY = timedelta(minutes=1)


class TokenRefused(ArchiveError):
    """The key is none of this archive, has expired or was revoked: it is not told which."""

    code = "token_refused"
    http_status = 401


class ActsNotGiven(ArchiveError):
    """A key can do no more than its owner. Params: `acts`."""

    code = "acts_not_given"
    http_status = 403


class NoActsGiven(ActsNotGiven):
    """A key that may do nothing is of no use."""

    code = "no_acts_given"
    http_status = 400


class TokenLifeTooLong(ArchiveError):
    """A key lives at least a day and at most a year. Params: `days`."""

    code = "token_life"


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A key in the list; the key itself is told once and kept nowhere."""

    token_id: int
    name: str
    acts: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def in_force(self, now: datetime) -> bool:
        """Whether it still works."""
        return self.revoked_at is None and self.expires_at > now


def create_token(ground: Ground, actor: Actor, name: str, acts: Collection[Act], life: timedelta) -> str:
    """Make a key of `actor` for `acts`; it is told now and never again.

    Raises:
        NoActsGiven. ActsNotGiven: the person may not do one of them. TokenLifeTooLong, TooLong.
    """
    if not acts:
        raise NoActsGiven
    beyond = sorted(act.value for act in acts if not actor.may(act))
    if beyond:
        raise ActsNotGiven(acts=beyond)
    if not timedelta(days=1) <= life <= LONGEST_LIFE:
        raise TokenLifeTooLong(days=LONGEST_LIFE.days)
    key, now, called = PREFIX + new_key(), ground.clock(), one_line(name, "key", LONGEST_NAME)
    with ground.writing(actor.login) as (session, trail):
        made = ApiToken(
            user_id=actor.user_id,
            name=called or "—",
            token_hash=key_hash(key),
            acts=sorted(act.value for act in acts),
            created_at=now,
            expires_at=now + life,
        )
        session.add(made)
        trail.record("user:token:make", made, name=made.name, acts=made.acts)
    return key


def tokens_of(ground: Ground, user_id: int) -> list[TokenLine]:
    """All keys of a person, the newest first."""
    with ground.reading() as session:
        rows = session.scalars(select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.id.desc()))
        return [
            TokenLine(
                row.id, row.name, tuple(row.acts), row.created_at, row.expires_at, row.last_used_at, row.revoked_at
            )
            for row in rows
        ]


def revoke_token(ground: Ground, user_id: int, token_id: int, *, by: str) -> None:
    """Make a key of the person `user_id` worthless, at once and for good.

    Raises:
        NotFound: the person has no such key.
    """
    with ground.writing(by) as (session, trail):
        token = session.get(ApiToken, token_id)
        if token is None or token.user_id != user_id:
            raise NotFound(str(token_id), what=translate("Key {number}", number=token_id))
        if token.revoked_at is None:
            token.revoked_at = ground.clock()
            trail.record("user:token:revoke", token)


def actor_of_token(ground: Ground, key: str) -> Actor:
    """The person whose key this is, limited to the acts that it was made for. Its first use stands in the journal.

    Rights are those of today where the organisation is.

    Raises:
        TokenRefused: it is unknown, expired or revoked, or its owner's account is closed.
    """
    now = ground.clock()
    query = select(ApiToken).where(ApiToken.token_hash == key_hash(key)).options(joinedload(ApiToken.user))
    with ground.reading() as session:
        token = session.scalars(query).first()
        if token is None or token.revoked_at or token.expires_at <= now or not token.user.active:
            raise TokenRefused
        actor = load_actor(session, token.user.login, ground.today())
    if token.last_used_at is None or now - token.last_used_at >= SEEN_EVERY:
        _note_use(ground, token, actor.login)
    return actor.limited(Act(act) for act in token.acts)


def _note_use(ground: Ground, token: ApiToken, login: str) -> None:
    with ground.writing(login) as (session, trail):
        session.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=ground.clock()))
        if token.last_used_at is None:
            trail.record("user:token:use", token)
