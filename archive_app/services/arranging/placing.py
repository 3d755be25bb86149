"""Rows follow an arrangement: pages move with all that is known of them, images and persons named go with their pages.

Nothing is read again here. What was taken out is put aside with its document, and comes back as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from archive_app.db.models import Document, DocumentPerson, Page, PersonSource, Rendition, RenditionKind
from archive_app.db.words import pack_words, unpack_words
from archive_app.services.arranging.leaves import leaves_of
from archive_app.services.former_renditions import remember_former
from indexer.turned import turned_size, turned_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from archive_app.services.arranging.leaves import Key, Leaf

Leaves = tuple["Leaf", ...]
Naming = tuple[int, str, str]
"""Person, role, source: a link of a document with a person, apart from its pages."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf stands: the document, the number of the page, the person's turn."""

    document_id: int
    number: int
    turn: int


def place_rows(session: Session, wanted: Mapping[int, Leaves]) -> frozenset[Key]:
    """Give the documents (by number) these leaves; returns those leaves that nobody has read yet.

    The leaves of all `wanted` together come from documents in `wanted`, save those that are unread.
    """
    documents = {row.id: row for row in session.scalars(select(Document).where(Document.id.in_(wanted)))}
    before = {number: leaves_of(session, document) for number, document in documents.items()}
    places = _places(wanted)
    namings = _namings(session, before, wanted)
    images = _take_images(session, before)
    known = _move_pages(session, documents, places, namings)
    _put_images(session, images, places)
    _name(session, wanted, namings)
    return frozenset(places.keys() - known)


def _places(leaves: Mapping[int, Leaves]) -> dict[Key, Place]:
    return {
        leaf.key: Place(number, place, leaf.turn)
        for number, of_one in leaves.items()
        for place, leaf in enumerate(of_one, start=1)
    }


def _move_pages(
    session: Session, documents: Mapping[int, Document], places: Mapping[Key, Place], namings: Mapping[Key, set[Naming]]
) -> frozenset[Key]:
    rows = session.execute(_PAGES.where(or_(Page.document_id.in_(documents), Page.aside_id.in_(documents)))).all()
    # First all are put aside: two pages cannot change numbers while both have one.
    session.execute(
        update(Page)
        .where(Page.document_id.in_(documents))
        .values(aside_id=func.coalesce(Page.document_id, Page.aside_id), document_id=None),
        execution_options={"synchronize_session": False},
    )
    changes, known = [], set()
    for row in rows:
        owner = row.document_id or row.aside_id
        key = (row.source_sha256 or documents[owner].original_sha256, row.source_page or row.number)
        known.add(key)
        changes.append(_change(session, row, key, owner, places.get(key), namings.get(key, set())))
    if changes:
        session.execute(update(Page), changes)
    session.expire_all()
    return frozenset(known)


def _change(
    session: Session, row: Row[*tuple[Any, ...]], key: Key, owner: int, place: Place | None, named: Collection[Naming]
) -> dict[str, Any]:
    sources = {"id": row.id, "version": row.version, "source_sha256": key[0], "source_page": key[1]}
    if place is None:
        return sources | {
            "document_id": None,
            "aside_id": owner,
            "number": row.number,
            "aside_persons": [list(naming) for naming in sorted(named)] or None,
            **_turned(session, row, row.turn),
        }
    return sources | {
        "document_id": place.document_id,
        "aside_id": None,
        "number": place.number,
        "aside_persons": None,
        **_turned(session, row, place.turn),
    }


def _turned(session: Session, row: Row[*tuple[Any, ...]], turn: int) -> dict[str, Any]:
    """The columns that a turn changes; the words are only fetched where there is one."""
    more = (turn - row.turn) % 360
    if not more:
        return {"turn": row.turn, "rotation": row.rotation, "width_px": row.width_px, "height_px": row.height_px}
    width, height = turned_size(row.width_px, row.height_px, more)
    words = unpack_words(session.execute(select(Page.words).where(Page.id == row.id)).scalar_one())
    return {
        "turn": turn,
        "rotation": (row.rotation + more) % 360,
        "width_px": width,
        "height_px": height,
        "words": pack_words(turned_words(words, more)),
    }


def _take_images(session: Session, before: Mapping[int, Leaves]) -> dict[Key, tuple[int, Any]]:
    """The kept images by leaf, with the turn that they were drawn at; no row of them is left, nor one of a copy."""
    taken: dict[Key, tuple[int, Any]] = {}
    images = (Rendition.document_id.in_(before), Rendition.kind == RenditionKind.PAGE_IMAGE)
    for row in session.execute(select(*_IMAGE).where(*images)):
        leaves = before[row.document_id]
        if row.page <= len(leaves):
            leaf = leaves[row.page - 1]
            taken[leaf.key] = leaf.turn, row
    made = (RenditionKind.PAGE_IMAGE, RenditionKind.PDFA)
    remember_former(session, before)
    session.execute(delete(Rendition).where(Rendition.document_id.in_(before), Rendition.kind.in_(made)))
    return taken


def _put_images(session: Session, images: Mapping[Key, tuple[int, Any]], places: Mapping[Key, Place]) -> None:
    for key, (turn, row) in images.items():
        place = places.get(key)
        if place is not None and place.turn == turn:
            session.add(
                Rendition(
                    document_id=place.document_id,
                    kind=RenditionKind.PAGE_IMAGE,
                    page=place.number,
                    sha256=row.sha256,
                    software=row.software,
                    created_at=row.created_at,
                )
            )


def _namings(session: Session, before: Mapping[int, Leaves], wanted: Mapping[int, Leaves]) -> dict[Key, set[Naming]]:
    """Who is named on which leaf. Where all pages leave a document, they take those along whom the whole names."""
    named: dict[Key, set[Naming]] = {}
    for link in session.scalars(select(DocumentPerson).where(DocumentPerson.document_id.in_(before))):
        leaves = before[link.document_id]
        pages: Sequence[int] = link.pages
        if not pages and not wanted[link.document_id]:
            pages = range(1, len(leaves) + 1)
        for page in pages:
            if page <= len(leaves):
                named.setdefault(leaves[page - 1].key, set()).add(_naming(link))
    aside = select(Page.source_sha256, Page.source_page, Page.aside_persons).where(
        Page.aside_id.in_(before), Page.aside_persons.is_not(None)
    )
    for sha256, page, persons in session.execute(aside):
        named.setdefault((sha256, page), set()).update((person, role, source) for person, role, source in persons)
    return named


def _name(session: Session, wanted: Mapping[int, Leaves], namings: Mapping[Key, set[Naming]]) -> None:
    """Make the links of the documents say the pages where they name persons now; links of the whole stay."""
    links = {
        (link.document_id, _naming(link)): link
        for link in session.scalars(select(DocumentPerson).where(DocumentPerson.document_id.in_(wanted)))
    }
    pages: dict[tuple[int, Naming], list[int]] = {}
    for number, leaves in wanted.items():
        for place, leaf in enumerate(leaves, start=1):
            for naming in namings.get(leaf.key, ()):
                pages.setdefault((number, naming), []).append(place)
    for key, link in links.items():
        if not link.pages:
            pages.pop(key, None)
        elif key in pages:
            link.pages = pages.pop(key)
        else:
            session.delete(link)
    for (number, (person, role, source)), numbers in pages.items():
        session.add(
            DocumentPerson(document_id=number, person_id=person, role=role, source=PersonSource(source), pages=numbers)
        )


def _naming(link: DocumentPerson) -> Naming:
    return link.person_id, link.role, link.source.value


_PAGES = select(
    Page.id,
    Page.version,
    Page.document_id,
    Page.aside_id,
    Page.number,
    Page.source_sha256,
    Page.source_page,
    Page.turn,
    Page.rotation,
    Page.width_px,
    Page.height_px,
)
_IMAGE = (Rendition.document_id, Rendition.page, Rendition.sha256, Rendition.software, Rendition.created_at)
