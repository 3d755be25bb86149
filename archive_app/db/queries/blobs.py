"""Blobs: what the database expects in the store, and whether anything still needs a blob."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from archive_app.db.models import Blob, BlobState, Document, DocumentState, Rendition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

_BATCH = 1000


def expected_blobs(session: Session) -> Iterator[tuple[str, int]]:
    """Stream SHA-256 and size of every blob that must be in the store, ordered by SHA-256, in flat memory."""
    after = ""
    query = select(Blob.sha256, Blob.size).where(Blob.state == BlobState.PRESENT).order_by(Blob.sha256).limit(_BATCH)
    while batch := session.execute(query.where(Blob.sha256 > after)).all():
        yield from ((row.sha256, row.size) for row in batch)
        after = batch[-1].sha256


def known_blobs(session: Session, sha256s: Collection[str]) -> set[str]:
    """Tell which of up to some thousand addresses the database knows as present."""
    return set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(sha256s), Blob.state == BlobState.PRESENT)))


def blob_is_needed(session: Session, sha256: str) -> bool:
    """Tell whether a document that is there has these bytes as its original or as a rendition."""
    there = Document.state == DocumentState.ACTIVE
    original = exists().where(Document.original_sha256 == sha256, there)
    rendition = exists().where(Rendition.sha256 == sha256, Rendition.document_id == Document.id, there)
    return bool(session.scalar(select(original | rendition)))
