"""The row of a blob: made once, and held by the transaction that refers to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from sqlalchemy.dialects import postgresql, sqlite

from archive_app.db.models import Blob, BlobState

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from storage.protocol import BlobRef


def ensure_blob(session: Session, blob: BlobRef, media_type: str, now: datetime.datetime) -> str:
    """Make the row of stored bytes, or take hold of the one that is there; returns the SHA-256.

    The conflicting insert locks the row until the transaction ends: two filings of the same bytes follow each other.
    """
    sha256 = str(blob.key)
    values = {
        "sha256": sha256,
        "size": blob.size,
        "media_type": media_type,
        "state": BlobState.PRESENT,
        "created_at": now,
    }
    session.execute(_make_or_take(session.get_bind().dialect.name), values)
    return sha256


@cache
def _make_or_take(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """The statement, made once: making it costs more than running it."""
    table = cast("Table", Blob.__table__)
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_update(index_elements=[Blob.sha256], set_={"state": BlobState.PRESENT.value})
