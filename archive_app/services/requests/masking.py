"""A page with all but some of its rows gone: from the picture and from the text alike.

Nothing is painted over what is to be hidden: the picture begins as white paper, and only the chosen rows are copied
onto it, so that handwriting and whatever recognition has not seen stay behind too. Words of other rows that reach into
a chosen one are whitened on top.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from markupsafe import Markup
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from indexer.model import Word

WHITE = (255, 255, 255)
PADDING = 0.12
"""Of the height of a row, above and below it."""
SAME_ROW = 0.5
"""Lines that share so much of the lower one's height stand in one row: cells of a table come as lines of their own."""
STYLE = """
@page { size: A4; margin: 0 }
body { margin: 0 } .page { position: relative; width: 210mm; height: 297mm; break-after: page; overflow: hidden }
.page img { position: absolute; left: 0; top: 0; width: 100%; image-rendering: crisp-edges }
.page span { position: absolute; color: rgba(0, 0, 0, 0); white-space: pre; font-family: "DejaVu Sans", sans-serif }
.page p { position: absolute; bottom: 6mm; left: 15mm; right: 15mm; font: 9pt "DejaVu Sans", sans-serif; margin: 0 }
"""
_A4 = (210, 297)
"""Millimetres."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words that stand beside each other, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """What stands in it."""
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        """A share of the page's height."""
        return min(word.y0 for word in self.words)

    @property
    def bottom(self) -> float:
        """A share of the page's height."""
        return max(word.y1 for word in self.words)


def rows_of(words: Iterable[Word]) -> tuple[Row, ...]:
    """The rows of a page from the top down."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        if word.text.strip():
            lines.setdefault(word.line, []).append(word)
    rows: list[list[Word]] = []
    for line in sorted(lines.values(), key=lambda found: min(word.y0 for word in found)):
        if rows and _beside(rows[-1], line):
            rows[-1].extend(line)
        else:
            rows.append(line)
    return tuple(Row(tuple(sorted(row, key=lambda word: word.x0))) for row in rows)


def _beside(row: Sequence[Word], line: Sequence[Word]) -> bool:
    upper, lower = _span(row), _span(line)
    shared = min(upper[1], lower[1]) - max(upper[0], lower[0])
    return shared > SAME_ROW * min(upper[1] - upper[0], lower[1] - lower[0])


def _span(words: Sequence[Word]) -> tuple[float, float]:
    return min(word.y0 for word in words), max(word.y1 for word in words)


def masked(picture: Image.Image, rows: Sequence[Row], kept: Collection[int]) -> Image.Image:
    """White paper with the rows `kept` (places in `rows`) of `picture` alone."""
    paper = Image.new("RGB", picture.size, WHITE)
    for at in sorted(kept):
        margin = (rows[at].bottom - rows[at].top) * PADDING
        top, bottom = _pixels(rows[at].top - margin, picture.height), _pixels(rows[at].bottom + margin, picture.height)
        band = picture.crop((0, max(top, 0), picture.width, min(bottom, picture.height)))
        paper.paste(band, (0, max(top, 0)))
    pen = ImageDraw.Draw(paper)
    for at, row in enumerate(rows):
        if at not in kept:
            for word in row.words:
                pen.rectangle(_box(word, picture), fill=WHITE)
    return paper


def _box(word: Word, picture: Image.Image) -> tuple[int, int, int, int]:
    grown = (word.y1 - word.y0) * PADDING
    return (
        _pixels(word.x0, picture.width) - 1,
        _pixels(word.y0 - grown, picture.height),
        _pixels(word.x1, picture.width) + 1,
        _pixels(word.y1 + grown, picture.height),
    )


def _pixels(share: float, whole: int) -> int:
    return round(share * whole)


def sheet(picture: Image.Image, rows: Sequence[Row], kept: Collection[int], note: str) -> Markup:
    """A sheet of A4: the masked picture, the words of the rows `kept` where they stand, without ink; `note` below."""
    paper = masked(picture, rows, kept)
    stream = BytesIO()
    paper.save(stream, "PNG", optimize=True)
    height = _A4[0] * picture.height / picture.width
    scale = min(1.0, _A4[1] / height)
    source = base64.b64encode(stream.getvalue()).decode()
    image = Markup('<img alt="" src="data:image/png;base64,{}" style="width: {:.2f}mm">').format(source, _A4[0] * scale)
    words = Markup("").join(
        _word(word, _A4[0] * scale, height * scale) for at in sorted(kept) for word in rows[at].words
    )
    return Markup('<div class="page">{}{}<p>{}</p></div>').format(image, words, note)


def _word(word: Word, width: float, height: float) -> Markup:
    place = (word.x0 * width, word.y0 * height, (word.y1 - word.y0) * height)
    return Markup('<span style="left: {:.2f}mm; top: {:.2f}mm; font-size: {:.2f}mm">{} </span>').format(
        *place, word.text
    )


def as_pdf(sheets: Sequence[Markup], title: str) -> bytes:
    """The sheets as PDF/A."""
    from weasyprint import HTML  # half a second, for printing only

    page = Markup('<html lang="ru"><head><title>{}</title><style>{}</style></head><body>{}</body></html>')
    html = page.format(title, Markup(STYLE), Markup("").join(sheets))  # noqa: S704 - a constant of this file
    written: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/a-2b")
    return written
