"""Pages that wait for a person: the queue, one page, and what a person says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.audit.reads import PAGE_READ
from archive_app.auth.actor import require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Document,
    DocumentPerson,
    DocumentState,
    Page,
    Person,
    PersonSource,
    RecognitionState,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import Conflict, NotFound
from archive_app.i18n import translate
from archive_app.jobs import enqueue
from archive_app.services.account_names import names_of
from archive_app.services.documents import document_ref
from archive_app.services.kinds import copy_job, index_job
from archive_app.services.page_rows import storable
from archive_app.services.persons import FullName, find_or_add_persons
from archive_app.services.review_page import ReviewPage, page_under_review, typed_links
from archive_app.services.review_queue import (
    WAITING,
    WaitingDocument,
    claim,
    count_waiting,
    let_go,
    next_free,
    waiting_documents,
)
from archive_app.services.use_copies import has_copy
from indexer.model import PageState

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.services.naming import Naming


class PageChanged(Conflict):
    """Somebody else has settled the page since it was opened. Params: `number`, `who`."""

    code = "page_changed"


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page for a person to look at. `confidence` is 0..100."""

    document_id: int
    title: str
    page: int
    state: str
    reason: str | None
    confidence: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a page.

    `text` None: as it was recognised. `persons` are names typed in full. `picked` are numbers of persons: those who
    stand on the page, and no others; None: nothing is said of that. `version` is that of the page when it was opened;
    None: whatever it is now.
    """

    text: str | None = None
    persons: tuple[str, ...] = ()
    picked: frozenset[int] | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The review queue. Words less certain than `doubt_below` (0..100) are shown as doubtful."""

    sessions: sessionmaker[Session]
    naming: Naming
    clock: Callable[[], datetime.datetime]
    reads: ReadLog
    doubt_below: float

    def waiting(self, actor: Actor, *, after: tuple[int, int] = (0, 0), limit: int = 50) -> tuple[WaitingPage, ...]:
        """Up to `limit` pages after the page `(document, number)`, in that order."""
        require(actor, Act.REVIEW)
        query = (
            select(Page, Document.title)
            .join(Document, Document.id == Page.document_id)
            .where(Page.state.in_(WAITING), Document.state == DocumentState.ACTIVE, visible(actor, Act.REVIEW))
            .where(tuple_(Page.document_id, Page.number) > after)
            .order_by(Page.document_id, Page.number)
            .limit(limit)
        )
        with reading(self.sessions) as session:
            return tuple(
                WaitingPage(
                    page.document_id, title, page.number, page.state.value, page.reason, page.confidence, page.text
                )
                for page, title in session.execute(query)
            )

    def documents(self, actor: Actor, *, after: int = 0, limit: int = 50) -> tuple[WaitingDocument, ...]:
        """Up to `limit` documents with pages that wait, of numbers above `after`. Raises NotAllowed."""
        require(actor, Act.REVIEW)
        with reading(self.sessions) as session:
            return tuple(waiting_documents(session, actor, after, limit))

    def left(self, actor: Actor) -> int:
        """How many pages wait; `MOST_COUNTED` + 1 stands for more. Raises NotAllowed."""
        require(actor, Act.REVIEW)
        with reading(self.sessions) as session:
            return count_waiting(session, actor)

    def next_page(self, actor: Actor, after: tuple[int, int] = (0, 0)) -> tuple[int, int] | None:
        """The next page `(document, number)` that nobody else has open; None: nothing is left. Raises NotAllowed."""
        require(actor, Act.REVIEW)
        with reading(self.sessions) as session:
            return next_free(session, actor, after, self.clock())

    def open_page(self, document_id: int, number: int, actor: Actor) -> ReviewPage:
        """The page to work at; others are led past it for a while. Raises NotFound, NotAllowed."""
        require(actor, Act.REVIEW)
        with UnitOfWork(self.sessions) as uow:
            shown = page_under_review(uow.session, document_id, number, actor, self.doubt_below)
            other = claim(uow.session, document_id, number, actor.login, self.clock())
            other = names_of(uow.session, [other]).get(other or "", other)
            uow.commit()
        self.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
        return replace(shown, other=other)

    def release(self, document_id: int, number: int, actor: Actor) -> None:
        """Let others have the page: it was passed over. Raises NotAllowed."""
        require(actor, Act.REVIEW)
        with UnitOfWork(self.sessions) as uow:
            let_go(uow.session, document_id, number, actor.login, self.clock())
            uow.commit()

    def settle(self, document_id: int, number: int, actor: Actor, said: Said) -> None:
        """Take what a person says of a page.

        Raises:
            NotFound: no such page, or a picked person. NameNotUnderstood: a name cannot be read. NotAllowed.
            PageChanged: somebody else has settled it since; nothing is written.
        """
        require(actor, Act.REVIEW)
        names = [FullName.parse(name) for name in said.persons]
        now = self.clock()
        try:
            with UnitOfWork(self.sessions) as uow:
                document, page = _open(uow.session, document_id, number, actor)
                if said.version is not None and said.version != page.version:
                    by = page.reviewed_by or "—"
                    raise PageChanged(number=number, who=names_of(uow.session, [by]).get(by, by))
                if said.text is not None:
                    page.text = storable(said.text)
                page.state, page.reason = PageState.REVIEWED, None
                page.reviewed_by, page.reviewed_at = actor.login, now
                document.index_stamp += 1
                self._settle(uow, document, page, said, names, now)
                AuditTrail(uow, actor=actor.login, now=self.clock).record(
                    "document:page:review", document, page=number, text=said.text is not None, **_counted(said)
                )
                let_go(uow.session, document_id, number, actor.login, now)
                uow.commit()
        except StaleDataError as error:
            raise PageChanged(number=number, who="—") from error

    def _settle(
        self,
        uow: UnitOfWork,
        document: Document,
        page: Page,
        said: Said,
        names: list[FullName],
        now: datetime.datetime,
    ) -> None:
        """What follows from it: persons, the state of the document, index and use copy."""
        session = uow.session
        typed = {person.id for person in find_or_add_persons(session, names, now)}
        if said.picked is not None:
            _leave_only(session, document.id, page.number, said.picked | typed)
        _name_on_page(session, document.id, page.number, typed, PersonSource.TYPED)
        _name_on_page(session, document.id, page.number, said.picked or frozenset(), PersonSource.IMPORTED)
        self.naming.keep_page(session, document.id, page.number, page.text)
        session.flush()
        more_to_come = _left(session, document.id)
        if document.recognition is RecognitionState.IN_REVIEW and not more_to_come:
            document.recognition, document.recognition_reason = RecognitionState.RECOGNISED, None
        enqueue(session, index_job(), now=now)
        if said.text is not None and has_copy(session, document.id):
            enqueue(session, copy_job(document.id, now, more_to_come=more_to_come), now=now)


def _open(session: Session, document_id: int, number: int, actor: Actor) -> tuple[Document, Page]:
    page = session.scalars(select(Page).where(Page.document_id == document_id, Page.number == number)).first()
    document = session.scalars(select(Document).where(Document.id == document_id, visible(actor, Act.REVIEW))).first()
    if page is None or document is None or document.state is not DocumentState.ACTIVE:
        raise NotFound(str(number), what=translate("Page {number}", number=number))
    return document, page


def _counted(said: Said) -> dict[str, int]:
    return {"persons": len(said.persons) + len(said.picked or ())}


def _leave_only(session: Session, document_id: int, number: int, persons: frozenset[int] | set[int]) -> None:
    """Nobody but these persons stands on the page; who is named by the whole document stays so."""
    known = set(session.scalars(select(Person.id).where(Person.id.in_(persons))))
    if unknown := set(persons) - known:
        raise NotFound(str(min(unknown)), what=translate("Person {number}", number=min(unknown)))
    for link in typed_links(session, document_id):
        if number in link.pages and link.person_id not in persons:
            link.pages = [page for page in link.pages if page != number]
            if not link.pages:  # no pages would mean the whole document
                session.delete(link)
    session.flush()


def _name_on_page(
    session: Session, document_id: int, number: int, persons: frozenset[int] | set[int], source: PersonSource
) -> None:
    """These persons stand on the page, as far as it is not known yet."""
    links = typed_links(session, document_id)
    there = {link.person_id for link in links if number in link.pages or not link.pages}
    begun = {link.person_id: link for link in links if link.source is source}
    for person_id in sorted(persons - there):
        if link := begun.get(person_id):
            link.pages = sorted([*link.pages, number])
        else:
            session.add(DocumentPerson(document_id=document_id, person_id=person_id, source=source, pages=[number]))
    session.flush()


def _left(session: Session, document_id: int) -> bool:
    query = select(Page.id).where(Page.document_id == document_id, Page.state.in_(WAITING)).limit(1)
    return session.scalar(query) is not None
