"""The append-only log of what was changed on cards: written with the change, read back to tell two editors apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.db.models import DocumentChange
from archive_app.services.card_state import State, state_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.models import Document


def log_changes(
    session: Session,
    document: Document,
    before: Mapping[str, Any],
    by: str,
    at: datetime.datetime,
    reason: str | None = None,
) -> tuple[str, ...]:
    """Write a row for each fact that differs from `before`; called after the flush. Gives the fields."""
    now = state_of(document)
    fields = [field for field in {**before, **now} if now.get(field) != before.get(field)]
    session.add_all(
        DocumentChange(
            document_id=document.id,
            version=document.version,
            at=at,
            by=by,
            field=field,
            old=before.get(field),
            new=now.get(field),
            reason=reason,
        )
        for field in fields
    )
    return tuple(fields)


def changes_since(session: Session, document_id: int, version: int) -> list[DocumentChange]:
    """What was changed after `version`, the latest first."""
    query = select(DocumentChange).where(DocumentChange.document_id == document_id, DocumentChange.version > version)
    return list(session.scalars(query.order_by(DocumentChange.version.desc(), DocumentChange.id.desc())))


def last_changes(session: Session, document_id: int) -> Sequence[DocumentChange]:
    """What was saved at once as the last change; empty where nothing was ever changed."""
    version = (
        select(DocumentChange.version)
        .where(DocumentChange.document_id == document_id)
        .order_by(DocumentChange.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(DocumentChange).where(DocumentChange.document_id == document_id, DocumentChange.version == version)
    return session.scalars(query.order_by(DocumentChange.id)).all()


def unwound(state: State, changes: Iterable[DocumentChange]) -> State:
    """The state before `changes` (the latest first)."""
    return state | {change.field: change.old for change in changes}
