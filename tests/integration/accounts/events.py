"""What the journal says, for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import AuditEvent

if TYPE_CHECKING:
    from archive_app.services.accounts.ground import Ground


def told(ground: Ground, action: str = "") -> list[tuple[str, str]]:
    """`(actor, action)` in the order of the journal."""
    with ground.reading() as session:
        rows = session.execute(select(AuditEvent.actor, AuditEvent.action).order_by(AuditEvent.seq))
        return [(row.actor, row.action) for row in rows if action in row.action]


def everything_told(ground: Ground) -> str:
    with ground.reading() as session:
        return "\n".join(f"{e.actor} {e.object_id} {e.details}" for e in session.scalars(select(AuditEvent)))
