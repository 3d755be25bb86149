"""The pages of one document on which the words of a question stand, counted a part of the document at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit.reads import SEARCHED
from archive_app.db.engine import reading
from archive_app.db.models import Page
from archive_app.services.documents import document_ref, require_seen
from indexer.search.matching import find_words

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.services.searching import Searching

BATCH = 100
"""Pages in the memory at a time."""
PATIENCE = 0.25
"""Seconds that one part may take: a book of 3,000 pages is answered in several."""


@dataclass(frozen=True, slots=True)
class PageCount:
    """A page and how many words of the question stand on it."""

    number: int
    count: int


@dataclass(frozen=True, slots=True)
class FoundPart:
    """Pages in their order; `after` leads on, None at the end of the document."""

    pages: tuple[PageCount, ...]
    after: int | None

    @property
    def words(self) -> int:
        """Words altogether."""
        return sum(page.count for page in self.pages)


def find_in(searching: Searching, document_id: int, text: str, actor: Actor, after: int = 0) -> FoundPart:
    """Look through the pages behind `after` for as long as `PATIENCE` lasts.

    Raises:
        NotFound: there is no such document, or not for this person.
    """
    found: list[PageCount] = []
    ends = time.monotonic() + PATIENCE
    with reading(searching.sessions) as session:
        require_seen(session, document_id, actor)
        tree = searching.understood(session, text)
        query = select(Page.number, Page.text).where(Page.document_id == document_id).order_by(Page.number)
        reached: int | None = after
        while reached is not None:
            rows = session.execute(query.where(Page.number > reached).limit(BATCH)).all()
            for number, words in rows:
                if places := find_words(words, tree, searching.analyzer):
                    found.append(PageCount(number, len(places)))
            reached = rows[-1][0] if len(rows) == BATCH else None
            if time.monotonic() > ends:
                break
    searching.reads.record(
        actor.login, SEARCHED, document_ref(document_id), query=text[: searching.query_length], after=after
    )
    return FoundPart(tuple(found), reached)
