"""Pages of a PDF by pdfium: picture, words, images on them. pdfium aborts on hostile input: inside the sandbox only."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.errors import Damaged, NoSuchPage
from indexer.formats.page_space import PageSpace
from indexer.images import MOST_PIXELS
from indexer.model import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PIL import Image

Box = tuple[float, float, float, float]

POINTS = 72
LEAST_INK = 0.5  # points
SURROGATES = range(0xD800, 0xE000)
HYPHENS = (0x2, 0xFFFE)  # pdfium's marks of a hyphen at the end of a line


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page: its box as fractions of the shown page, its own resolution in dots an inch."""

    box: Box
    dpi: float

    @property
    def cover(self) -> float:
        """Which part of the page it covers, 0..1."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


def open_page(path: Path, number: int) -> pypdfium2.PdfPage:
    """Page `number` (from 1). The document stays open for the next page of it: parsing 3,000 pages takes its time.

    Raises:
        Damaged, NoSuchPage: as they say.
    """
    state = path.stat()
    document = _document(path, state.st_mtime_ns, state.st_size)
    if not 1 <= number <= len(document):
        raise NoSuchPage(page=number, pages=len(document))
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"page {number}: {error}") from error


@lru_cache(maxsize=1)
def _document(path: Path, _changed: int, _size: int) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"PDF: {error}") from error


def space_of(page: pypdfium2.PdfPage) -> PageSpace:
    """The page's visible box and turn."""
    left, bottom, right, top = page.get_bbox()
    return PageSpace(left, bottom, right, top, page.get_rotation())


def draw(page: pypdfium2.PdfPage, dpi: float, *, grey: bool) -> Image.Image:
    """The page as shown, at `dpi`, or less where that would be over 250 million pixels."""
    width, height = page.get_size()
    scale = min(dpi / POINTS, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    image: Image.Image = page.render(scale=scale, grayscale=grey).to_pil()
    return image


def images_of(page: pypdfium2.PdfPage) -> list[PlacedImage]:
    """Images on the page, those inside forms included."""
    space = space_of(page)
    found = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if right - left < 1 or top - bottom < 1:
            continue
        pixels = max(item.get_px_size())
        inches = max(right - left, top - bottom) / POINTS
        found.append(PlacedImage(space.box_to_shown(left, bottom, right, top), pixels / inches))
    return found


def words_of(page: pypdfium2.PdfPage) -> tuple[Word, ...]:
    """Words of the text layer in the order of the page's content, with boxes; their confidence is 100."""
    space = space_of(page)
    textpage = page.get_textpage()
    words: list[Word] = []
    line = 0
    text = ""
    boxes: list[Box] = []
    for char, box in _chars(textpage):
        if char.isspace():
            _finish(words, text, boxes, line, space)
            text, boxes = "", []
            line += char == "\n" and bool(words) and words[-1].line == line
        else:
            text += char
            if box:
                boxes.append(box)
    _finish(words, text, boxes, line, space)
    textpage.close()
    return tuple(words)


def _finish(words: list[Word], text: str, boxes: list[Box], line: int, space: PageSpace) -> None:
    if not text or not boxes:
        return
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    words.append(Word(text, *space.box_to_shown(left, bottom, right, top), confidence=100.0, line=line))


def _chars(textpage: pypdfium2.PdfTextPage) -> Iterator[tuple[str, Box | None]]:
    box_of = _char_boxes(textpage)
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in HYPHENS:
            yield "-", None
            continue
        char = chr(code) if 0 < code <= sys.maxunicode and code not in SURROGATES else "\N{REPLACEMENT CHARACTER}"
        yield char, None if char.isspace() else box_of(index)


def _char_boxes(textpage: pypdfium2.PdfTextPage) -> Callable[[int], Box]:
    """Asks for the box of a character's ink; the font's own box where it has none: recognised text has no shapes.

    By the raw calls and with places allotted once, which makes a page of text three times as fast.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = pdfium.FS_RECTF()

    def box_of(index: int) -> Box:
        pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        if top.value - bottom.value >= LEAST_INK:
            return left.value, bottom.value, right.value, top.value
        pdfium.FPDFText_GetLooseCharBox(textpage, index, loose)
        return loose.left, loose.bottom, loose.right, loose.top

    return box_of
