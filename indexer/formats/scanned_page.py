"""A PDF page that is nothing but one photograph: its own JPEG, which decodes to a smaller size much faster than drawn.

Scanners write such pages, with or without an invisible text. Inside the sandbox only, as all of pdfium.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from indexer.images import DECODING_ERRORS

if TYPE_CHECKING:
    from pathlib import Path

_CHANGES = ("/Decode", "/Mask", "/SMask")
_SLACK = 1.0  # points by which the image may miss the edges of the page
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_PLAIN = {pdfium.FPDF_COLORSPACE_DEVICERGB: "RGB", pdfium.FPDF_COLORSPACE_DEVICEGRAY: "L"}


def scan_of(path: Path, number: int, page: pypdfium2.PdfPage, width: int) -> Image.Image | None:
    """Page `number` of `path`, opened as `page`, as shown, at least `width` pixels wide if its JPEG is.

    None: it must be drawn.
    """
    photograph = _only_image(page)
    if photograph is None or not _fills(page, photograph) or photograph.get_filters() != ["DCTDecode"]:
        return None
    if not _plain(path, number):
        return None
    mode = _PLAIN.get(photograph.get_metadata().colorspace)
    try:
        with Image.open(io.BytesIO(photograph.get_data(decode_simple=False))) as image:
            if image.format != "JPEG" or image.mode != mode:
                return None
            turned = page.get_rotation() % 180 != 0
            image.draft(image.mode, (1, width) if turned else (width, 1))
            image.load()
    except DECODING_ERRORS:
        return None  # pdfium draws of a damaged image what can be drawn
    turn = _TURNS.get(page.get_rotation())
    return image if turn is None else image.transpose(turn)


def _plain(path: Path, number: int) -> bool:
    """Whether no image of the page is inverted or masked, which pdfium does not tell."""
    state = path.stat()
    try:
        images = _read(path, state.st_mtime_ns, state.st_size).pages[number - 1].get_images()
    except (pikepdf.PdfError, ValueError, TypeError, IndexError):
        return False
    return not any(key in image for image in images.values() for key in _CHANGES)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int, _size: int) -> pikepdf.Pdf:
    return pikepdf.open(path)


def _only_image(page: pypdfium2.PdfPage) -> pypdfium2.PdfImage | None:
    """The one thing to be seen on the page, if it is an image."""
    if pdfium.FPDFPage_GetAnnotCount(page):
        return None
    seen = [item for item in page.get_objects(max_depth=1) if not _laid_under(item)]
    return seen[0] if len(seen) == 1 and isinstance(seen[0], pypdfium2.PdfImage) else None


def _laid_under(item: pypdfium2.PdfObject) -> bool:
    """A text by OCR, which nobody sees."""
    if item.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return False
    mode: int = pdfium.FPDFTextObj_GetTextRenderMode(item)
    return mode == int(pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _fills(page: pypdfium2.PdfPage, image: pypdfium2.PdfImage) -> bool:
    """Upright, not mirrored, covering the visible box and no more, with nothing shining through."""
    matrix = image.get_matrix()
    if matrix.b or matrix.c or matrix.a <= 0 or matrix.d <= 0 or pdfium.FPDFPageObj_HasTransparency(image):
        return False
    return all(abs(edge - box) <= _SLACK for edge, box in zip(image.get_bounds(), page.get_bbox(), strict=True))
