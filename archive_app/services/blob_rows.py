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
    from sqlalchemy.sql.dml import ReturningInsert

    from storage.protocol import BlobRef


def add_blob(session: Session, blob: BlobRef, media_type: str, now: datetime.datetime) -> bool:
    """Make the row of stored bytes, or take hold of the one that is there; tells whether it is new.

    Either way the row is locked until the transaction ends: two filings of the same bytes follow each other.
    """
    connection = session.connection()
    made = connection.execute(_make(connection.dialect.name), _row(blob, media_type, now)).scalar_one_or_none()
    if made is not None:
        return True
    ensure_blob(session, blob, media_type, now)
    return False


def ensure_blob(session: Session, blob: BlobRef, media_type: str, now: datetime.datetime) -> str:
    """Make the row of stored bytes, or take hold of the one that is there; returns the SHA-256.

    The conflicting insert locks the row until the transaction ends: two filings of the same bytes follow each other.
    """
    connection = session.connection()
    connection.execute(_make_or_take(connection.dialect.name), _row(blob, media_type, now))
    return str(blob.key)


def _row(blob: BlobRef, media_type: str, now: datetime.datetime) -> dict[str, object]:
    return {
        "sha256": str(blob.key),
        "size": blob.size,
        "media_type": media_type,
        "state": BlobState.PRESENT,
        "created_at": now,
    }


# Statements are made once: making one costs more than running it.


@cache
def _make(dialect: str) -> ReturningInsert[str]:
    return _insert(dialect).on_conflict_do_nothing(index_elements=[Blob.sha256]).returning(Blob.sha256)


@cache
def _make_or_take(dialect: str) -> sqlite.Insert | postgresql.Insert:
    return _insert(dialect).on_conflict_do_update(index_elements=[Blob.sha256], set_={"state": BlobState.PRESENT.value})


def _insert(dialect: str) -> sqlite.Insert | postgresql.Insert:
    table = cast("Table", Blob.__table__)
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
