"""Rows of pages as an arrangement places them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.services.arranging.leaves import arranged_leaves
from archive_app.services.page_rows import page_row
from indexer.turned import turned_size, turned_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.db.models import Document, Page
    from archive_app.services.arranging.leaves import Leaf
    from indexer.model import PageResult


def placed_row(session: Session, document: Document, leaf: Leaf, result: PageResult) -> Page | None:
    """The row of a page that was read, where the document has it now; None where it was taken out meanwhile.

    `result` has the number and the turn of the page's source.
    """
    leaves = arranged_leaves(session, document)
    if leaves is None:
        return page_row(document.id, result)
    for number, placed in enumerate(leaves, start=1):
        if placed.key == (leaf.sha256 or document.original_sha256, leaf.page):
            row = page_row(document.id, turned_result(replace(result, number=number), placed.turn))
            row.source_sha256, row.source_page, row.turn = placed.sha256, placed.page, placed.turn
            return row
    return None


def turned_result(result: PageResult, turn: int) -> PageResult:
    """What is known of a page that a person has turned clockwise by `turn` degrees."""
    width, height = turned_size(result.width_px, result.height_px, turn)
    rotation = (result.rotation + turn) % 360
    words = turned_words(result.words, turn)
    return replace(result, rotation=rotation, width_px=width, height_px=height, words=words)
