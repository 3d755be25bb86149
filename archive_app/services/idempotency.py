"""Requests that come again, because their sender never saw the answer: the first outcome is told once more.

Only outcomes are kept: what was refused may be tried again under the same key. A sender that died between the act and
this note meets the act's own protection: bytes that are filed already are not filed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from archive_app.db.engine import reading
from archive_app.db.models import IdempotencyKey
from archive_app.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker


class KeyUsedForAnother(ArchiveError):
    """The sender gave this key to another request before. Params: `key`."""

    code = "idempotency_key_used"
    http_status = 422


@dataclass(frozen=True, slots=True)
class FirstOutcomes:
    """Remembers outcomes by user and key."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]

    def known(self, user_id: int, key: str, digest: str) -> dict[str, Any] | None:
        """What was answered to the request `key`, whose content has the SHA-256 `digest`; None: it is new.

        Raises:
            KeyUsedForAnother: the content was another.
        """
        with reading(self.sessions) as session:
            row = session.get(IdempotencyKey, (user_id, key))
            if row is None:
                return None
            if row.digest != digest:
                raise KeyUsedForAnother(key, key=key)
            return row.answer

    def keep(self, user_id: int, key: str, digest: str, answer: dict[str, Any]) -> dict[str, Any]:
        """Remember `answer`; of two that ran side by side the first one counts, and is given back to both.

        Raises:
            KeyUsedForAnother: the other one had another content.
        """
        row = IdempotencyKey(user_id=user_id, key=key, digest=digest, answer=answer, created_at=self.clock())
        try:
            with self.sessions.begin() as session:
                session.add(row)
        except IntegrityError:
            return self.known(user_id, key, digest) or answer
        return answer

    def forget(self, before: datetime) -> int:
        """Remove what is older; how many there were."""
        with self.sessions.begin() as session:
            forgotten = session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < before))
            return forgotten.rowcount  # type: ignore[attr-defined, no-any-return]
