"""Renditions that were made anew: their bytes stay in the store, and must go with their document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, insert, select

from archive_app.db.models import FormerRendition, Rendition, RenditionKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

_MADE = (RenditionKind.PAGE_IMAGE, RenditionKind.PDFA, RenditionKind.TEXT)


def remember_former(session: Session, documents: Collection[int]) -> None:
    """Note the bytes of all that was made of documents, before their renditions are made anew."""
    known = exists().where(
        FormerRendition.document_id == Rendition.document_id, FormerRendition.sha256 == Rendition.sha256
    )
    made = select(Rendition.document_id, Rendition.sha256).distinct()
    made = made.where(Rendition.document_id.in_(documents), Rendition.kind.in_(_MADE), ~known)
    session.execute(insert(FormerRendition).from_select(["document_id", "sha256"], made))
