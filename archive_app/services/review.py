"""Pages that wait for a person, and the text and names that a person gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Document,
    DocumentPerson,
    DocumentState,
    Page,
    PersonSource,
    RecognitionState,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.jobs import enqueue
from archive_app.services.kinds import copy_job, index_job
from archive_app.services.page_rows import storable
from archive_app.services.persons import FullName, find_or_add_persons
from archive_app.services.use_copies import has_copy
from indexer.model import PageState

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.naming import Naming

WAITING = (PageState.REVIEW, PageState.FAILED)


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
class Review:
    """The review queue."""

    sessions: sessionmaker[Session]
    naming: Naming
    clock: Callable[[], datetime.datetime]

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

    def settle(
        self, document_id: int, number: int, actor: Actor, *, text: str | None = None, persons: tuple[str, ...] = ()
    ) -> None:
        """Take what a person says of a page: its text (None: as recognised) and the persons that it names.

        Raises:
            NotFound: no such page. NameNotUnderstood: a name cannot be read. NotAllowed.
        """
        require(actor, Act.REVIEW)
        names = [FullName.parse(name) for name in persons]
        now = self.clock()
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            page = session.scalars(select(Page).where(Page.document_id == document_id, Page.number == number)).first()
            document = session.scalars(
                select(Document).where(Document.id == document_id, visible(actor, Act.REVIEW))
            ).first()
            if page is None or document is None or document.state is not DocumentState.ACTIVE:
                raise NotFound(str(number), what=translate("Page {number}", number=number))
            if text is not None:
                page.text = storable(text)
            page.state, page.reason = PageState.REVIEWED, None
            page.reviewed_by, page.reviewed_at = actor.login, now
            document.index_stamp += 1
            for person in find_or_add_persons(session, names, now):
                _name_on_page(session, document_id, person.id, number)
            self.naming.keep_page(session, document_id, number, page.text)
            session.flush()
            more_to_come = _left(session, document_id)
            if document.recognition is RecognitionState.IN_REVIEW and not more_to_come:
                document.recognition, document.recognition_reason = RecognitionState.RECOGNISED, None
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "document:page:review", document, page=number, text=text is not None, persons=len(names)
            )
            enqueue(session, index_job(), now=now)
            if text is not None and has_copy(session, document_id):
                enqueue(session, copy_job(document_id, now, more_to_come=more_to_come), now=now)
            uow.commit()


def _name_on_page(session: Session, document_id: int, person_id: int, number: int) -> None:
    link = session.scalars(
        select(DocumentPerson).where(
            DocumentPerson.document_id == document_id,
            DocumentPerson.person_id == person_id,
            DocumentPerson.source == PersonSource.TYPED,
        )
    ).first()
    if link is None:
        session.add(
            DocumentPerson(document_id=document_id, person_id=person_id, source=PersonSource.TYPED, pages=[number])
        )
    elif link.pages and number not in link.pages:  # no pages: the whole document is named already
        link.pages = sorted([*link.pages, number])


def _left(session: Session, document_id: int) -> bool:
    query = select(Page.id).where(Page.document_id == document_id, Page.state.in_(WAITING)).limit(1)
    return session.scalar(query) is not None
