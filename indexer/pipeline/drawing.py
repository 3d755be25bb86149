"""The picture of a page for the browser, drawn when somebody looks at it."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image

from indexer import images
from indexer.errors import NotDrawable
from indexer.formats import Family, djvu, identify, pdf_page
from indexer.formats.scanned_page import scan_of
from indexer.pipeline.prepared import Prepared
from indexer.sandbox import Limits, shared_pool

LIMITS = Limits(cpu_s=30, wall_s=60)
READERS = 2  # pictures drawn at the same time, apart from recognition: nobody waits for a thousand pages of OCR
JPEG_QUALITY = 80


def render_page(document: Path | Prepared, page: int, rotation: int = 0, width_px: int = 1200) -> bytes:
    """JPEG of `page` (from 1), turned clockwise by `rotation` degrees (`PageResult.rotation`), `width_px` wide or less.

    `document` is a PDF, an image or a DjVu document, or what `prepare` made of any kind.

    Raises:
        NotDrawable: plain text, video, audio, unknown kinds.
        NoSuchPage, Damaged, TooLarge: as they say.
        SandboxError: the child crashed or was stopped by a limit.
    """
    path = document.pages_path if isinstance(document, Prepared) else document
    picture: bytes = shared_pool("drawing", READERS, LIMITS).run(draw_page, path, page, rotation, width_px)
    return picture


def draw_page(path: Path, number: int, rotation: int, width: int) -> bytes:
    """The child's part of `render_page`."""
    turned = rotation % 180 != 0
    match identify(path).family:
        case Family.PDF:
            image = _drawn(path, number, width, turned=turned)
        case Family.IMAGE:
            image = images.load_page(path, number, (1, width) if turned else (width, 1)).image
        case Family.DJVU:
            with tempfile.TemporaryDirectory(prefix="page-") as folder:
                drawn = Path(folder) / "page.pnm"
                djvu.draw_page(path, number, drawn, LIMITS)
                image = images.load_page(drawn, 1).image
        case family:
            raise NotDrawable(family=family.value)
    return _jpeg(image, rotation, width)


def _drawn(path: Path, number: int, width: int, *, turned: bool) -> Image.Image:
    page = pdf_page.open_page(path, number)
    size = page.get_size()
    dpi = pdf_page.POINTS * width / max(size[1 if turned else 0], 1)
    scan = scan_of(path, number, page, round(size[0] * dpi / pdf_page.POINTS))
    image = pdf_page.draw(page, dpi, grey=False) if scan is None else scan
    page.close()
    return image


def _jpeg(image: Image.Image, rotation: int, width: int) -> bytes:
    across = image.height if rotation % 180 else image.width
    image = images.fitted(image, max(1, round(image.width * min(1.0, width / across))))
    clockwise = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    if rotation % 360:
        image = image.transpose(clockwise[rotation % 360])
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=JPEG_QUALITY)
    return stream.getvalue()
