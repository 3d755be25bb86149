"""Batches: what came in together."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from archive_app.db.models import IntakeBatch
from archive_app.db.models.intake import LONGEST_BATCH_KEY
from archive_app.db.upsert import insert_into
from archive_app.services.names import clean_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.db.models import IntakeSource


def batch_of(session: Session, source: IntakeSource, key: str, actor: Actor, now: datetime, *, label: str = "") -> int:
    """The batch that `actor` calls `key`, made when it is first met. Two requests may meet it at the same moment."""
    row = {
        "source": source,
        "key": key[:LONGEST_BATCH_KEY],
        "label": clean_text(label),
        "created_at": now,
        "created_by": actor.login,
    }
    connection = session.connection()
    table = cast("Table", IntakeBatch.__table__)
    insert = insert_into(table, connection.dialect.name)
    connection.execute(insert.values(row).on_conflict_do_nothing())
    known = select(IntakeBatch.id).where(IntakeBatch.created_by == actor.login, IntakeBatch.key == row["key"])
    return session.scalars(known).one()
