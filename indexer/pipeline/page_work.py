"""What a child does with one page: take its text layer, or its picture and recognise it. Runs in the sandbox only."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer import images, textlayer
from indexer.errors import IndexerError
from indexer.formats import djvu, pdf_page
from indexer.model import PageResult, PageState
from indexer.pipeline.prepared import PageSource, Prepared
from indexer.pipeline.wire import failed, to_json
from indexer.separators import Separator, read_payload
from indexer.separators.detection import find_separator

if TYPE_CHECKING:
    from PIL import Image
    from pypdfium2 import PdfPage

    from indexer.formats.pdf_page import PlacedImage
    from indexer.model import Word
    from indexer.pipeline.options import PipelineOptions

DRAWN_DPI = 300
SCAN_COVERS = 0.85
SCAN_DPI = (100, 400)


def work_on_page(prepared: Prepared, number: int, options: PipelineOptions) -> dict[str, Any]:
    """Page `number` as `wire.to_json` of its `PageResult`; an error of ours becomes a failed page."""
    try:
        return to_json(_page(prepared, number, options))
    except IndexerError as error:
        return to_json(failed(number, error.code))


def _page(prepared: Prepared, number: int, options: PipelineOptions) -> PageResult:
    match prepared.pages_from:
        case PageSource.PDF:
            return _pdf_page(prepared.pages_path, number, options)
        case PageSource.DJVU:
            picture = load_djvu_page(prepared, number, options)
        case _:
            picture = images.load_page(prepared.pages_path, number)
    result = _recognised(picture.image, picture.dpi, number, options)
    return replace(result, state=PageState.REVIEW, reason="damaged") if picture.damaged else result


def load_djvu_page(prepared: Prepared, number: int, options: PipelineOptions) -> images.Picture:
    """The picture of a DjVu page at full resolution."""
    with tempfile.TemporaryDirectory(dir=prepared.workdir) as folder:
        drawn = Path(folder) / "page.pnm"
        djvu.draw_page(prepared.pages_path, number, drawn, options.limits)
        picture = images.load_page(drawn, 1)
    return replace(picture, dpi=prepared.page_dpi[number - 1])


def _pdf_page(path: Path, number: int, options: PipelineOptions) -> PageResult:
    page = pdf_page.open_page(path, number)
    try:
        words, placed = pdf_page.words_of(page), pdf_page.images_of(page)
        if textlayer.trustworthy(words, placed):
            return replace(_with_text_layer(number, words, page.get_size()), separator=_code_of(page, placed))
        dpi = scan_dpi(placed)
        picture = pdf_page.draw(page, dpi, grey=True)
    finally:
        page.close()
    return _recognised(picture, dpi, number, options)


def scan_dpi(placed: list[PlacedImage]) -> int:
    """The resolution to draw a page at: the scan's own where one image covers the page, else 300."""
    covering = [image.dpi for image in placed if image.cover >= SCAN_COVERS]
    return round(min(max(*covering, SCAN_DPI[0]), SCAN_DPI[1])) if covering else DRAWN_DPI


def _with_text_layer(number: int, words: tuple[Word, ...], size: tuple[float, float]) -> PageResult:
    width, height = (round(points / pdf_page.POINTS * DRAWN_DPI) for points in size)
    text = textlayer.as_text(words)
    return PageResult(number, width, height, DRAWN_DPI, 0, 0.0, text, words, None, PageState.TEXT_LAYER)


def _code_of(page: PdfPage, placed: list[PlacedImage]) -> str | None:
    """The code on a scan that brought a text of its own: some copiers read what they scan."""
    if not any(image.cover >= SCAN_COVERS for image in placed):
        return None
    return find_separator(pdf_page.draw(page, SCAN_DPI[0], grey=True))


def _recognised(picture: Image.Image, dpi: int | None, number: int, options: PipelineOptions) -> PageResult:
    separator = find_separator(picture)
    if separator is not None and isinstance(read_payload(separator), Separator):  # nothing on it needs to be found
        size = (picture.width, picture.height, dpi or DRAWN_DPI)
        return PageResult(number, *size, 0, 0.0, "", (), None, PageState.BLANK, separator=separator)
    reading = options.read_page(picture, dpi, options.ocr)
    state, reason = options.judge(reading, options.ocr)
    return PageResult(
        number=number,
        width_px=reading.width_px,
        height_px=reading.height_px,
        dpi=reading.dpi,
        rotation=reading.rotation,
        skew=reading.skew,
        text=reading.text,
        words=reading.words,
        confidence=reading.confidence,
        state=state,
        reason=reason,
        separator=separator,
    )
