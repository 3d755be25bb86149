"""Pages: the outline of a document's pages, the review queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from archive_app.db.models import Document, DocumentState, Page
from indexer.model import PageState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PageOutline:
    """A page without its text and words."""

    document_id: int
    number: int
    state: PageState
    reason: str | None
    confidence: float | None


def page_outlines(session: Session, document_id: int, *, after: int = 0, limit: int = 500) -> list[PageOutline]:
    """Give up to `limit` pages of a document with numbers over `after`, in order."""
    query = _OUTLINE.where(Page.document_id == document_id, Page.number > after).order_by(Page.number).limit(limit)
    return [PageOutline(*row) for row in session.execute(query)]


def page(session: Session, document_id: int, number: int) -> Page | None:
    """Load one page with its text; `words` is read when it is asked for."""
    return session.scalar(select(Page).where(Page.document_id == document_id, Page.number == number))


def review_queue(session: Session, *, after: tuple[int, int] = (0, 0), limit: int = 50) -> list[PageOutline]:
    """Give up to `limit` pages that wait for a person, by document and page, behind the place `after`."""
    query = (
        _OUTLINE.join(Document, Page.document_id == Document.id)
        .where(
            Page.state == PageState.REVIEW,
            Document.state == DocumentState.ACTIVE,
            tuple_(Page.document_id, Page.number) > after,
        )
        .order_by(Page.document_id, Page.number)
        .limit(limit)
    )
    return [PageOutline(*row) for row in session.execute(query)]


_OUTLINE = select(Page.document_id, Page.number, Page.state, Page.reason, Page.confidence)
