"""Where the picture of a page comes from: one statement, for a person who may see the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from archive_app.db.models import Blob, Document, Page, Rendition, RenditionKind
from archive_app.errors import NotFound
from archive_app.i18n import translate

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page and what it can be drawn from.

    `kept` is the kept image of the page, `copy` the PDF/A copy of the document; None: there is none. `rotation` is
    clockwise, in degrees.
    """

    document_id: int
    number: int
    sha256: str
    size: int
    media_type: str
    name: str
    page_count: int | None
    rotation: int
    copy: str | None
    kept: str | None

    @property
    def stamp(self) -> str:
        """Another one for any other picture of the page."""
        return f"{self.sha256[:12]}{self.number:x}r{self.rotation}"


def page_source(session: Session, document_id: int, number: int, condition: ColumnElement[bool]) -> PageSource:
    """The source of a page of a document that fits `condition`.

    Raises:
        NotFound: no such document for this person, or no such page: the document is told apart from the page.
    """
    query = (
        select(
            Document.original_sha256,
            Blob.size,
            Document.media_type,
            Document.original_name,
            Document.page_count,
            Page.rotation,
            _rendition(document_id, RenditionKind.PDFA, None),
            _rendition(document_id, RenditionKind.PAGE_IMAGE, number),
        )
        .join(Blob, Blob.sha256 == Document.original_sha256)
        .outerjoin(Page, and_(Page.document_id == Document.id, Page.number == number))
        .where(Document.id == document_id, condition)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    if row[5] is None:
        raise NotFound(str(number), what=translate("Page {number}", number=number))
    return PageSource(document_id, number, *row)


def _rendition(document_id: int, kind: RenditionKind, page: int | None) -> ScalarSelect[str]:
    query = select(Rendition.sha256).where(
        Rendition.document_id == document_id, Rendition.kind == kind, Rendition.page.is_not_distinct_from(page)
    )
    return query.scalar_subquery()
