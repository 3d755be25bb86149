"""What the portal shows: the persons of the account, the own documents of each, the pages that name nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from archive_app.audit.reads import LISTED, PAGE_READ
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    NOT_THERE,
    Document,
    DocumentKind,
    DocumentPerson,
    Page,
    Person,
    PortalAccount,
    RecognitionState,
)
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import document_ref, spoken_name
from archive_app.services.people.cards import PersonCard, person_card, person_ref
from archive_app.services.people.ground import own_persons, unknown_person

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.people.ground import People

MOST = 500
"""Own documents of one person; a personal file holds dozens."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A person whose records the account sees."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document about the person."""

    document_id: int
    title: str
    kind: str
    number: str | None
    dated_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class OwnPages:
    """A document with its pages; `open` are those that may be shown: they name nobody else.

    `texts` are the words of the open pages that have no picture, by their numbers.
    """

    document: OwnDocument
    person_id: int
    pages: tuple[int, ...]
    open: frozenset[int]
    texts: Mapping[int, str] = field(default_factory=dict)


def my_persons(people: People, actor: Actor) -> tuple[Mine, ...]:
    """Oneself and those whom one speaks for today."""
    with reading(people.sessions) as session:
        query = select(Person).where(Person.id.in_(own_persons(actor))).order_by(Person.folded, Person.id)
        return tuple(Mine(person.id, spoken_name(person)) for person in session.scalars(query))


def my_record(people: People, person_id: int, actor: Actor) -> tuple[PersonCard, tuple[OwnDocument, ...]]:
    """The card of one of them with the documents about the person.

    Raises:
        NotFound: anybody else, who is not told from nobody at all.
    """
    if person_id not in own_persons(actor):
        raise unknown_person(person_id)
    card = person_card(people, person_id, actor)
    with reading(people.sessions) as session:
        query = _documents(actor).where(Document.subject_id == person_id)
        rows = session.execute(query.order_by(Document.dated_on.desc(), Document.id.desc()).limit(MOST))
        documents = tuple(OwnDocument(*row) for row in rows)
    people.reads.record(actor.login, LISTED, person_ref(person_id), documents=[one.document_id for one in documents])
    return card, documents


def my_document(people: People, document_id: int, actor: Actor) -> OwnPages:
    """A document about one of them, and which of its pages may be shown; words that it gives are read. NotFound."""
    found = _own_pages(people, document_id, actor)
    with reading(people.sessions) as session:
        plain = select(Page.number, Page.text).where(
            Page.document_id == document_id, Page.width_px == 0, Page.number.in_(found.open)
        )
        texts = dict(session.execute(plain.order_by(Page.number)).all())
    for number in texts:
        people.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
    return replace(found, texts=texts)


def require_open(people: People, document_id: int, number: int, actor: Actor) -> None:
    """Let only a page pass that may be shown. Raises NotFound."""
    if number not in _own_pages(people, document_id, actor).open:
        raise NotFound(str(number), what=translate("Page {number}", number=number))


def _own_pages(people: People, document_id: int, actor: Actor) -> OwnPages:
    with reading(people.sessions) as session:
        query = _documents(actor).add_columns(Document.subject_id, Document.recognition)
        found = session.execute(
            query.where(Document.id == document_id, Document.subject_id.in_(own_persons(actor)))
        ).first()
        if found is None:
            raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
        *facts, subject, state = found
        numbers = tuple(
            session.scalars(select(Page.number).where(Page.document_id == document_id).order_by(Page.number))
        )
        shown = _unnamed(session, document_id, numbers, subject, actor) if state is RecognitionState.RECOGNISED else ()
        return OwnPages(OwnDocument(*facts), subject, numbers, frozenset(shown))


def _documents(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The columns are the fields of OwnDocument, in order."""
    return (
        select(Document.id, Document.title, DocumentKind.title, Document.number, Document.dated_on)
        .join(DocumentKind, DocumentKind.code == Document.kind_code)
        .where(visible(actor), Document.state.not_in(NOT_THERE))
    )


def _unnamed(
    session: Session, document_id: int, numbers: tuple[int, ...], subject: int, actor: Actor
) -> tuple[int, ...]:
    """The pages on which nobody stands but the subject and whoever looks; a name without a page is on all of them."""
    me = select(PortalAccount.person_id).where(PortalAccount.user_id == actor.user_id)
    query = select(DocumentPerson.pages).where(
        DocumentPerson.document_id == document_id,
        DocumentPerson.person_id != subject,
        DocumentPerson.person_id.not_in(me),
    )
    others = session.scalars(query).all()
    if any(not pages for pages in others):
        return ()
    named = {page for pages in others for page in pages}
    return tuple(number for number in numbers if number not in named)
