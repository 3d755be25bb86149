"""What children do for a PDF/A copy. Each function is one task: arguments are paths, the answer is JSON."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pikepdf

from indexer import images
from indexer.errors import IndexerError
from indexer.model import PageState
from indexer.pdfa.conformance import save_as_pdfa
from indexer.pdfa.font import add_font
from indexer.pdfa.picture import add_picture_page, embed_file, embed_picture
from indexer.pdfa.spool import Spool
from indexer.pdfa.text_layer import lay_text
from indexer.pipeline.page_work import load_djvu_page
from indexer.pipeline.prepared import PageSource, Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.model import PageResult
    from indexer.pdfa.picture import Embedded
    from indexer.pipeline.options import PipelineOptions

A4 = (595, 842)


def lay_over_pdf(source: Path, spool: Path, out: Path, title: str) -> dict[str, Any]:
    """A copy of the PDF `source` at `out` with the recognised words laid over its pages.

    Returns `{"why": str | None, "laid": int, "pages": int}`: None where `out` is PDF/A, else why it is an ordinary
    PDF; the number of pages that words were laid over; the number of all pages.
    """
    laid = 0
    with pikepdf.open(source) as pdf, Spool(spool) as results:
        font = add_font(pdf)
        for number, page in enumerate(pdf.pages, start=1):
            result = results.get(number)
            if result and result.state not in {PageState.TEXT_LAYER, PageState.FAILED}:
                lay_text(pdf, page, font, result.words, result.rotation)
                laid += bool(result.words)
            elif result and result.rotation:  # by a person: what brings its own text is taken to stand upright
                page.rotate(result.rotation, relative=True)
        return {"why": _save(pdf, out, title), "laid": laid, "pages": len(pdf.pages)}


def picture_pages(
    prepared: Prepared, numbers: Iterable[int], spool: Path, out: Path, options: PipelineOptions
) -> list[int]:
    """A PDF at `out` of these pages of an image or DjVu document, words laid over.

    Returns the numbers of pages whose picture cannot be decoded.
    """
    missing = []
    with pikepdf.new() as pdf, Spool(spool) as results:
        font = add_font(pdf)
        for number in numbers:
            result = results.get(number)
            try:
                picture, dpi = _picture(prepared, number, options, result)
            except IndexerError:
                missing.append(number)
                pdf.add_blank_page(page_size=A4)  # so that the pages keep their numbers
                continue
            page = add_picture_page(pdf, picture, dpi or (result.dpi if result else None))
            if result:
                lay_text(pdf, page, font, result.words, result.rotation)
        pdf.save(out)
    return missing


def join(parts: list[Path], out: Path, title: str) -> dict[str, Any]:
    """Join the PDFs `parts` to one at `out`. Returns `{"why": str | None}` as `lay_over_pdf` does."""
    with ExitStack() as stack, pikepdf.new() as pdf:
        for part in parts:
            pdf.pages.extend(stack.enter_context(pikepdf.open(part)).pages)
        return {"why": _save(pdf, out, title)}


def _save(pdf: pikepdf.Pdf, out: Path, title: str) -> str | None:
    why = save_as_pdfa(pdf, out, title)
    if why:
        pdf.save(out)
    return why


def _picture(
    prepared: Prepared, number: int, options: PipelineOptions, result: PageResult | None
) -> tuple[Embedded, int | None]:
    """The page's picture and resolution; the file's own bytes where recognition has found them whole."""
    if prepared.pages_from is PageSource.DJVU:
        picture = load_djvu_page(prepared, number, options)
        return embed_picture(picture.image), picture.dpi
    state = PageState.FAILED if result is None or result.reason == "damaged" else result.state
    if state not in {PageState.FAILED, PageState.REVIEWED} and (unchanged := embed_file(prepared.pages_path)):
        return unchanged
    picture = images.load_page(prepared.pages_path, number)
    # Of a page that a person has settled the state does not tell whether it was damaged.
    if state is PageState.REVIEWED and not picture.damaged and (unchanged := embed_file(prepared.pages_path)):
        return unchanged
    return embed_picture(picture.image), picture.dpi
