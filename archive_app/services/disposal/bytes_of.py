"""Which bytes belong to the documents of a case file, and which of them a living document has too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, and_, cast, or_, select

from archive_app.db.models import (
    Arrangement,
    Document,
    DocumentState,
    FormerRendition,
    Page,
    PortalFile,
    Rendition,
    Volume,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_PIECE = 200
_IN_PORTAL = and_(PortalFile.removed_at.is_(None), PortalFile.document_id.is_(None))
"""Files that hold their bytes themselves: what was accepted is a document, what was taken off holds nothing."""


def documents_in(session: Session, case_file_id: int) -> dict[int, set[str]]:
    """The documents of a case file that hold bytes, also stacks that were split, with the hashes of their bytes."""
    inside = select(Volume.id).where(Volume.case_file_id == case_file_id)
    there = Document.state.in_((DocumentState.ACTIVE, DocumentState.REPLACED))
    rows = session.scalars(select(Document.id).where(Document.volume_id.in_(inside), there).order_by(Document.id))
    return hashes_of(session, list(rows))


def hashes_of(session: Session, documents: Collection[int]) -> dict[int, set[str]]:
    """Originals, copies, page images, sources of pages, and the copies that were made before: six statements."""
    found: dict[int, set[str]] = {number: set() for number in documents}
    for start in range(0, len(found), _PIECE):
        _add_hashes(session, sorted(found)[start : start + _PIECE], found)
    return found


def stacks_of(session: Session, hashes: Collection[str]) -> list[int]:
    """Stacks that were split and wait nowhere: their original goes with the last document that has pages of it."""
    query = select(Document.id).where(
        Document.original_sha256.in_(hashes),
        Document.state == DocumentState.REPLACED,
        Document.volume_id.is_(None),
    )
    return list(session.scalars(query))


def living(session: Session, hashes: Collection[str], case_file_id: int | None) -> frozenset[str]:
    """Those of `hashes` that a document outside this case file lives on, or a portfolio; asked of the database.

    Without a case file: any document that is not destroyed.
    """
    found: set[str] = set()
    alive = _alive(case_file_id)
    ordered = sorted(hashes)
    for start in range(0, len(ordered), _PIECE):
        some = ordered[start : start + _PIECE]
        found |= set(session.scalars(select(Document.original_sha256).where(Document.original_sha256.in_(some), alive)))
        rendered = select(Rendition.sha256).join(Document, Document.id == Rendition.document_id)
        found |= set(session.scalars(rendered.where(Rendition.sha256.in_(some), alive)))
        former = select(FormerRendition.sha256).join(Document, Document.id == FormerRendition.document_id)
        found |= set(session.scalars(former.where(FormerRendition.sha256.in_(some), alive)))
        owner = or_(Document.id == Page.document_id, Document.id == Page.aside_id)
        drawn = select(Page.source_sha256).join(Document, owner).where(Page.source_sha256.in_(some), alive)
        found |= {sha256 for sha256 in session.scalars(drawn) if sha256}
        found |= _arranged(session, some, alive)
        found |= set(session.scalars(select(PortalFile.sha256).where(PortalFile.sha256.in_(some), _IN_PORTAL)))
    return frozenset(found)


def _alive(case_file_id: int | None) -> ColumnElement[bool]:
    """Documents that stay: active ones, and replaced ones that are filed in another case file."""
    if case_file_id is None:
        return Document.state != DocumentState.DESTROYED
    here = select(Volume.id).where(Volume.case_file_id == case_file_id)
    replaced = and_(
        Document.state == DocumentState.REPLACED, Document.volume_id.is_not(None), Document.volume_id.not_in(here)
    )
    return or_(Document.state == DocumentState.ACTIVE, replaced)


def _arranged(session: Session, hashes: Collection[str], alive: ColumnElement[bool]) -> set[str]:
    """Sources of pages that nobody has read yet stand in the arrangement only."""
    query = (
        select(Arrangement.pages)
        .join(Document, and_(Document.id == Arrangement.document_id, Document.arrangement == Arrangement.version))
        .where(alive, or_(*(cast(Arrangement.pages, String).contains(sha256) for sha256 in hashes)))
    )
    named = {source for packed in session.scalars(query) for source in packed["sources"]}
    return named & set(hashes)


def _add_hashes(session: Session, documents: Collection[int], found: dict[int, set[str]]) -> None:
    queries = (
        select(Document.id, Document.original_sha256).where(Document.id.in_(documents)),
        select(Rendition.document_id, Rendition.sha256).where(Rendition.document_id.in_(documents)),
        select(Page.document_id, Page.source_sha256).where(Page.document_id.in_(documents)),
        select(Page.aside_id, Page.source_sha256).where(Page.aside_id.in_(documents)),
        select(FormerRendition.document_id, FormerRendition.sha256).where(FormerRendition.document_id.in_(documents)),
    )
    for query in queries:
        for number, sha256 in session.execute(query.distinct()):
            if number is not None and sha256 is not None:
                found[number].add(sha256)
    for number, packed in session.execute(
        select(Arrangement.document_id, Arrangement.pages).where(Arrangement.document_id.in_(documents))
    ):
        found[number] |= set(packed["sources"])
