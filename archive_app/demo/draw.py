"""Draw one page of any kind, clean, together with the text that is on it."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from PIL import Image

from archive_app.demo import certificate, exam_sheet, journal, order, personal_file
from archive_app.demo.people import School, make_school
from archive_app.demo.sheet import PAPER, Colour, Sheet


class PageKind(StrEnum):
    """Every page that can be drawn."""

    JOURNAL = "journal"
    JOURNAL_SUMMARY = "journal_summary"
    EXAM_SHEET = "exam_sheet"
    CERTIFICATE = "certificate"
    ORDER = "order"
    ORDER_LIST = "order_list"
    PERSONAL_COVER = "personal_cover"
    APPLICATION = "application"
    AUTOBIOGRAPHY = "autobiography"
    RENAMING = "renaming"


class _Form(NamedTuple):
    draw: Callable[[Sheet, School], None]
    landscape: bool = False
    paper: Colour = PAPER


_FORMS = {
    PageKind.JOURNAL: _Form(journal.draw_subject, landscape=True),
    PageKind.JOURNAL_SUMMARY: _Form(journal.draw_summary, landscape=True),
    PageKind.EXAM_SHEET: _Form(exam_sheet.draw_exam_sheet),
    PageKind.CERTIFICATE: _Form(certificate.draw_certificate, paper=certificate.PAPER),
    PageKind.ORDER: _Form(order.draw_order),
    PageKind.ORDER_LIST: _Form(order.draw_order_list),
    PageKind.PERSONAL_COVER: _Form(personal_file.draw_cover, paper=personal_file.CARDBOARD),
    PageKind.APPLICATION: _Form(personal_file.draw_application),
    PageKind.AUTOBIOGRAPHY: _Form(personal_file.draw_autobiography),
    PageKind.RENAMING: _Form(personal_file.draw_renaming),
}
_A4 = (210.0, 297.0)


def draw_sheet(kind: PageKind, school: School, *, seed: int, dpi: int = 300, font: str = "pt-serif") -> Sheet:
    """Draw a page about `school` on A4 (journals lie on their side); `font` is one of `fonts.FAMILIES`."""
    form = _FORMS[kind]
    width, height = reversed(_A4) if form.landscape else _A4
    sheet = Sheet(width, height, dpi=dpi, family=font, seed=seed, paper=form.paper)
    form.draw(sheet, school)
    return sheet


def draw_page(kind: PageKind | str, seed: int, dpi: int = 300, font: str = "pt-serif") -> tuple[Image.Image, str]:
    """Draw a clean RGB page of people invented from `seed`.

    Returns the image (`info["dpi"]` is set) and its truth: the lines in reading order, joined by newlines, cells of
    a table row by spaces; seals and signatures are not in it. The same arguments give the same pixels.

    Raises:
        ValueError: `kind` is unknown.
        FontMissing: the family's file is not installed.
    """
    sheet = draw_sheet(PageKind(kind), make_school(seed), seed=seed, dpi=dpi, font=font)
    return sheet.image, "\n".join(sheet.lines)
