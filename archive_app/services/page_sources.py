"""Where a page comes from: the one place that knows, in one statement, for a person who may see the document."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from archive_app.db.models import Blob, Document, Page, Rendition, RenditionKind
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.arranging.leaves import arranged_leaves

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import Session

    from archive_app.services.arranging.leaves import Leaf


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page and what it can be drawn from: page `page` (from 1) of the blob `sha256`.

    `size` (bytes), `media_type` and `name` are the blob's; `own`: it is the document's original. `settled`: the page
    was looked at; until then nobody knows which way up it is. `arrangement` is the document's. `kept` is the kept image
    of the page, `copy` the PDF/A copy of the document; None: there is none. `rotation` is clockwise, in degrees.
    """

    document_id: int
    number: int
    sha256: str
    page: int
    size: int
    media_type: str
    name: str
    own: bool
    settled: bool
    arrangement: int
    page_count: int | None
    rotation: int
    copy: str | None
    kept: str | None

    @property
    def stamp(self) -> str:
        """Another one for any other picture of the page."""
        return f"{self.sha256[:12]}{self.page:x}r{self.rotation}{'' if self.settled else 'u'}"


def page_source(session: Session, document_id: int, number: int, condition: ColumnElement[bool]) -> PageSource:
    """The source of a page of a document that fits `condition`.

    Raises:
        NotFound: no such document for this person, or no such page: the document is told apart from the page.
    """
    query = (
        select(
            Document,
            Page.source_sha256,
            Page.source_page,
            Page.rotation,
            _rendition(document_id, RenditionKind.PDFA, None).label("copy"),
            _rendition(document_id, RenditionKind.PAGE_IMAGE, number).label("kept"),
            Blob,
        )
        .outerjoin(Page, and_(Page.document_id == Document.id, Page.number == number))
        .join(Blob, Blob.sha256 == func.coalesce(Page.source_sha256, Document.original_sha256))
        .where(Document.id == document_id, condition)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    document, blob, page, rotation = row.Document, row.Blob, row.source_page or number, row.rotation
    if rotation is None:  # nobody has looked at the page yet, but one that was put in can be drawn all the same
        leaf = _leaf(session, document, number)
        blob, page, rotation = session.get_one(Blob, leaf.sha256), leaf.page, leaf.turn
    own = blob.sha256 == document.original_sha256
    return PageSource(
        document_id=document_id,
        number=number,
        sha256=blob.sha256,
        page=page,
        size=blob.size,
        media_type=document.media_type if own else blob.media_type,
        name=document.original_name if own else name_of(blob.media_type),
        own=own,
        settled=row.rotation is not None,
        arrangement=document.arrangement,
        page_count=document.page_count,
        rotation=rotation,
        copy=row.copy,
        kept=row.kept,
    )


def name_of(media_type: str) -> str:
    """A name for bytes that came under another document's name: its ending helps to identify them."""
    return f"pages{mimetypes.guess_extension(media_type) or ''}"


def _leaf(session: Session, document: Document, number: int) -> Leaf:
    leaves = arranged_leaves(session, document) or ()
    if not 1 <= number <= len(leaves):
        raise NotFound(str(number), what=translate("Page {number}", number=number))
    return leaves[number - 1]


def _rendition(document_id: int, kind: RenditionKind, page: int | None) -> ScalarSelect[str]:
    query = select(Rendition.sha256).where(
        Rendition.document_id == document_id, Rendition.kind == kind, Rendition.page.is_not_distinct_from(page)
    )
    return query.scalar_subquery()
