"""Tables of a PDF by its text layer and ruled lines. pdfminer may be kept busy for long: inside the sandbox only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from indexer.errors import Damaged, NoTableInPdf, PasswordProtected, TooManyPages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pdfplumber.pdf import PDF

MOST_PAGES = 60
"""Summary marks of a class take one to ten pages; a whole year by lessons has hundreds and no summary in them."""
UPWARDS: Mapping[str, Any] = {
    "line_dir": "ltr",
    "char_dir": "btt",
    "line_dir_rotated": "ltr",
    "char_dir_rotated": "btt",
}
DOWNWARDS: Mapping[str, Any] = {
    "line_dir": "rtl",
    "char_dir": "ttb",
    "line_dir_rotated": "rtl",
    "char_dir_rotated": "ttb",
}


def pdf_tables(path: Path) -> str:
    """The rows of all tables, a line each, cells parted by tabs; a heading that stands on each page comes once.

    Raises:
        NoTableInPdf; TooManyPages: more than `MOST_PAGES`. PasswordProtected, Damaged.
    """
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > MOST_PAGES:
                raise TooManyPages(pages=len(document.pages), limit=MOST_PAGES)
            rows = list(_rows(document))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise PasswordProtected from error
        raise Damaged(f"PDF: {error}") from error
    except PDFException as error:
        raise Damaged(f"PDF: {error}") from error
    if not any("".join(row) for row in rows):
        raise NoTableInPdf
    return "\n".join("\t".join(row) for row in rows)


def _rows(document: PDF) -> Iterator[tuple[str, ...]]:
    first: tuple[str, ...] | None = None
    for page in document.pages:
        for table in page.find_tables():
            for number, line in enumerate(table.rows):
                strip = page.crop(line.bbox, strict=False)  # a cell then looks through the letters of its line alone
                row = tuple(_text(strip, cell) for cell in line.cells)
                if number == 0 and row == first:
                    continue
                first = first or row
                yield row
        page.close()


def _text(strip: Any, cell: tuple[float, float, float, float] | None) -> str:
    """The words of a cell in one line; "" of one that is part of its neighbour."""
    if cell is None:
        return ""
    inside = strip.crop(cell, strict=False)
    words = inside.extract_words(**_directions(inside.chars))
    return " ".join(" ".join(word["text"] for word in words).split())


def _directions(chars: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """How the letters run, by their matrices: the headings of narrow columns stand on end."""
    turned = chars[0]["matrix"][:2] if chars else (1, 0)
    if abs(turned[1]) <= abs(turned[0]):
        return {}
    return UPWARDS if turned[1] > 0 else DOWNWARDS
