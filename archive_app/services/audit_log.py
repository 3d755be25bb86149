"""The journal of acts as an auditor reads it; reading it is an event too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from archive_app.audit import ObjectRef
from archive_app.auth.actor import require
from archive_app.db.engine import reading
from archive_app.db.models import Act
from archive_app.db.queries.audit import EventFilter, LoggedEvent, list_events
from archive_app.services.audit_export import LOG_EXPORTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

BATCH = 1000
"""Events fetched at a time."""
LOG_READ: Final = "audit:log:read"
"""Details: what the journal was narrowed to."""


@dataclass(frozen=True, slots=True)
class AuditLog:
    """Shows events; the documents themselves stay closed to whoever may only read the journal."""

    sessions: sessionmaker[Session]
    reads: ReadLog

    def show(
        self, actor: Actor, narrowed: EventFilter | None = None, *, before: int | None = None, limit: int = 50
    ) -> tuple[LoggedEvent, ...]:
        """Up to `limit` events below the number `before`, the newest first. Raises NotAllowed."""
        require(actor, Act.AUDIT)
        to = narrowed or EventFilter()
        with reading(self.sessions) as session:
            events = tuple(list_events(session, to, before=before, limit=limit))
        about = ObjectRef("audit_event", "-") if to.person_id is None else ObjectRef("person", str(to.person_id))
        self.reads.record(actor.login, LOG_READ, about, **_asked(to), before=before, limit=limit)
        return events

    def table(self, actor: Actor, narrowed: EventFilter) -> Iterator[LoggedEvent]:
        """All events of the filter, the newest first, in flat memory; that they are taken out is an event before.

        Raises NotAllowed, at once.
        """
        require(actor, Act.AUDIT)
        self.reads.record_each(actor.login, LOG_EXPORTED, ObjectRef("audit_event", "-"), **_asked(narrowed))
        return self._all(narrowed)

    def _all(self, narrowed: EventFilter) -> Iterator[LoggedEvent]:
        before = None
        while True:
            with reading(self.sessions) as session:
                events = list_events(session, narrowed, before=before, limit=BATCH)
            yield from events
            if len(events) < BATCH:
                return
            before = events[-1].seq

    def access_history(
        self, person_id: int, actor: Actor, *, before: int | None = None, limit: int = 50
    ) -> tuple[LoggedEvent, ...]:
        """Who looked at a person's records or changed them: events on the person and on the documents that name them.

        Raises NotAllowed.
        """
        return self.show(actor, EventFilter(person_id=person_id), before=before, limit=limit)


def _asked(to: EventFilter) -> dict[str, object]:
    asked = {name: getattr(to, name) for name in EventFilter.__dataclass_fields__}
    return {name: value for name, value in asked.items() if value is not None}
