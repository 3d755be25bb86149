"""One page as a reviewer works at it: words with their certainty, persons named on it, the list to pick names from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from archive_app.auth.policy import visible
from archive_app.db.models import (
    Act,
    Document,
    DocumentPerson,
    DocumentState,
    Page,
    Person,
    PersonSource,
)
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.class_lists import ListChoice, offered_lists, persons_of
from archive_app.services.documents import spoken_name
from archive_app.services.page_rows import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from indexer.model import Word


@dataclass(frozen=True, slots=True)
class PickedPerson:
    """A person who can be ticked: `here`, stands on this page; `before`, stood on the page before."""

    person_id: int
    name: str
    here: bool
    before: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page under review. `version` goes back with what is typed; `doubtful` are places in `words`.

    `other` is the name of somebody else who has the page open.
    """

    document_id: int
    title: str
    number: int
    total: int
    state: str
    reason: str | None
    confidence: float | None
    text: str
    version: int
    width_px: int
    height_px: int
    words: tuple[Word, ...]
    doubtful: tuple[int, ...]
    lists: tuple[ListChoice, ...]
    chosen_list: str
    persons: tuple[PickedPerson, ...]
    reviewed_by: str | None
    stamp: str
    other: str | None = None


def reviewed_document(session: Session, document_id: int, actor: Actor) -> Document:
    """The row of a document whose pages `actor` may review. Raises NotFound."""
    document = session.scalar(select(Document).where(Document.id == document_id, visible(actor, Act.REVIEW)))
    if document is None or document.state is not DocumentState.ACTIVE:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    return document


def page_under_review(session: Session, document_id: int, number: int, actor: Actor, doubt_below: float) -> ReviewPage:
    """The page, in a bounded number of statements.

    Raises:
        NotFound: no such page, or not for this person.
    """
    document = reviewed_document(session, document_id, actor)
    page = session.scalar(
        select(Page).where(Page.document_id == document_id, Page.number == number).options(undefer(Page.words))
    )
    if page is None:
        raise NotFound(str(number), what=translate("Page {number}", number=number))
    words = words_of(page.state, page.text, page.words)
    lists, chosen = offered_lists(session, document)
    last = session.scalar(select(func.max(Page.number)).where(Page.document_id == document_id)) or number
    return ReviewPage(
        document_id=document_id,
        title=document.title,
        number=number,
        total=last,
        state=page.state.value,
        reason=page.reason,
        confidence=page.confidence,
        text=page.text,
        version=page.version,
        width_px=page.width_px,
        height_px=page.height_px,
        words=words,
        doubtful=tuple(at for at, word in enumerate(words) if word.confidence < doubt_below),
        lists=lists,
        chosen_list=chosen,
        persons=tuple(_persons(session, document_id, number, persons_of(session, chosen))),
        reviewed_by=page.reviewed_by,
        stamp=f"{document.original_sha256[:12]}-{document.version}",
    )


def typed_links(session: Session, document_id: int) -> list[DocumentPerson]:
    """The persons whom people, not the machine, have named."""
    query = select(DocumentPerson).where(
        DocumentPerson.document_id == document_id, DocumentPerson.source != PersonSource.RECOGNISED
    )
    return list(session.scalars(query))


def _persons(session: Session, document_id: int, number: int, listed: tuple[Person, ...]) -> Iterable[PickedPerson]:
    """Those of the list, then those named on this page or the one before who are not on it."""
    pages = [(link.person_id, link.pages) for link in typed_links(session, document_id)]
    here = {person for person, on in pages if number in on}
    before = {person for person, on in pages if number - 1 in on}
    more = (here | before) - {person.id for person in listed}
    others = session.scalars(select(Person).where(Person.id.in_(more)).order_by(Person.folded)) if more else ()
    for person in (*listed, *others):
        yield PickedPerson(person.id, spoken_name(person), person.id in here, person.id in before)
