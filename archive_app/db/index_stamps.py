"""What the search index has been told, kept beside the documents, so that a lost update is always noticed.

A change that search should see raises `Document.index_stamp` in its own transaction. Whoever gives the document to the
index reads the stamp first, and writes it to `indexed_stamp` when the index has committed. While the two differ the
document is behind. These statements leave `Document.version` alone: a person who edits the document is not disturbed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from archive_app.db.models import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session


def raise_stamp(session: Session, document_id: int) -> None:
    """Note that search should see the document anew."""
    session.execute(
        update(Document).where(Document.id == document_id).values(index_stamp=Document.index_stamp + 1),
        execution_options=_NO_SYNC,
    )


def mark_indexed(session: Session, stamps: Mapping[int, int]) -> None:
    """Note that the index holds the documents (by id) as they were at these stamps; never goes back."""
    for document_id, stamp in stamps.items():
        older = Document.indexed_stamp < stamp
        session.execute(
            update(Document).where(Document.id == document_id, older).values(indexed_stamp=stamp),
            execution_options=_NO_SYNC,
        )


def documents_behind(session: Session, *, after: int = 0, limit: int = 1000) -> dict[int, int]:
    """Give ids and present stamps of up to `limit` documents that the index should be given, by id, behind `after`."""
    query = (
        select(Document.id, Document.index_stamp)
        .where(Document.index_stamp != Document.indexed_stamp, Document.id > after)
        .order_by(Document.id)
        .limit(limit)
    )
    return dict(session.execute(query).all())


_NO_SYNC = {"synchronize_session": False}
"""Documents loaded in the same session do not follow; they have no use for stamps."""
