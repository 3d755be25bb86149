"""Documents filed before a person, or the person's new name, was known: those that name the person are linked too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.engine import reading
from archive_app.db.index_stamps import documents_behind, raise_stamp
from archive_app.db.models import Document, DocumentState, Page, PersonName
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import enqueue
from archive_app.services.kinds import index_later_job
from indexer.analysis import fold
from indexer.query import Or, Phrase, Word
from indexer.search import Access, SearchRequest

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.naming import Naming
    from indexer.analysis import Analyzer
    from indexer.query import Node
    from indexer.search import SearchEngine

BATCH = 50
HITS = 200
MOST_HITS = 10_000
"""No engine lists more; nobody's full name stands in so many documents."""
BEHIND = 1000
"""Documents that the index does not know as they are, looked through besides."""
ROOT = 3
"""First letters of a surname, the same in all its cases."""


@dataclass(frozen=True, slots=True)
class NamingBefore:
    """The handler of `name` jobs: `{"person_ids": [N, …]}`. Done twice it changes nothing."""

    sessions: sessionmaker[Session]
    engine: SearchEngine
    analyzer: Analyzer
    naming: Naming
    clock: Callable[[], datetime.datetime]

    def __call__(self, job: JobContext) -> None:
        """Search for each name of the persons, and look at the pages found."""
        for person_id in job.payload["person_ids"]:
            with reading(self.sessions) as session:
                query = select(PersonName).where(PersonName.person_id == person_id, PersonName.given.is_not(None))
                names = list(session.scalars(query))
            if not names:
                continue
            roots = tuple({fold(name.surname)[:ROOT] for name in names})
            for document_id in self._candidates(names):
                job.check()
                self._look(document_id, roots)

    def _candidates(self, names: list[PersonName]) -> Iterator[int]:
        tree = Or(tuple(phrase for name in names for phrase in self._spoken(name)))
        for offset in range(0, MOST_HITS, HITS):
            request = SearchRequest(tree=tree, limit=HITS, offset=offset)
            hits = self.engine.search(request, Access.everything()).hits
            yield from (hit.document_id for hit in hits)
            if len(hits) < HITS:
                break
        with reading(self.sessions) as session:
            behind = documents_behind(session, limit=BEHIND)
        yield from behind

    def _spoken(self, name: PersonName) -> Iterator[Node]:
        """The orders in which a page may have the name, in full and with initials."""
        surname, given, patronymic = (self._words(part or "") for part in (name.surname, name.given, name.patronymic))
        yield Phrase(surname + given + patronymic)
        if patronymic:
            yield Phrase(given + patronymic + surname)
            initials = tuple(Word(words[0].form[0], (words[0].form[0],)) for words in (given, patronymic))
            yield Phrase(surname + initials)
            yield Phrase(initials + surname)

    def _words(self, text: str) -> tuple[Word, ...]:
        return tuple(Word(token.form, token.lemmas, token.known) for token in self.analyzer.tokens(text))

    def _look(self, document_id: int, roots: tuple[str, ...]) -> None:
        """Name the persons of those pages anew on which a surname may stand."""
        with reading(self.sessions) as session:
            pages = _pages_to_look_at(session, document_id, roots)
        if not pages:
            return
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            raise_stamp(session, document_id)  # and holds the row: texts and links change one after the other
            document = session.get_one(Document, document_id)
            changed = [number for number in pages if self._named_anew(session, document_id, number)]
            if not changed or document.state is not DocumentState.ACTIVE:
                return
            AuditTrail(uow, actor=MACHINE, now=self.clock).record("document:persons:recognise", document, pages=changed)
            enqueue(session, index_later_job(self.clock()), now=self.clock())
            uow.commit()

    def _named_anew(self, session: Session, document_id: int, number: int) -> bool:
        text = session.scalar(select(Page.text).where(Page.document_id == document_id, Page.number == number))
        return self.naming.keep_page(session, document_id, number, text or "")


def _pages_to_look_at(session: Session, document_id: int, roots: tuple[str, ...]) -> list[int]:
    query = select(Page.number, Page.text).where(Page.document_id == document_id).order_by(Page.number)
    rows = session.execute(query.execution_options(yield_per=BATCH))
    return [number for number, text in rows if _may_name(text, roots)]


def _may_name(text: str, roots: tuple[str, ...]) -> bool:
    folded = text.casefold().replace("ё", "е")
    return any(root in folded for root in roots)
