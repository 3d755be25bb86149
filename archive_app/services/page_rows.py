"""Pages between the recogniser's shape and the database's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from archive_app.db.models import Page
from archive_app.db.words import pack_words, unpack_words
from indexer.model import PageResult, PageState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

BATCH = 50


def storable(text: str) -> str:
    """Without what a database refuses: NUL (PostgreSQL), lone surrogates (UTF-8); a PDF's text layer may hold both."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def page_row(document_id: int, result: PageResult) -> Page:
    """The row that keeps one page's result."""
    return Page(
        document_id=document_id,
        number=result.number,
        text=storable(result.text),
        words=pack_words(result.words),
        confidence=result.confidence,
        state=result.state,
        reason=result.reason,
        rotation=result.rotation,
        skew=result.skew,
        width_px=result.width_px,
        height_px=result.height_px,
        dpi=result.dpi,
    )


def page_results(session: Session, document_id: int) -> Iterator[PageResult]:
    """All pages of a document in order, a few at a time."""
    query = (
        select(Page).where(Page.document_id == document_id).order_by(Page.number).options(undefer(Page.words))
    ).execution_options(yield_per=BATCH)
    for page in session.scalars(query):
        yield PageResult(
            number=page.number,
            width_px=page.width_px,
            height_px=page.height_px,
            dpi=page.dpi,
            rotation=page.rotation,
            skew=page.skew,
            text=page.text,
            words=unpack_words(page.words),
            confidence=page.confidence,
            state=page.state,
            reason=page.reason,
        )
        session.expunge(page)


def page_states(session: Session, document_id: int) -> dict[PageState, int]:
    """How many pages are in each state."""
    rows = session.execute(select(Page.state, func.count()).where(Page.document_id == document_id).group_by(Page.state))
    return dict(rows.all())
