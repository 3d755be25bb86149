"""Persons whom the text of a document names: linked with the pages, as `recognised`.

Such a link finds; it gives no right: whose own record a document is follows from persons that somebody typed. A
person who is typed is linked by that alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Document, DocumentPerson, Page, PersonSource
from archive_app.db.queries.persons import names_beginning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from indexer.persons import KnownName, Mention, PersonFinder

ROLE = "mentioned"
BATCH = 50
"""Pages in the memory at a time, looked up together."""


@dataclass(frozen=True, slots=True)
class Named:
    """The pages (ascending) on which persons stand, by person, of a document as it was at `stamp`."""

    stamp: int
    pages: Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Naming:
    """Finds and links persons. Each method runs in the caller's transaction."""

    finder: PersonFinder

    def read(self, session: Session, document: Document) -> Named:
        """Whom the pages name; of a long document this takes seconds, so let no transaction wait for it."""
        meant = _typed(session, document.id)
        pages: dict[int, list[int]] = {}
        known: dict[str, list[KnownName]] = {}
        query = select(Page.number, Page.text).where(Page.document_id == document.id).order_by(Page.number)
        for batch in session.execute(query.execution_options(yield_per=BATCH)).partitions():
            found = [(number, self.finder.mentions(text)) for number, text in batch]
            self._look_up(session, (each for _, page in found for each in page), known)
            for number, mentions in found:
                for person in self.finder.named(mentions, known, meant) - meant:
                    pages.setdefault(person, []).append(number)
        return Named(document.index_stamp, pages)

    def keep(self, session: Session, document: Document, named: Named) -> bool:
        """Make the recognised links of a document those that were read; tells whether any changed.

        What was read of the document before it changed is read again.
        """
        session.flush()
        if named.stamp != document.index_stamp:
            named = self.read(session, document)
        links = _recognised(session, document.id)
        typed = _typed(session, document.id)
        wanted = {person: list(pages) for person, pages in named.pages.items() if person not in typed}
        changed = False
        for person in {*links, *wanted}:
            changed |= _set(session, document.id, person, links.get(person), wanted.get(person, []))
        return changed

    def keep_page(self, session: Session, document_id: int, number: int, text: str) -> bool:
        """The same where the text of one page, or what is known of persons, has changed."""
        session.flush()
        links, typed = _recognised(session, document_id), _typed(session, document_id)
        mentions = self.finder.mentions(text)
        known: dict[str, list[KnownName]] = {}
        self._look_up(session, mentions, known)
        here = self.finder.named(mentions, known, typed) - typed
        changed = False
        for person in {*links, *here}:
            link = links.get(person)
            pages = {*(link.pages if link else ())} - {number} | ({number} if person in here else set())
            changed |= _set(session, document_id, person, link, [] if person in typed else sorted(pages))
        return changed

    def rows(self, session: Session, texts: Sequence[str], person_id: int | None) -> list[frozenset[int]]:
        """Whom each of the texts names; where it may be namesakes it is `person_id`, if that is one of them."""
        found = [self.finder.mentions(text) for text in texts]
        known: dict[str, list[KnownName]] = {}
        self._look_up(session, (each for one in found for each in one), known)
        meant = frozenset() if person_id is None else frozenset({person_id})
        return [self.finder.named(one, known, meant) for one in found]

    def _look_up(self, session: Session, mentions: Iterable[Mention], known: dict[str, list[KnownName]]) -> None:
        """Learn who may be meant at these places; what is known already is not asked again."""
        keys = {key for mention in mentions for key in mention.keys} - known.keys()
        known |= {key: [] for key in keys}
        known |= self.finder.by_key(names_beginning(session, keys))


def _typed(session: Session, document_id: int) -> frozenset[int]:
    query = select(DocumentPerson.person_id).where(
        DocumentPerson.document_id == document_id, DocumentPerson.source != PersonSource.RECOGNISED
    )
    return frozenset(session.scalars(query))


def _recognised(session: Session, document_id: int) -> dict[int, DocumentPerson]:
    query = select(DocumentPerson).where(
        DocumentPerson.document_id == document_id, DocumentPerson.source == PersonSource.RECOGNISED
    )
    return {link.person_id: link for link in session.scalars(query)}


def _set(session: Session, document_id: int, person_id: int, link: DocumentPerson | None, pages: list[int]) -> bool:
    """Make the link say `pages`, or be gone where there are none."""
    if link is None and pages:
        session.add(
            DocumentPerson(
                document_id=document_id, person_id=person_id, role=ROLE, source=PersonSource.RECOGNISED, pages=pages
            )
        )
    elif link is not None and not pages:
        session.delete(link)
    elif link is not None and link.pages != pages:
        link.pages = pages
    else:
        return False
    return True
