"""The way services write events: collected during the unit of work, appended together at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from archive_app.audit.chain import AuditEntry, append

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.db.base import Base
    from archive_app.db.unit_of_work import UnitOfWork

MACHINE = "system"
"""Who acts where nobody asked: no account has this login."""


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """Names what an event is about where there is no row to name it: a search, a backup, a sign-in."""

    type: str
    id: str


class AuditTrail:
    """Events of one unit of work by one actor (`user:ivanova`, `job:17`, `cli:root`).

    The instant of the events is read from `now` when they are appended, so that it grows along the chain.
    """

    def __init__(self, uow: UnitOfWork, *, actor: str, now: Callable[[], datetime]) -> None:
        self._actor = actor
        self._now = now
        self._pending: list[tuple[str, Base | ObjectRef, Mapping[str, object]]] = []
        uow.before_commit(self._append)

    def record(self, action: str, target: Base | ObjectRef, **details: object) -> None:
        """Write `action` on `target` when the unit of work commits; a new row may be named, it has its id by then."""
        self._pending.append((action, target, details))

    def _append(self, session: Session) -> None:
        entries = [self._entry(*pending) for pending in self._pending]
        if entries:
            append(session, entries, at=self._now())

    def _entry(self, action: str, target: Base | ObjectRef, details: Mapping[str, object]) -> AuditEntry:
        ref = target if isinstance(target, ObjectRef) else _ref(target)
        return AuditEntry(self._actor, action, ref.type, ref.id, details)


def _ref(row: Base) -> ObjectRef:
    key = inspect(row).mapper.primary_key_from_instance(row)
    return ObjectRef(row.__tablename__, ",".join(str(part) for part in key))
