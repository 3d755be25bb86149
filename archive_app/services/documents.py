"""What the archive knows of one document, for a person allowed to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from archive_app.audit import ObjectRef
from archive_app.audit.reads import CARD_READ, COPY_DOWNLOADED, DOWNLOADED, PAGE_READ, SIGNATURE_DOWNLOADED, TEXT_READ
from archive_app.auth.errors import NotAllowed
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    GOING,
    Act,
    CaseFile,
    Document,
    DocumentPerson,
    Page,
    Person,
    Rendition,
    RenditionKind,
    Volume,
)
from archive_app.db.queries.disposal import Fate, fate_of_document
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.arranging.shared_originals import require_whole_original

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom the document names; `former` are earlier names; no pages mean the whole document."""

    person_id: int
    name: str
    former: tuple[str, ...]
    role: str
    source: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageCard:
    """One page without its words. `confidence` is 0..100; sizes are pixels of the upright image at `dpi`.

    `text` is None where it was not asked for.
    """

    number: int
    state: str
    reason: str | None
    confidence: float | None
    rotation: int
    width_px: int
    height_px: int
    dpi: int
    text: str | None


@dataclass(frozen=True, slots=True)
class RenditionCard:
    """One kept form of the document. `size` in bytes."""

    kind: str
    page: int | None
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Card:
    """The document as a person reads about it."""

    document_id: int
    version: int
    title: str
    kind: str
    kind_title: str
    number: str | None
    date: datetime.date | None
    item: str | None
    item_title: str | None
    retention: str | None
    year: int | None
    case_file: str | None
    volume: int | None
    sheets: int | None
    carrier: str
    confidentiality: int
    original_name: str
    media_type: str
    size: int
    sha256: str
    recognition: str
    reason: str | None
    page_count: int | None
    created_at: datetime.datetime
    created_by: str
    persons: tuple[NamedPerson, ...]
    pages: tuple[PageCard, ...]
    renditions: tuple[RenditionCard, ...]
    destroyed: Fate | None = None
    """The act that took it; what is told of the document stays."""


def visible_document(session: Session, document_id: int, actor: Actor) -> Document:
    """The row of a document that `actor` may see, with what its card needs, in a bounded number of queries.

    Raises:
        NotFound: there is none, or not for this person: the two are not told apart.
    """
    query = (
        select(Document)
        .where(Document.id == document_id, visible(actor))
        .options(
            joinedload(Document.kind),
            joinedload(Document.original),
            joinedload(Document.volume).joinedload(Volume.case_file).joinedload(CaseFile.item),
            selectinload(Document.renditions).joinedload(Rendition.blob),
            selectinload(Document.persons).joinedload(DocumentPerson.person).selectinload(Person.names),
        )
    )
    document = session.scalars(query).unique().first()
    if document is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    return document


def require_seen(session: Session, document_id: int, actor: Actor) -> None:
    """Let pass only who sees the document, without reading its row. Raises NotFound as `visible_document` does."""
    if session.scalar(select(Document.id).where(Document.id == document_id, visible(actor))) is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))


def require_on(session: Session, document_id: int, actor: Actor, act: Act) -> None:
    """Let `act` on a document that the person sees pass only if the person may do it to this one. Raises NotAllowed."""
    if session.scalar(select(Document.id).where(Document.id == document_id, visible(actor, act))) is None:
        raise NotAllowed(actor.login, login=actor.login)


def card(reads: ReadLog, document_id: int, actor: Actor, *, with_text: bool = False, with_pages: bool = True) -> Card:
    """The card of a document, on demand with its pages' texts; raises NotFound as `visible_document` does."""
    with reading(reads.sessions) as session:
        shown = card_in(session, document_id, actor, with_text=with_text, with_pages=with_pages)
    reads.record(actor.login, TEXT_READ if with_text else CARD_READ, document_ref(document_id))
    return shown


def card_in(
    session: Session, document_id: int, actor: Actor, *, with_text: bool = False, with_pages: bool = True
) -> Card:
    """The same for a caller that writes an event of its own. Raises NotFound."""
    document = visible_document(session, document_id, actor)
    pages = tuple(_pages(session, document_id, with_text=with_text)) if with_pages else ()
    volume = document.volume
    case_file = volume.case_file if volume else None
    return Card(
        document_id=document.id,
        version=document.version,
        title=document.title,
        kind=document.kind_code,
        kind_title=document.kind.title,
        number=document.number,
        date=document.dated_on,
        item=case_file.item.index if case_file else None,
        item_title=case_file.item.title if case_file else None,
        retention=case_file.item.retention_text if case_file else None,
        year=case_file.year if case_file else None,
        case_file=case_file.title if case_file else None,
        volume=volume.number if volume else None,
        sheets=document.sheets,
        carrier=document.carrier.value,
        confidentiality=document.confidentiality,
        original_name=document.original_name,
        media_type=document.media_type,
        size=document.original.size,
        sha256=document.original_sha256,
        recognition=document.recognition.value,
        reason=document.recognition_reason,
        page_count=document.page_count,
        created_at=document.created_at,
        created_by=document.created_by,
        persons=tuple(_person(link) for link in document.persons),
        pages=pages,
        renditions=tuple(_rendition(row) for row in document.renditions),
        destroyed=fate_of_document(session, document_id) if document.state in GOING else None,
    )


def page_text(reads: ReadLog, document_id: int, number: int, actor: Actor) -> str:
    """The text of one page, "" where there is no such page; raises NotFound as `visible_document` does."""
    with reading(reads.sessions) as session:
        require_seen(session, document_id, actor)
        text = session.scalar(select(Page.text).where(Page.document_id == document_id, Page.number == number)) or ""
    reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
    return text


def page_card(reads: ReadLog, document_id: int, number: int, actor: Actor) -> PageCard:
    """One page with its text. Raises NotFound: the document, as `visible_document` says, or the page."""
    with reading(reads.sessions) as session:
        require_seen(session, document_id, actor)
        row = session.scalar(select(Page).where(Page.document_id == document_id, Page.number == number))
        if row is None:
            raise NotFound(str(number), what=translate("Page {number}", number=number))
        shown = shown_page(row, with_text=True)
    reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
    return shown


def whole_form(reads: ReadLog, document_id: int, kind: RenditionKind, actor: Actor) -> tuple[str, RenditionCard]:
    """A kept form of the whole document, and what its file is called.

    Raises:
        NotFound: the document, as `visible_document` says, or this form of it.
        NotAllowed: the person may look at the document, but not take it away.
    """
    original = kind is RenditionKind.ORIGINAL
    with reading(reads.sessions) as session:
        document = visible_document(session, document_id, actor)
        require_on(session, document_id, actor, Act.DOWNLOAD)
        if original:
            require_whole_original(session, document, actor)
        kept = next((r for r in document.renditions if r.kind is kind and r.page is None), None)
        if kept is None:
            raise NotFound(kind.value, what=translate("This copy"))
        name, form = _file_name(document, kind), _rendition(kept)
    reads.record_each(actor.login, _DOWNLOADS[kind], document_ref(document_id), sha256=form.sha256)
    return name, form


_DOWNLOADS: Final = {
    RenditionKind.ORIGINAL: DOWNLOADED,
    RenditionKind.PDFA: COPY_DOWNLOADED,
    RenditionKind.SIGNATURE: SIGNATURE_DOWNLOADED,
}
"""Forms of the whole that are given out, and the event of each."""


def _file_name(document: Document, kind: RenditionKind) -> str:
    if kind is RenditionKind.PDFA:
        return f"{document.title[:100]}.pdf"
    return f"{document.original_name}.sig" if kind is RenditionKind.SIGNATURE else document.original_name


def document_ref(document_id: int) -> ObjectRef:
    """What events on a document name."""
    return ObjectRef("document", str(document_id))


def _pages(session: Session, document_id: int, *, with_text: bool) -> Iterator[PageCard]:
    query = select(Page).where(Page.document_id == document_id).order_by(Page.number)
    for row in session.scalars(query if with_text else query.options(defer(Page.text))):
        yield shown_page(row, with_text=with_text)


def shown_page(row: Page, *, with_text: bool) -> PageCard:
    """What a row says of a page."""
    return PageCard(
        row.number,
        row.state.value,
        row.reason,
        row.confidence,
        row.rotation,
        row.width_px,
        row.height_px,
        row.dpi,
        row.text if with_text else None,
    )


def _rendition(row: Rendition) -> RenditionCard:
    return RenditionCard(row.kind.value, row.page, row.sha256, row.blob.size, row.blob.media_type)


def _person(link: DocumentPerson) -> NamedPerson:
    name, former = spoken_name(link.person), former_names(link.person)
    return NamedPerson(link.person_id, name, former, link.role, link.source.value, tuple(link.pages))


def former_names(person: Person) -> tuple[str, ...]:
    """The names of a person that are not the present one."""
    present = spoken_name(person)
    return tuple(name for name in map(spoken_name, person.names) if name != present)


def spoken_name(name: object) -> str:
    """`Фамилия Имя Отчество` of a person or of one name in the history."""
    parts = (getattr(name, part) for part in ("surname", "given", "patronymic"))
    return " ".join(part for part in parts if part)
