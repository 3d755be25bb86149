"""What was done to a document, newest first: for everybody who sees it. Who looked at it only the journal tells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.audit.reads import CARD_READ, COPY_DOWNLOADED, DOWNLOADED, PAGE_READ, SEARCHED, TEXT_READ
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, User
from archive_app.services.documents import document_ref, require_seen

if TYPE_CHECKING:
    import datetime

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

LOOKS = (CARD_READ, TEXT_READ, PAGE_READ, DOWNLOADED, COPY_DOWNLOADED, SEARCHED, "document:file:export")
"""Events that change nothing: who looked is for those who read the journal."""
LENGTH = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """One event; `who` is the name of a person, or the login of what acted by itself."""

    seq: int
    at: datetime.datetime
    who: str
    action: str
    details: dict[str, Any]


def history(
    reads: ReadLog, document_id: int, actor: Actor, *, before: int | None = None, limit: int = LENGTH
) -> tuple[Happened, ...]:
    """Up to `limit` events below the number `before`.

    Raises:
        NotFound: there is no such document, or not for this person.
    """
    query = (
        select(
            AuditEvent.seq, AuditEvent.at, AuditEvent.actor, User.display_name, AuditEvent.action, AuditEvent.details
        )
        .outerjoin(User, User.login == AuditEvent.actor)
        .where(AuditEvent.object_type == "document", AuditEvent.object_id == str(document_id))
        .where(AuditEvent.action.not_in(LOOKS))
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    with reading(reads.sessions) as session:
        require_seen(session, document_id, actor)
        rows = session.execute(query).all()
    reads.record(actor.login, CARD_READ, document_ref(document_id))
    return tuple(Happened(row[0], row[1], row[3] or row[2], row[4], json.loads(row[5])) for row in rows)
