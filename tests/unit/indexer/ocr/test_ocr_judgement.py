"""What a reading is worth, and the small repairs of words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import PageState, Word
from indexer.ocr import OcrOptions, Reading, judge
from indexer.ocr.confusions import with_digits
from indexer.ocr.noise import without_noise
from indexer.ocr.reading import mean_confidence, text_of
from indexer.ocr.tesseract import RawWord

GOOD = Reading(
    rotation=0,
    skew=0.0,
    width_px=100,
    height_px=100,
    dpi=300,
    text="слово",
    words=(Word("слово", 0, 0, 1, 1, 90.0, 0),),
    confidence=90.0,
    uncovered_ink=0.0,
    blank=False,
)


def raw(text: str, confidence: float = 90.0, height: int = 20) -> RawWord:
    return RawWord(text, 0, 0, 10 * len(text), height, confidence, (1, 1, 1))


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (GOOD, (PageState.RECOGNISED, None)),
        (replace(GOOD, blank=True, words=(), confidence=None), (PageState.BLANK, None)),
        (replace(GOOD, confidence=69.9), (PageState.REVIEW, "low_confidence")),
        (replace(GOOD, confidence=70.0), (PageState.RECOGNISED, None)),
        (replace(GOOD, confidence=None, words=()), (PageState.REVIEW, "low_confidence")),
        (replace(GOOD, uncovered_ink=0.9), (PageState.REVIEW, "uncovered_ink")),
    ],
)
def test_verdicts(reading: Reading, verdict: tuple[PageState, str | None]) -> None:
    assert judge(reading, OcrOptions()) == verdict


def test_the_settings_move_the_limits() -> None:
    strict = OcrOptions(review_below=95.0, uncovered_ink=0.01)
    assert judge(GOOD, strict) == (PageState.REVIEW, "low_confidence")
    assert judge(replace(GOOD, uncovered_ink=0.02), strict) == (PageState.REVIEW, "uncovered_ink")


def test_confidence_is_weighted_by_length() -> None:
    words = (replace(GOOD.words[0], text="а", confidence=10.0), replace(GOOD.words[0], text="б" * 9, confidence=90.0))
    assert mean_confidence(words) == pytest.approx(82.0)
    assert mean_confidence(()) is None


def test_text_keeps_the_lines() -> None:
    words = tuple(replace(GOOD.words[0], text=text, line=line) for text, line in (("а", 0), ("б", 0), ("в", 1)))
    assert text_of(words) == "а б\nв"


@pytest.mark.parametrize(
    "word", [raw("|", 95), raw(".....", 95), raw("—_|", 80), raw("ее", 5), raw("нн", 40, height=4)]
)
def test_what_lines_and_specks_leave_is_dropped(word: RawWord) -> None:
    assert without_noise([word], letter=15.0) == []


@pytest.mark.parametrize("word", [raw("Иванова", 3), raw("и", 90), raw("№", 80), raw("-", 80, height=3), raw("5", 40)])
def test_words_however_badly_read_are_kept(word: RawWord) -> None:
    assert without_noise([word], letter=15.0) == [word]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("з", "3"),
        ("З", "3"),
        ("2З.О5.2О19", "23.05.2019"),
        ("З.", "З."),
        ("ЗАО", "ЗАО"),
        ("О", "О"),
        ("о", "о"),
        ("5-З", "5-З"),
    ],
)
def test_letters_in_the_place_of_digits(read: str, meant: str) -> None:
    assert with_digits([raw(read)])[0].text == meant


@given(st.text(alphabet="абвгдеёжийклмнпрстуфхцчшщъыьэюя", min_size=1))
def test_words_without_digits_are_never_touched(text: str) -> None:
    assert with_digits([raw(text)])[0].text == text
