"""The row of a blob: made once, and held by the transaction that refers to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from archive_app.db.models import Blob, BlobState
from archive_app.db.upsert import insert_into
from archive_app.errors import EXIT_UNAVAILABLE, ArchiveError

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.dml import ReturningInsert

    from archive_app.db.upsert import Upsert
    from storage.protocol import BlobRef, BlobStore


class BytesWentMeanwhile(ArchiveError):
    """An act destroyed the same bytes after they were stored once more: they must be stored again."""

    code = "bytes_went_meanwhile"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


def add_blob(session: Session, store: BlobStore, blob: BlobRef, media_type: str, now: datetime.datetime) -> bool:
    """Make the row of stored bytes, or take hold of the one that is there; tells whether it is new.

    Either way the row is locked until the transaction ends: two filings of the same bytes follow each other, and an
    act that destroys them. Raises BytesWentMeanwhile.
    """
    connection = session.connection()
    made = connection.execute(_make(connection.dialect.name), _row(blob, media_type, now)).scalar_one_or_none()
    if made is not None:
        return True
    ensure_blob(session, store, blob, media_type, now)
    return False


def ensure_blob(session: Session, store: BlobStore, blob: BlobRef, media_type: str, now: datetime.datetime) -> str:
    """Make the row of stored bytes, or take hold of the one that is there; returns the SHA-256.

    The row is locked until the transaction ends. Raises BytesWentMeanwhile.
    """
    connection = session.connection()
    known = connection.scalar(select(Blob.state).where(Blob.sha256 == str(blob.key)).with_for_update())
    if known in _GOING and not store.exists(blob.key):  # nobody removes them while the row is ours
        raise BytesWentMeanwhile(str(blob.key))
    connection.execute(_make_or_take(connection.dialect.name), _row(blob, media_type, now))
    return str(blob.key)


_GOING = frozenset({BlobState.DESTROYING, BlobState.DESTROYED})


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
    return (
        insert_into(cast("Table", Blob.__table__), dialect)
        .on_conflict_do_nothing(index_elements=[Blob.sha256])
        .returning(Blob.sha256)
    )


@cache
def _make_or_take(dialect: str) -> Upsert:
    return insert_into(cast("Table", Blob.__table__), dialect).on_conflict_do_update(
        index_elements=[Blob.sha256], set_={"state": BlobState.PRESENT.value}
    )
