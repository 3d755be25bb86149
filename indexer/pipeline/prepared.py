"""A document that is ready for page-by-page work."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from indexer.formats import Identified


class PageSource(StrEnum):
    """Where the pages come from."""

    PDF = "pdf"
    IMAGE = "image"
    DJVU = "djvu"
    TEXT = "text"
    """Plain text, cut into pages: nothing to draw or to recognise."""
    NONE = "none"
    """Stored and described only."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` found out and made.

    `source_path` is the original, never written to. `pages_path` is what pages are read from: the original, its
    repaired copy, the PDF that an office document became, or the cut text; whatever was made lies in `workdir`.
    `metadata` is what the document says of itself (lower-case names: title, author, creationdate, from, subject,
    signed ...). `page_dpi` lists the resolution of each DjVu page. `repaired` tells that the original is damaged
    or encrypted with an empty password.
    """

    identified: Identified
    page_count: int
    metadata: Mapping[str, str]
    source_path: Path
    pages_path: Path
    pages_from: PageSource
    workdir: Path
    repaired: bool = False
    page_dpi: tuple[int, ...] = field(default=())
