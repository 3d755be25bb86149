"""Lines, leaders, specks and seals go; the letters stay."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from indexer.ocr.marks import find_marks
from indexer.ocr.paper import ink_mask
from indexer.ocr.rules import find_dirt, find_rules
from indexer.ocr.stamps import grey_without_stamps

LETTER = 15.0


def text_page(mode: str = "L") -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new(mode, (900, 500), "white")
    pen = ImageDraw.Draw(page)
    for row in range(5):
        pen.text((70, 60 + 80 * row), "Иванова Щербаков рубли 2015", "black", ImageFont.truetype("DejaVuSans.ttf", 28))
    return page, pen


def ink(page: Image.Image) -> np.ndarray:
    return ink_mask(np.asarray(page.convert("L")))


def test_a_page_without_lines_has_none() -> None:
    page, _ = text_page()
    assert not find_rules(ink(page), LETTER).any()


def test_a_tables_lines_are_found_and_its_letters_spared() -> None:
    page, pen = text_page()
    letters = ink(page) > 0
    for row in range(6):
        pen.line((50, 45 + 80 * row, 850, 45 + 80 * row), "black", 3)
    for column in (50, 600, 850):
        pen.line((column, 45, column, 445), "black", 3)
    found = find_rules(ink(page), LETTER) > 0
    lines = (ink(page) > 0) & ~letters
    assert found[lines].mean() > 0.98
    assert found[letters].mean() < 0.01


def test_a_small_box_on_a_form_is_a_box_of_lines() -> None:
    page = Image.new("L", (400, 200), 255)
    ImageDraw.Draw(page).rectangle((100, 80, 300, 112), outline=0, width=3)
    found = find_rules(ink(page), LETTER) > 0
    assert found[ink(page) > 0].mean() > 0.95


def test_strokes_that_cross_a_line_are_spared() -> None:
    page = Image.new("L", (400, 200), 255)
    pen = ImageDraw.Draw(page)
    pen.rectangle((150, 80, 154, 120), fill=0)
    pen.line((50, 100, 350, 100), 0, 3)
    found = find_rules(ink(page), LETTER) > 0
    assert not found[98:103, 150:155].any()
    assert found[98:102, 200:300].any(axis=0).all()


def test_leaders_and_specks_are_dirt_and_a_full_stop_is_not() -> None:
    page, pen = text_page()
    pen.text((70, 440), "г. Тула", "black", ImageFont.truetype("DejaVuSans.ttf", 28))
    letters = ink(page) > 0
    for x in range(640, 860, 12):
        pen.rectangle((x, 160, x + 2, 162), fill="black")
    pen.rectangle((20, 20, 21, 21), fill="black")
    dirt = find_dirt(find_marks(ink(page)), LETTER) > 0
    assert dirt[(ink(page) > 0) & ~letters].all()
    assert not dirt[letters].any()


def test_a_blue_seal_vanishes_from_the_black_text_under_it() -> None:
    page, pen = text_page("RGB")
    before = ink(page) > 0
    pen.ellipse((300, 100, 500, 300), outline=(60, 70, 220), width=6)
    pen.text((340, 180), "ПЕЧАТЬ", (60, 70, 220), ImageFont.truetype("DejaVuSans.ttf", 30))
    after = ink_mask(grey_without_stamps(np.asarray(page), 150)) > 0
    over = np.all(np.asarray(page) == (60, 70, 220), axis=2)
    assert not after[over].any()
    assert after[before & ~over].all()


def test_blue_handwriting_and_blue_headings_stay() -> None:
    page = Image.new("RGB", (900, 300), "white")
    ImageDraw.Draw(page).text((50, 100), "Иванова Анна", (30, 30, 200), ImageFont.truetype("DejaVuSans.ttf", 40))
    seen = ink_mask(grey_without_stamps(np.asarray(page), 150))
    assert seen.any()
    assert np.array_equal(seen, ink(page))
