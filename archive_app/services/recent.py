"""What came in lately and what a person had in hand last: short lists for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LISTED
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, Document, DocumentKind, DocumentState
from archive_app.services.desk import MOST_COUNTED

if TYPE_CHECKING:
    import datetime
    from typing import Any

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

LOOKED_BACK = 500
"""Events of a person that are looked through for the documents in hand: a day of hard work."""


@dataclass(frozen=True, slots=True)
class RecentDocument:
    """A line; `created_at` is in UTC."""

    document_id: int
    title: str
    kind_title: str
    created_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Recent:
    """`came_in`: the newest since the given moment, `count` of them in all (at most `MOST_COUNTED`)."""

    came_in: tuple[RecentDocument, ...]
    count: int
    in_hand: tuple[RecentDocument, ...]


def recent(reads: ReadLog, actor: Actor, since: datetime.datetime, limit: int) -> Recent:
    """Up to `limit` lines of either list, of what `actor` may see; at most five statements.

    Titles name people: the look is an event.
    """
    seen = _ROWS.where(visible(actor), Document.state == DocumentState.ACTIVE)
    with reading(reads.sessions) as session:
        late = seen.where(Document.created_at >= since).order_by(Document.created_at.desc(), Document.id.desc())
        came_in = _lines(session, late.limit(limit))
        count = _count(session, late) if len(came_in) == limit else len(came_in)
        in_hand = _in_hand(session, seen, actor, limit)
    shown = sorted({line.document_id for line in (*came_in, *in_hand)})
    if shown:
        reads.record(actor.login, LISTED, ObjectRef("list", "-"), documents=shown)
    return Recent(came_in, count, in_hand)


def sees_any(reads: ReadLog, actor: Actor) -> bool:
    """Whether there is a document that `actor` may see."""
    with reading(reads.sessions) as session:
        query = select(Document.id).where(visible(actor), Document.state == DocumentState.ACTIVE).limit(1)
        return session.scalar(query) is not None


def _in_hand(session: Session, seen: Select[*tuple[Any, ...]], actor: Actor, limit: int) -> tuple[RecentDocument, ...]:
    """The documents of the person's own last events, the last first."""
    own = select(AuditEvent.seq, AuditEvent.object_type, AuditEvent.object_id).where(AuditEvent.actor == actor.login)
    last = own.order_by(AuditEvent.seq.desc()).limit(LOOKED_BACK).subquery()
    query = (
        select(last.c.object_id)
        .where(last.c.object_type == "document")
        .group_by(last.c.object_id)
        .order_by(func.max(last.c.seq).desc())
        .limit(limit)
    )
    numbers = [int(number) for number in session.scalars(query)]
    if not numbers:
        return ()
    lines = {line.document_id: line for line in _lines(session, seen.where(Document.id.in_(numbers)))}
    return tuple(lines[number] for number in numbers if number in lines)


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[RecentDocument, ...]:
    return tuple(RecentDocument(*row) for row in session.execute(query))


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    first = query.order_by(None).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(first)) or 0


# The columns are the fields of RecentDocument, in order.
_ROWS = select(Document.id, Document.title, DocumentKind.title, Document.created_at).join(
    DocumentKind, DocumentKind.code == Document.kind_code
)
