"""`read_page` on drawn pages: turned, skewed, blank, dirty, ruled, foreign, tiny and handwritten."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.model import PageState
from indexer.ocr import OcrOptions, RecognitionFailedError, RecognitionTimeoutError, judge, read_page
from tests.integration.indexer.ocr.conftest import TEXT, DrawPage

OPTIONS = OcrOptions()
WORDS = [word.strip(".,:") for line in TEXT for word in line.split()]


def found(text: str, words: list[str] = WORDS) -> float:
    have = {word.strip(".,:") for word in text.split()}
    return sum(word in have for word in words) / len(words)


def test_a_good_page_is_read_whole(draw_page: DrawPage) -> None:
    reading = read_page(draw_page(), 200, OPTIONS)
    assert reading.text.split("\n") == list(TEXT)
    assert (reading.rotation, reading.dpi, reading.blank) == (0, 200, False)
    assert [word.line for word in reading.words] == sorted(word.line for word in reading.words)
    assert judge(reading, OPTIONS) == (PageState.RECOGNISED, None)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 3.0])
def test_words_are_placed_on_the_upright_page(draw_page: DrawPage, turned: int, skew: float) -> None:
    """A page skewed and then turned clockwise: the boxes lie where the word is once it is turned back."""
    page = draw_page().rotate(-skew, fillcolor=245, resample=Image.Resampling.BICUBIC)
    stored = page.rotate(-turned, expand=True)
    reading = read_page(stored, 200, OPTIONS)
    assert reading.rotation == (360 - turned) % 360
    assert abs(reading.skew - skew) < 0.2
    assert (reading.width_px, reading.height_px) == page.size
    assert found(reading.text) > 0.95
    for word in reading.words:
        if word.text in {"Абрамову", "успеваемости", "заместителя"}:
            assert_inside_is_ink(page, word.x0, word.y0, word.x1, word.y1)
    assert_near(reading, "Абрамову", drawn_at(draw_page, "Абрамову", page.size, skew))


def drawn_at(draw_page: DrawPage, word: str, size: tuple[int, int], skew: float) -> tuple[float, float]:
    """The middle of a drawn word, in fractions of the page."""
    row = next(number for number, line in enumerate(TEXT) if word in line)
    font = ImageFont.truetype("LiberationSerif-Regular.ttf", round(12 * 200 / 72))
    before = TEXT[row][: TEXT[row].index(word)]
    left, top, right, bottom = font.getbbox(word)
    x = 80 + font.getlength(before) + (left + right) / 2 - size[0] / 2
    y = 200 * (0.5 + 0.3 * row) + (top + bottom) / 2 - size[1] / 2
    angle = np.radians(skew)
    return (
        float((x * np.cos(angle) - y * np.sin(angle)) / size[0] + 0.5),
        float((x * np.sin(angle) + y * np.cos(angle)) / size[1] + 0.5),
    )


def assert_near(reading: object, text: str, place: tuple[float, float]) -> None:
    word = next(word for word in reading.words if word.text == text)  # type: ignore[attr-defined]
    assert ((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2) == pytest.approx(place, abs=0.006)


def assert_inside_is_ink(page: Image.Image, x0: float, y0: float, x1: float, y1: float) -> None:
    width, height = page.size
    box = np.asarray(page)[int(y0 * height) : int(y1 * height), int(x0 * width) : int(x1 * width)]
    assert (box < 128).mean() > 0.05


@pytest.mark.parametrize("colour", [255, 235, 120, 0])
def test_an_even_page_is_blank(colour: int) -> None:
    reading = read_page(Image.new("L", (800, 1100), colour), 100, OPTIONS)
    assert reading.blank
    assert judge(reading, OPTIONS) == (PageState.BLANK, None)


def test_a_dirty_page_with_text_showing_through_is_blank(draw_page: DrawPage) -> None:
    through = np.asarray(draw_page(ink=222).transpose(Image.Transpose.FLIP_LEFT_RIGHT)).astype(float)
    rng = np.random.default_rng(3)
    page = through + rng.normal(0, 5, through.shape)
    page[rng.random(page.shape) < 0.0005] = 20
    reading = read_page(np.clip(page, 0, 255).astype(np.uint8), 200, OPTIONS)
    assert (reading.blank, reading.words) == (True, ())


def test_a_short_note_is_not_blank(draw_page: DrawPage) -> None:
    reading = read_page(draw_page(lines=("Архив",)), 200, OPTIONS)
    assert not reading.blank
    assert "Архив" in reading.text


def test_scribbles_among_print_go_to_review(draw_page: DrawPage) -> None:
    page = draw_page(lines=TEXT[:2])
    rng, pen = random.Random(5), ImageDraw.Draw(page)
    for row in range(10):
        y, points = 400 + row * 100, []
        for x in range(90, 1050, 9):
            points.append((x, y + rng.randint(-26, 26)))
            if rng.random() < 0.12:
                pen.line(points, 20, 3, joint="curve")
                points = []
    reading = read_page(page, 200, OPTIONS)
    assert reading.uncovered_ink > OPTIONS.uncovered_ink
    assert judge(reading, OPTIONS) == (PageState.REVIEW, "uncovered_ink")


def test_a_table_is_read_row_by_row_without_its_lines(draw_page: DrawPage) -> None:
    page = draw_page(lines=())
    pen, font = ImageDraw.Draw(page), ImageFont.truetype("LiberationSerif-Regular.ttf", 32)
    rows = [
        ("1", "Абрамова Анна", "5"),
        ("2", "Белоусов Юрий", "4"),
        ("3", "Гущина Ольга", "3"),
        ("4", "Жилин Пётр", "5"),
    ]
    for number, row in enumerate(rows):
        for x, cell in zip((90, 180, 820), row, strict=True):
            pen.text((x, 208 + 60 * number), cell, 30, font)
    for y in range(200, 441, 60):
        pen.line((70, y, 1000, y), 40, 3)
    for x in (70, 160, 800, 1000):
        pen.line((x, 200, x, 440), 40, 3)
    assert read_page(page, 200, OPTIONS).text == "\n".join(" ".join(row) for row in rows)


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Image.new("L", (1650, 1400), 250)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype("LiberationSerif-Regular.ttf", 34)
    for row in range(12):
        pen.text((100, 100 + 50 * row), ("левая колонка газеты школьной жизни" + " абв" * 2)[:40], 20, font)
        pen.text((900, 100 + 50 * row), ("правая половина полосы о спорте" + " где" * 2)[:40], 20, font)
    text = read_page(page, 200, OPTIONS).text
    assert text.rindex("левая") < text.index("правая")


def test_latin_words_among_russian_ones(draw_page: DrawPage) -> None:
    lines = (*TEXT[:3], "Справка Raiffeisen Bank International", *TEXT[3:])
    text = read_page(draw_page(lines=lines), 200, OPTIONS).text
    assert "Raiffeisen Bank International" in text
    assert found(text) > 0.95
    assert "Bank" not in read_page(draw_page(lines=lines), 200, OcrOptions(languages="rus")).text


@pytest.mark.parametrize("dpi", [None, 0, 72000])
def test_a_scan_that_hides_its_resolution_is_read_all_the_same(draw_page: DrawPage, dpi: int | None) -> None:
    page = Image.new("L", (1240, 1754), 245)
    page.paste(draw_page(dpi=150), (100, 100))
    reading = read_page(page, dpi, OPTIONS)
    assert found(reading.text) > 0.9
    assert 130 <= reading.dpi <= 170


@pytest.mark.parametrize("mode", ["1", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_read(draw_page: DrawPage, mode: str) -> None:
    grey = draw_page()
    page = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey.convert(mode)
    assert page.mode == mode
    assert found(read_page(page, 200, OPTIONS).text) > 0.9


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (20, 20)])
def test_a_picture_too_small_for_words_is_blank(size: tuple[int, int]) -> None:
    assert read_page(Image.new("RGB", size, "black"), None, OPTIONS).blank


def test_a_page_that_takes_too_long_is_given_up(draw_page: DrawPage) -> None:
    with pytest.raises(RecognitionTimeoutError) as caught:
        read_page(draw_page(), 200, OcrOptions(timeout_s=0.01))
    assert caught.value.code == "recognition_timeout"
    assert caught.value.params == {"timeout_s": 0.01}


def test_a_language_that_is_not_installed_is_named(draw_page: DrawPage) -> None:
    with pytest.raises(RecognitionFailedError, match="xyz"):
        read_page(draw_page(), 200, OcrOptions(languages="xyz"))


@pytest.mark.parametrize("turned", [0, 180])
def test_a_page_in_the_other_language_is_read_whole(draw_page: DrawPage, turned: int) -> None:
    lines = (
        "The school board has considered the results",
        "of the first quarter and approved the plan of",
        "work for the next academic year. Teachers are",
        "asked to hand in their class journals before",
        "the end of this week.",
    )
    reading = read_page(draw_page(lines=lines).rotate(-turned, expand=True), 200, OPTIONS)
    assert reading.rotation == turned
    assert found(reading.text, [word.strip(".") for line in lines for word in line.split()]) > 0.95
