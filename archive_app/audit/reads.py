"""Reads of personal data are events too: written and committed before the data is handed out.

A reading service collects what it will give, calls `ReadLog.record`, and only then returns; if the event cannot be
written, the error leaves the service and nothing is shown. The same look again within a while is one event: a viewer
that turns to a page asks for its card, text and image.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from archive_app.audit.chain import AuditEntry, append, canonical
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.trail import ObjectRef

CARD_READ = "document:card:read"
"""The card, and thumbnails, in which nothing can be read. Details: none."""
TEXT_READ = "document:text:read"
"""The card with the text of all pages."""
PAGE_READ = "document:page:read"
"""The text or the image of a page. Details: `page`."""
DOWNLOADED = "document:original:download"
COPY_DOWNLOADED = "document:copy:download"
SIGNATURE_DOWNLOADED = "document:signature:download"
LISTED = "document:list:read"
"""Details: `documents` (the numbers that were shown)."""
PERSONS_SOUGHT = "person:name:find"
"""Details: `name`, `persons` (the numbers that were shown)."""
PERSON_READ = "person:card:read"
"""The card of a person. Details: none."""
LIST_TAKEN = "search:list:export"
"""Details: `query`, `filters`, `documents`; one event for each thousand of them."""
SEARCHED = "search:query:run"
"""Details: `query`, `filters`, `total`, `documents` (the numbers that were shown)."""

# A look is sought among what this person did lately: the index by actor, from the first event that is young enough.
_SINCE = (
    select(AuditEvent.seq)
    .where(AuditEvent.at >= bindparam("since"))
    .order_by(AuditEvent.at, AuditEvent.seq)
    .limit(1)
    .scalar_subquery()
)
_SAME = (
    select(AuditEvent.seq)
    .where(
        AuditEvent.actor == bindparam("actor"),
        AuditEvent.seq >= _SINCE,
        AuditEvent.action == bindparam("action"),
        AuditEvent.object_type == bindparam("object_type"),
        AuditEvent.object_id == bindparam("object_id"),
        AuditEvent.details == bindparam("details"),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ReadLog:
    """Writes looks into the chain. `again_after`: until then the same look by the same person is one event."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]
    again_after: timedelta

    def record(self, actor: str, action: str, target: ObjectRef, /, **details: object) -> None:
        """Make it durable that `actor` (a login) looks at `target`, unless it is known already.

        Raises an error of the database where it cannot be written: hand nothing out then.
        """
        entry = AuditEntry(actor, action, target.type, target.id, details)
        if not self._known(entry):
            self._write(entry)

    def record_each(self, actor: str, action: str, target: ObjectRef, /, **details: object) -> None:
        """The same for what counts each time: bytes that leave the archive."""
        self._write(AuditEntry(actor, action, target.type, target.id, details))

    def _known(self, entry: AuditEntry) -> bool:
        wanted = {
            "since": self.clock() - self.again_after,
            "actor": entry.actor,
            "action": entry.action,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "details": canonical(entry.details),
        }
        with reading(self.sessions) as session:
            return session.scalar(_SAME, wanted) is not None

    def _write(self, entry: AuditEntry) -> None:
        with self.sessions.begin() as session:
            append(session, [entry], at=self.clock())
