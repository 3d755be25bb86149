"""Blobs: what the database expects in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Blob, BlobState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

_BATCH = 5000


def expected_blobs(session: Session) -> Iterator[tuple[str, int]]:
    """Stream SHA-256 and size of every blob that must be in the store, ordered by SHA-256, in flat memory."""
    after = ""
    query = select(Blob.sha256, Blob.size).where(Blob.state == BlobState.PRESENT).order_by(Blob.sha256).limit(_BATCH)
    while batch := session.execute(query.where(Blob.sha256 > after)).all():
        yield from map(tuple, batch)
        after = batch[-1][0]
