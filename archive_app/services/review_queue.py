"""Who works at which page: the next one that nobody has open, and how many are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, func, or_, select, tuple_
from sqlalchemy.exc import IntegrityError

from archive_app.auth.policy import visible
from archive_app.db.models import Act, Document, DocumentState, Page, PageClaim, RecognitionState
from indexer.model import PageState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor

WAITING = (PageState.REVIEW, PageState.FAILED)
CLAIMED_FOR: Final = timedelta(minutes=10)
"""Without a sign of life a page is free again."""
MOST_COUNTED: Final = 1000
"""More are told as «more than»."""
_WITH_WAITING = (RecognitionState.IN_REVIEW, RecognitionState.FAILED)


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """A document with pages that wait; `first` is the number of the first of them."""

    document_id: int
    title: str
    pages: int
    first: int


def waiting_pages(actor: Actor) -> Select[int, int]:
    """(document, number) of the pages that wait for `actor`, in that order."""
    return (
        select(Page.document_id, Page.number)
        .join(Document, Document.id == Page.document_id)
        .where(Page.state.in_(WAITING), Document.state == DocumentState.ACTIVE, visible(actor, Act.REVIEW))
        .order_by(Page.document_id, Page.number)
    )


def count_waiting(session: Session, actor: Actor) -> int:
    """How many pages wait, at most one more than `MOST_COUNTED`."""
    some = waiting_pages(actor).limit(MOST_COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def waiting_documents(session: Session, actor: Actor, after: int, limit: int) -> list[WaitingDocument]:
    """Up to `limit` documents with a number above `after`, in two statements."""
    waits = select(Page.id).where(Page.document_id == Document.id, Page.state.in_(WAITING)).exists()
    query = (
        select(Document.id, Document.title)
        .where(Document.recognition.in_(_WITH_WAITING), Document.state == DocumentState.ACTIVE, Document.id > after)
        .where(visible(actor, Act.REVIEW), waits)
        .order_by(Document.id)
        .limit(limit)
    )
    titles = dict(session.execute(query).all())
    counts = select(Page.document_id, func.count(), func.min(Page.number)).where(
        Page.document_id.in_(titles), Page.state.in_(WAITING)
    )
    counted = {number: (pages, first) for number, pages, first in session.execute(counts.group_by(Page.document_id))}
    return [WaitingDocument(number, title, *counted[number]) for number, title in titles.items() if number in counted]


def next_free(session: Session, actor: Actor, after: tuple[int, int], now: datetime) -> tuple[int, int] | None:
    """The next page behind `after` that nobody else has open, from the beginning again at the end of the queue."""
    free = waiting_pages(actor).outerjoin(
        PageClaim, and_(PageClaim.document_id == Page.document_id, PageClaim.number == Page.number)
    )
    free = free.where(or_(PageClaim.until.is_(None), PageClaim.until < now, PageClaim.login == actor.login)).limit(1)
    place = tuple_(Page.document_id, Page.number)
    found = session.execute(free.where(place > after)).first() or session.execute(free.where(place < after)).first()
    return None if found is None else (found[0], found[1])


def claim(session: Session, document_id: int, number: int, login: str, now: datetime) -> str | None:
    """Note that `login` has the page open; the login of somebody else who has, and keeps it, or None."""
    row = session.get(PageClaim, (document_id, number))
    if row is not None and row.login != login and row.until > now:
        return row.login
    try:
        with session.begin_nested():
            session.merge(PageClaim(document_id=document_id, number=number, login=login, until=now + CLAIMED_FOR))
    except IntegrityError:  # somebody else opened it at the same moment
        session.expire_all()
        taken = session.get(PageClaim, (document_id, number))
        return taken.login if taken is not None and taken.login != login else None
    return None


def let_go(session: Session, document_id: int, number: int, login: str, now: datetime) -> None:
    """The page is free; so are all whose time is over."""
    own = and_(PageClaim.document_id == document_id, PageClaim.number == number, PageClaim.login == login)
    session.execute(delete(PageClaim).where(or_(own, PageClaim.until < now)))
