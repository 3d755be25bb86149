"""The pages of a document on the table: what each is, what was put aside, which ways lead back and on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit.reads import CARD_READ
from archive_app.auth.policy import visible
from archive_app.db.models import Arrangement, Document, DocumentState, Page
from archive_app.services.arranging.versions import PAGELESS, arrangeable, is_plain
from archive_app.services.documents import document_ref
from indexer.model import PageState
from indexer.separators import FOREIGN, Separator, SeparatorFault, read_payload

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor


@dataclass(frozen=True, slots=True)
class StackPage:
    """A page on the table.

    `page_id` is of its row, None while nobody has read it. `fault` says why a code on it is not followed; `stamp`
    changes with the picture.
    """

    page_id: int | None
    number: int
    blank: bool
    separator: Separator | None
    fault: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class AsidePage:
    """A page that was taken out: the row to put back, and its number in the scan that it came with."""

    page_id: int
    source_page: int


@dataclass(frozen=True, slots=True)
class OtherPart:
    """Another document that the change in force has touched, for who may see it."""

    document_id: int
    title: str
    page_count: int
    filed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that the page of a document's pages shows.

    `there`: the document has pages of its own still. `drawn`: they are images, or may become such.
    """

    document_id: int
    title: str
    arrangement: int
    filed: bool
    there: bool
    drawn: bool
    reading: bool
    pages: tuple[StackPage, ...]
    aside: tuple[AsidePage, ...]
    others: tuple[OtherPart, ...]
    can_undo: bool
    can_redo: bool

    @property
    def separated(self) -> bool:
        """Whether a sheet was found."""
        return any(page.separator is not None for page in self.pages)

    @property
    def blanks(self) -> tuple[int, ...]:
        """The numbers of pages with nothing on them; sheets are not meant."""
        return tuple(page.number for page in self.pages if page.blank)


def laid_out(reads: ReadLog, document_id: int, actor: Actor) -> Table:
    """The pages of a document for who may arrange them. Raises NotFound, NotAllowed, CaseFileClosed."""
    with reads.sessions() as session:
        document = arrangeable(session, document_id, actor)
        known = _read_pages(session, document_id)
        count = document.page_count or 0
        missing = sorted(set(range(1, count + 1)) - known.keys())
        unread = (_unread(number, document.arrangement) for number in missing)
        can_undo, can_redo = _ways(session, document)
        there = document.state is DocumentState.ACTIVE
        drawn = bool(count) or document.recognition not in PAGELESS
        drawn = drawn and not is_plain(session, document)
        table = Table(
            document_id,
            document.title,
            document.arrangement,
            document.volume_id is not None,
            there,
            drawn,
            there and drawn and (len(known) < count or document.page_count is None),
            tuple(sorted([*known.values(), *unread], key=lambda page: page.number)),
            _aside(session, document_id),
            _others(session, document, actor),
            can_undo,
            can_redo,
        )
    reads.record(actor.login, CARD_READ, document_ref(document_id))
    return table


def _read_pages(session: Session, document_id: int) -> dict[int, StackPage]:
    rows = session.execute(
        select(
            Page.id, Page.number, Page.state, Page.separator, Page.source_sha256, Page.source_page, Page.rotation
        ).where(Page.document_id == document_id)
    )
    return {
        number: _page(
            key, number, state, separator, f"{(sha256 or '')[:12]}.{source_page or number}r{rotation}{state.value[:2]}"
        )
        for key, number, state, separator, sha256, source_page, rotation in rows
    }


def _unread(number: int, arrangement: int) -> StackPage:
    return StackPage(None, number, blank=False, separator=None, fault=None, stamp=f"{arrangement}u")


def _page(page_id: int, number: int, state: PageState, payload: str | None, stamp: str) -> StackPage:
    said = SeparatorFault.FOREIGN if payload == FOREIGN else read_payload(payload) if payload else None
    separator = said if isinstance(said, Separator) else None
    fault = said.value if isinstance(said, SeparatorFault) else None
    return StackPage(page_id, number, state is PageState.BLANK and separator is None, separator, fault, stamp)


def _aside(session: Session, document_id: int) -> tuple[AsidePage, ...]:
    query = select(Page.id, Page.source_page, Page.number).where(Page.aside_id == document_id).order_by(Page.number)
    return tuple(AsidePage(key, source_page or number) for key, source_page, number in session.execute(query))


def _others(session: Session, document: Document, actor: Actor) -> tuple[OtherPart, ...]:
    change = select(Arrangement.change_id).where(
        Arrangement.document_id == document.id, Arrangement.version == document.arrangement
    )
    query = (
        select(Document.id, Document.title, Document.page_count, Document.volume_id.is_not(None))
        .join(Arrangement, Arrangement.document_id == Document.id)
        .where(
            Arrangement.change_id == change.scalar_subquery(),
            Document.id != document.id,
            Document.state == DocumentState.ACTIVE,
            visible(actor),
        )
        .order_by(Document.id)
    )
    return tuple(OtherPart(key, title, count or 0, filed) for key, title, count, filed in session.execute(query))


def _ways(session: Session, document: Document) -> tuple[bool, bool]:
    mine = select(Arrangement.id).where(Arrangement.document_id == document.id, Arrangement.change_id.is_not(None))
    back = session.scalar(mine.where(Arrangement.version == document.arrangement).limit(1))
    on = session.scalar(mine.where(Arrangement.previous == document.arrangement).limit(1))
    return back is not None, document.arrangement > 0 and on is not None
