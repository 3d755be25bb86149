"""A leaf: one page of one blob as it stands in a document; an arrangement is a sequence of leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.db.models import Arrangement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.models import Document

Key = tuple[str, int]
"""What tells leaves apart however they are turned: SHA-256 of the blob, page in it from 1."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Page `page` (from 1) of the blob, turned by a person clockwise by `turn` degrees (0, 90, 180, 270)."""

    sha256: str
    page: int
    turn: int = 0

    @property
    def key(self) -> Key:
        """The leaf, however turned."""
        return self.sha256, self.page


def pack(leaves: Sequence[Leaf]) -> dict[str, Any]:
    """Leaves as JSON: `{"sources": [sha256], "pages": [[source, page, turn]]}`; a digest is written once."""
    sources = list(dict.fromkeys(leaf.sha256 for leaf in leaves))
    at = {sha256: place for place, sha256 in enumerate(sources)}
    return {"sources": sources, "pages": [[at[leaf.sha256], leaf.page, leaf.turn] for leaf in leaves]}


def unpack(packed: dict[str, Any]) -> tuple[Leaf, ...]:
    """The inverse of `pack`."""
    return tuple(Leaf(packed["sources"][source], page, turn) for source, page, turn in packed["pages"])


def arranged_leaves(session: Session, document: Document) -> tuple[Leaf, ...] | None:
    """The leaves of a document in force; None where it has its pages as the original has them."""
    if not document.arrangement:
        return None
    packed = session.scalars(
        select(Arrangement.pages).where(
            Arrangement.document_id == document.id, Arrangement.version == document.arrangement
        )
    ).one()
    return unpack(packed)


def leaves_of(session: Session, document: Document) -> tuple[Leaf, ...]:
    """The leaves of a document, arranged or not; none of one whose pages nobody has counted yet."""
    arranged = arranged_leaves(session, document)
    if arranged is not None:
        return arranged
    return tuple(Leaf(document.original_sha256, page) for page in range(1, (document.page_count or 0) + 1))
