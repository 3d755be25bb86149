"""A page that is one photograph is shown from its own JPEG, in every turn; any other page is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from indexer.formats import pdf_page
from indexer.formats.scanned_page import scan_of

if TYPE_CHECKING:
    from pathlib import Path

ALIKE = 6.0
"""Mean difference of two ways of making a picture small, of 255."""


def _scan(path: Path, mode: str = "RGB") -> Path:
    image = Image.new("RGB", (800, 1200), "white")
    ImageDraw.Draw(image).polygon([(60, 60), (500, 100), (90, 700)], fill="navy")
    image.convert(mode).save(path, resolution=100, quality=90)
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_photograph_is_what_would_be_drawn(tmp_path: Path, mode: str, turn: int) -> None:
    path = _scan(tmp_path / "scan.pdf", mode)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(path)
    page = pdf_page.open_page(path, 1)
    found = scan_of(path, 1, page, 200)
    assert found is not None
    drawn = pdf_page.draw(page, 30, grey=False)
    difference = ImageChops.difference(found.convert("RGB").resize(drawn.size), drawn)
    assert max(ImageStat.Stat(difference).mean) < ALIKE
    assert 200 <= found.width < 800


@pytest.mark.parametrize("change", ["more than an image", "smaller than the page", "cropped", "inverted"])
def test_any_other_page_is_drawn(tmp_path: Path, change: str) -> None:
    path = _scan(tmp_path / "scan.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        match change:
            case "more than an image":
                page.contents_add(b"0 0 1 rg 10 10 50 50 re f")
            case "smaller than the page":
                page.obj.MediaBox = [-40, -40, 640, 900]
            case "cropped":
                page.obj.CropBox = [100, 100, 300, 300]
            case "inverted":
                next(iter(page.get_images().values())).Decode = [1, 0, 1, 0, 1, 0]
        pdf.save(path)
    assert scan_of(path, 1, pdf_page.open_page(path, 1), 200) is None


def test_a_text_laid_under_the_scan_does_not_hinder(tmp_path: Path) -> None:
    path = _scan(tmp_path / "scan.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].add_resource(font, pikepdf.Name.Font, name=pikepdf.Name("/F1"))
        pdf.pages[0].contents_add(b"BT /F1 12 Tf 3 Tr 100 100 Td (order) Tj ET")
        pdf.save(path)
    assert scan_of(path, 1, pdf_page.open_page(path, 1), 200) is not None
