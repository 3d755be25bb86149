"""The list of documents that a person may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LISTED
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.queries.documents import list_documents
from archive_app.services.people.ground import present_id

if TYPE_CHECKING:
    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.db.queries.documents import DocumentCursor, DocumentFilter, DocumentRow


@dataclass(frozen=True, slots=True)
class ListPart:
    """Some lines of the list; `after` leads on, None at the end."""

    rows: tuple[DocumentRow, ...]
    after: DocumentCursor | None


def list_seen(
    reads: ReadLog, actor: Actor, narrowed: DocumentFilter, *, after: DocumentCursor | None, limit: int
) -> ListPart:
    """Up to `limit` documents that `actor` may see, the newest date first. Titles name people: the look is an event."""
    with reading(reads.sessions) as session:
        if narrowed.person_id is not None:
            narrowed = replace(narrowed, person_id=present_id(session, narrowed.person_id))
        rows = list_documents(session, visible(actor), narrowed, after=after, limit=limit + 1)
    shown = tuple(rows[:limit])
    of_person = narrowed.person_id is not None
    target = ObjectRef("person", str(narrowed.person_id)) if of_person else ObjectRef("list", "-")
    reads.record(actor.login, LISTED, target, documents=[row.id for row in shown])
    return ListPart(shown, shown[-1].cursor if len(rows) > limit else None)
