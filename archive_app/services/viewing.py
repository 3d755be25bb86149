"""A document opened at a page: a bounded number of statements, whether it has one page or three thousand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from archive_app.audit.reads import CARD_READ, PAGE_READ
from archive_app.db.engine import reading
from archive_app.db.models import Document, Page
from archive_app.services.documents import Card, PageCard, card_in, document_ref, shown_page
from archive_app.services.page_rows import words_of
from indexer.model import PageState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from indexer.model import Word

NEAR = 12
"""Pages offered on either side of the one that is shown: a thick book asks for no more images than a journal."""
MOST_MARKED = 500
"""Pages that wait for a person, told beside the thumbnails."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as a thumbnail: with an image, or as its number alone."""

    number: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A document at one of its pages; without pages `page` is None.

    `page` comes with its text, `words` with their boxes; `leaves` are the pages around; `waiting` the numbers of pages
    that wait for a person, at most `MOST_MARKED`; `stamp` changes whenever an image may have changed. `card` has no
    pages.
    """

    card: Card
    page: PageCard | None
    words: tuple[Word, ...]
    leaves: tuple[Leaf, ...]
    total: int
    waiting: tuple[int, ...]
    stamp: str

    @property
    def previous(self) -> int | None:
        """The number of the page before."""
        return self.page.number - 1 if self.page and self.page.number > 1 else None

    @property
    def following(self) -> int | None:
        """The number of the page after."""
        return self.page.number + 1 if self.page and self.page.number < self.total else None


def open_document(reads: ReadLog, document_id: int, number: int, actor: Actor) -> Opened:
    """The document at page `number`, at its first page where there is no such.

    Raises:
        NotFound: there is no such document, or not for this person.
    """
    with reading(reads.sessions) as session:
        shown = card_in(session, document_id, actor, with_pages=False)
        opened = _opened(session, shown, number)
    if opened.page is None:
        reads.record(actor.login, CARD_READ, document_ref(document_id))
    else:
        reads.record(actor.login, PAGE_READ, document_ref(document_id), page=opened.page.number)
    return opened


def _opened(session: Session, shown: Card, number: int) -> Opened:
    document_id = shown.document_id
    total, last = session.execute(
        select(func.count(), func.max(Page.number)).where(Page.document_id == document_id)
    ).one()
    row = _page(session, document_id, number)
    version = session.scalar(select(Document.version).where(Document.id == document_id))
    stamp = f"{shown.sha256[:12]}-{version}"
    if row is None:
        return Opened(shown, None, (), (), total, (), stamp)
    waiting = (
        select(Page.number)
        .where(Page.document_id == document_id, Page.state.in_((PageState.REVIEW, PageState.FAILED)))
        .order_by(Page.number)
        .limit(MOST_MARKED)
    )
    return Opened(
        card=replace(shown, page_count=max(shown.page_count or 0, last)),
        page=shown_page(row, with_text=True),
        words=words_of(row.state, row.text, row.words),
        leaves=tuple(_around(session, document_id, row.number, last)),
        total=last,
        waiting=tuple(session.scalars(waiting)),
        stamp=stamp,
    )


def _page(session: Session, document_id: int, number: int) -> Page | None:
    query = select(Page).where(Page.document_id == document_id).options(undefer(Page.words))
    wanted = session.scalar(query.where(Page.number == number))
    return wanted or session.scalar(query.order_by(Page.number).limit(1))


def _around(session: Session, document_id: int, number: int, last: int) -> list[Leaf]:
    """The pages around `number`, filled up at the ends of the document."""
    first = max(min(number - NEAR, last - 2 * NEAR), 1)
    query = (
        select(Page.number, Page.width_px > 0)
        .where(Page.document_id == document_id, Page.number.between(first, first + 2 * NEAR))
        .order_by(Page.number)
    )
    return [Leaf(found, bool(drawn)) for found, drawn in session.execute(query)]
