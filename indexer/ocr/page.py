"""One page from picture to words: survey, turn, straighten, read, read again what is foreign, place the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from indexer.model import Word
from indexer.ocr import foreign, skipped, turning
from indexer.ocr.confusions import with_digits
from indexer.ocr.coverage import uncovered_share
from indexer.ocr.layout import page_mode
from indexer.ocr.noise import without_noise
from indexer.ocr.pixels import to_pixels
from indexer.ocr.reading import OcrOptions, Reading, mean_confidence, text_of
from indexer.ocr.spread import page_by_page
from indexer.ocr.survey import Survey, survey
from indexer.ocr.tesseract import RawWord, recognise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from indexer.ocr.sheet import Sheet

_LEAST_WRITING = 3.0
"""In heights of a small letter: a page with less is blank without asking Tesseract."""
_LITTLE_WRITING = 25.0
"""A page with less is blank if Tesseract finds no word on it: dirt."""


def read_page(image: Image.Image | NDArray[np.generic], dpi: int | None, options: OcrOptions) -> Reading:
    """Recognise one page.

    `image` is the stored page as a viewer shows it (any Pillow mode, or an array height x width [x bands]),
    `dpi` its resolution, None or nonsense where unknown. Runs in one thread.

    Raises:
        RecognitionTimeoutError: Tesseract took longer than `options.timeout_s`.
        RecognitionFailedError: Tesseract is missing, lacks a language or failed.
        ValueError: the array is no image.
    """
    cv2.setNumThreads(1)
    pixels = to_pixels(image)
    seen = survey(pixels, dpi, options.working_dpi)
    if seen.writing < _LEAST_WRITING:
        return _reading(pixels.shape, seen, None, [])
    sheet, words = _upright(seen, options)
    if words:
        words = skipped.reread(sheet, words, options)
        words = foreign.reread(sheet, words, options)
    return _reading(
        pixels.shape, seen, sheet, page_by_page(with_digits(without_noise(words, sheet.letter)), sheet.fold)
    )


def _upright(seen: Survey, options: OcrOptions) -> tuple[Sheet, list[RawWord]]:
    """The sheet turned the way it reads, and its words."""
    sheet = turning.first_guess(seen, options)
    words = _recognised(sheet, options)
    if turning.is_doubtful(words):
        other = turning.second_thought(seen, sheet, options)
        if other.turn != sheet.turn:
            return other, _recognised(other, options)
    return sheet, words


def _recognised(sheet: Sheet, options: OcrOptions) -> list[RawWord]:
    mode = page_mode(sheet.marks.only(sheet.marks.letterlike()), sheet.letter)
    language = options.languages.split("+", maxsplit=1)[0]
    return recognise(sheet.grey, language, psm=mode, dpi=options.working_dpi, timeout_s=options.timeout_s)


def _reading(shape: tuple[int, ...], seen: Survey, sheet: Sheet | None, raw: list[RawWord]) -> Reading:
    words = _placed(sheet, raw) if sheet else ()
    turn = sheet.turn if sheet else 0
    height, width = shape[:2] if turn % 2 == 0 else shape[1::-1]
    return Reading(
        rotation=90 * turn,
        skew=round(sheet.skew, 2) if sheet else 0.0,
        width_px=width,
        height_px=height,
        dpi=seen.dpi,
        text=text_of(words),
        words=words,
        confidence=mean_confidence(words),
        uncovered_ink=uncovered_share(sheet.marks, sheet.letter, raw) if sheet else 0.0,
        blank=not words and seen.writing < _LITTLE_WRITING,
    )


def _placed(sheet: Sheet, raw: list[RawWord]) -> tuple[Word, ...]:
    numbers: dict[tuple[int, int, int], int] = {}
    return tuple(
        Word(
            word.text,
            *sheet.fractions(word.left, word.top, word.width, word.height),
            confidence=word.confidence,
            line=numbers.setdefault(word.line, len(numbers)),
        )
        for word in raw
    )
