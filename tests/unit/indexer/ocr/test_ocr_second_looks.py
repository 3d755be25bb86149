"""Words found on a second look take the place that is theirs, and spoil nothing that was read well."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.ocr.coverage import uncovered_share
from indexer.ocr.foreign import _with
from indexer.ocr.layout import COLUMNS, LINES, page_mode
from indexer.ocr.marks import Marks, find_marks
from indexer.ocr.paper import ink_mask
from indexer.ocr.skipped import _with_line
from indexer.ocr.spread import find_fold, page_by_page
from indexer.ocr.tesseract import RawWord


def word(text: str, left: int, top: int = 0, confidence: float = 90.0, line: int = 1) -> RawWord:
    return RawWord(text, left, top, 10 * len(text), 20, confidence, (1, 1, line))


def texts(words: list[RawWord]) -> list[str]:
    return [one.text for one in words]


def test_a_latin_word_replaces_the_pieces_it_was_taken_for() -> None:
    read = [word("Справка", 0), word("Ва", 100, confidence=20), word("е15еп", 130, confidence=20), word("от", 300)]
    assert texts(_with(word("Raiffeisen", 98, confidence=96), read)) == ["Справка", "Raiffeisen", "от"]


@pytest.mark.parametrize(
    ("other", "was"),
    [
        (word("Bacunbuyk", 0, confidence=88), word("Васильчук", 0, confidence=50)),  # a Russian word needs more
        (word("Bank", 0, confidence=96), word("Вапк", 0, confidence=85)),  # what was read well stays
        (word("Vank", 0, confidence=60), word("В4пк", 0, confidence=20)),  # neither was read well
        (word("Bank", 500, confidence=96), word("В4пк", 0, confidence=20)),  # another place
        (word("2019", 0, confidence=96), word("2О1э", 0, confidence=20)),  # no Latin letter in it
        (word("ID", 0, confidence=96), word("1р", 0, confidence=20)),  # too short to tell
    ],
)
def test_words_that_are_not_surely_foreign_stay(other: RawWord, was: RawWord) -> None:
    assert _with(other, [was]) == [was]


def test_a_skipped_mark_joins_its_line() -> None:
    read = [word("1", 0), word("Иванова", 50), word("5", 400), word("2", 0, top=50, line=2)]
    joined = _with_line(read, [word("4", 300)])
    assert texts(joined) == ["1", "Иванова", "4", "5", "2"]
    assert joined[2].line == joined[3].line


def test_a_skipped_title_becomes_a_line_of_its_own() -> None:
    read = [word("верх", 0), word("низ", 0, top=100, line=2), word("низа", 60, top=100, line=2)]
    joined = _with_line(read, [word("ТОВАРНАЯ", 0, top=50), word("НАКЛАДНАЯ", 100, top=50)])
    assert texts(joined) == ["верх", "ТОВАРНАЯ", "НАКЛАДНАЯ", "низ", "низа"]
    assert len({one.line for one in joined}) == 3


def test_a_skipped_last_line_comes_last() -> None:
    assert texts(_with_line([word("верх", 0)], [word("низ", 0, top=90)])) == ["верх", "низ"]


def page_of(lines: list[tuple[int, int, str]]) -> Marks:
    page = Image.new("L", (1400, 900), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSans.ttf", 28)
    for x, y, text in lines:
        pen.text((x, y), text, 0, font)
    return find_marks(ink_mask(np.asarray(page)))


def test_the_share_of_writing_that_no_word_covers() -> None:
    marks = page_of([(100, 100, "половина"), (100, 400, "половина")])
    half = RawWord("половина", 95, 100, 160, 36, 90.0, (1, 1, 1))
    other = RawWord("половина", 95, 400, 160, 36, 90.0, (1, 1, 2))
    assert uncovered_share(marks, 15.0, []) == 1.0
    assert uncovered_share(marks, 15.0, [half]) == pytest.approx(0.5, abs=0.02)
    assert uncovered_share(marks, 15.0, [half, other]) == 0.0
    unsure = RawWord("пвлорина", 95, 400, 160, 36, 20.0, (1, 1, 2))
    assert uncovered_share(marks, 15.0, [half, unsure]) == pytest.approx(0.5, abs=0.02)


def test_an_empty_page_has_nothing_uncovered() -> None:
    assert uncovered_share(page_of([]), 15.0, []) == 0.0


def mode(lines: list[tuple[int, int, str]]) -> int:
    marks = page_of(lines)
    return page_mode(marks.only(marks.letterlike()), 15.0)


def test_columns_of_prose_are_columns() -> None:
    prose = "слова одной строки газетной"
    assert mode([(x, 60 + 50 * row, prose) for row in range(14) for x in (100, 750)]) == COLUMNS


def test_a_list_of_names_and_marks_is_lines() -> None:
    rows = [(100, "Иванова Анна Игоревна"), (800, "5"), (900, "4"), (1000, "отл.")]
    assert mode([(x, 60 + 50 * row, text) for row in range(14) for x, text in rows]) == LINES


def test_one_column_and_an_empty_page_are_lines() -> None:
    assert mode([(100, 60 + 50 * row, "обычная строка приказа по школе о зачислении") for row in range(14)]) == LINES
    assert mode([]) == LINES


def table_ink(*tables: tuple[int, int], size: tuple[int, int] = (1200, 800)) -> np.ndarray:
    page = Image.new("L", size, 0)
    pen = ImageDraw.Draw(page)
    for left, right in tables:
        for row in range(12):
            pen.line((left, 100 + 50 * row, right, 100 + 50 * row), 255, 3)
            pen.text((left + 10, 110 + 50 * row), "Иванова Анна", 255, ImageFont.truetype("DejaVuSans.ttf", 24))
    return np.asarray(page)


def test_two_tables_with_the_middle_free_are_a_spread() -> None:
    assert find_fold(table_ink((60, 560), (640, 1150)), 15.0) == pytest.approx(600, abs=8)


def test_a_table_across_the_middle_an_upright_page_and_a_margin_note_are_none() -> None:
    assert find_fold(table_ink((60, 1150)), 15.0) is None
    assert find_fold(table_ink((60, 360), (440, 740), size=(800, 1200)), 15.0) is None
    assert find_fold(table_ink((60, 560)), 15.0) is None


def test_the_left_page_of_a_spread_is_read_first() -> None:
    read = [word("а1", 0), word("б1", 700), word("а2", 0, line=2), word("б2", 700, line=2)]
    assert texts(page_by_page(read, 600)) == ["а1", "а2", "б1", "б2"]
    assert len({one.line for one in page_by_page(read, 600)}) == 4
    assert page_by_page(read, None) == read


def test_the_thick_frame_of_a_certificate_is_not_writing() -> None:
    page = Image.new("L", (800, 600), 255)
    for x in range(60, 700, 120):
        ImageDraw.Draw(page).rectangle((x, 50, x + 80, 60), fill=0)
    assert not find_marks(ink_mask(np.asarray(page))).writing(15.0).any()
