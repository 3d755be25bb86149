"""The link into the set-up: printed by the server as long as nobody can sign in, and worthless from then on."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from archive_app.audit import MACHINE
from archive_app.db.models import Setting, User
from archive_app.errors import ArchiveError
from archive_app.services.accounts.random_keys import key_hash, new_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.services.accounts.ground import Ground

KEPT_AS = "first_run_key"


class SetUpOver(ArchiveError):
    """The link is wrong, was replaced by a later start of the server, or the archive is set up."""

    code = "set_up_over"
    http_status = 410


def first_run_path(ground: Ground) -> str | None:
    """A fresh link, below the address of the archive; None where somebody can sign in. An earlier link is void."""
    key = new_key()
    with ground.writing(MACHINE) as (session, _):
        if somebody_can_sign_in(session):
            return None
        session.merge(Setting(key=KEPT_AS, value=key_hash(key), updated_at=ground.clock()))
    return f"/set-up?key={key}"


def check_key(ground: Ground, key: str) -> None:
    """Let whoever holds the link pass. Raises SetUpOver."""
    with ground.reading() as session:
        kept = session.scalar(select(Setting.value).where(Setting.key == KEPT_AS))
        if kept is None or not hmac.compare_digest(kept, key_hash(key)) or somebody_can_sign_in(session):
            raise SetUpOver


def use_up(session: Session, key: str) -> None:
    """End the link within the transaction of the caller: of several at the same time one passes. Raises SetUpOver."""
    ended = session.execute(delete(Setting).where(Setting.key == KEPT_AS, Setting.value == key_hash(key)))
    if ended.rowcount != 1 or somebody_can_sign_in(session):  # type: ignore[attr-defined]  # DML gives a CursorResult
        raise SetUpOver


def somebody_can_sign_in(session: Session) -> bool:
    """Whether an open account has a password."""
    return session.scalar(select(User.id).where(User.active, User.password_hash.is_not(None)).limit(1)) is not None


def is_due(ground: Ground) -> bool:
    """Whether the archive waits for its set-up."""
    with ground.reading() as session:
        return not somebody_can_sign_in(session)
