"""Pages between the recogniser's shape and the database's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from archive_app.db.models import Page
from archive_app.db.words import pack_words, unpack_words
from indexer.model import PageResult, PageState
from indexer.separators.payload import NAME, VERSION
from indexer.typed_words import typed_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from indexer.model import Word

BATCH = 50
_NO_WORDS = pack_words(())


def storable(text: str) -> str:
    """Without what a database refuses: NUL (PostgreSQL), lone surrogates (UTF-8); a PDF's text layer may hold both."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def words_of(state: PageState, text: str, packed: bytes) -> tuple[Word, ...]:
    """A page's words with their boxes: those of the text that a person typed, where one did."""
    read = unpack_words(packed)
    return typed_words(text, read) if state is PageState.REVIEWED else read


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
        separator=storable(result.separator) if result.separator else None,
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
            words=words_of(page.state, page.text, page.words),
            confidence=page.confidence,
            state=_layer(page),
            reason=page.reason,
        )
        session.expunge(page)


def _layer(page: Page) -> PageState:
    """A page whose text is visible and its own keeps it, also when a person has looked: nothing is laid over it."""
    own = page.state is PageState.REVIEWED and page.confidence is None and page.words != _NO_WORDS
    return PageState.TEXT_LAYER if own else page.state


def has_sheets(document_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether separator sheets of ours were found among the pages of a document; for a query."""
    ours = Page.separator.startswith(f"{NAME}{VERSION}|")
    return select(Page.id).where(Page.document_id == document_id, ours).exists()


def page_states(session: Session, document_id: int) -> dict[PageState, int]:
    """How many pages are in each state."""
    rows = session.execute(select(Page.state, func.count()).where(Page.document_id == document_id).group_by(Page.state))
    return dict(rows.all())
