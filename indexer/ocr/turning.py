"""Which way up a page is: seen from its lines, confirmed by reading.

Tesseract's own orientation detection costs more than reading a page at 200 dpi and errs on blurred ones. So the
lines tell upright from sideways, a page is taken to stand on its feet, and only where that reads badly are a few
lines read each way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.ocr.layout import LINES
from indexer.ocr.sheet import Sheet, make_sheet
from indexer.ocr.skew import lines_run_down
from indexer.ocr.tesseract import RawWord, recognise

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels
    from indexer.ocr.reading import OcrOptions
    from indexer.ocr.survey import Survey

_SURE = 70.0
_WELL = 82.0
_FEW_WORDS = 5
_FEW_LETTERS = 30
_STRIP_IN_LETTERS = 14
_SHORTEST_WORD = 3


def first_guess(seen: Survey, options: OcrOptions) -> Sheet:
    """The sheet as its lines run; a page on its side is read a little both ways."""
    if not lines_run_down(np.ascontiguousarray(seen.letters[::2, ::2])):
        return _sheet(seen, 0)
    return _most_readable([1, 3], seen, options)


def is_doubtful(words: list[RawWord]) -> bool:
    """Whether what was read may come from a page that is not upright."""
    real = [word for word in words if len(word.text) >= _SHORTEST_WORD]
    if len(real) < _FEW_WORDS:
        return True
    return sum(word.confidence for word in real) / len(real) < _SURE


def second_thought(seen: Survey, sheet: Sheet, options: OcrOptions) -> Sheet:
    """The most readable of all four ways up, upside down tried first."""
    turns = [(sheet.turn + quarters) % 4 for quarters in (2, 0, 1, 3)]
    return _most_readable(turns, seen, options)


def _most_readable(turns: list[int], seen: Survey, options: OcrOptions) -> Sheet:
    """The sheet turned so that a strip of it reads best; the first that reads well ends the search."""
    best, best_confidence = None, -1.0
    for turn in turns:
        sheet = _sheet(seen, turn)
        confidence = _readability(sheet, options)
        if confidence > best_confidence:
            best, best_confidence = sheet, confidence
        if confidence >= _WELL:
            break
    if best is None:
        raise ValueError("no turns to choose from")
    return best


def _sheet(seen: Survey, turn: int) -> Sheet:
    return make_sheet(seen.even, seen.letters, seen.letter, turn)


def _readability(sheet: Sheet, options: OcrOptions) -> float:
    """Mean confidence (0..100) by length, on the strip that holds most writing; few words count for less."""
    strip = _fullest_strip(sheet)
    words = recognise(strip, options.languages, psm=LINES, dpi=options.working_dpi, timeout_s=options.timeout_s)
    real = [word for word in words if len(word.text) >= _SHORTEST_WORD]
    letters = sum(len(word.text) for word in real)
    return sum(word.confidence * len(word.text) for word in real) / max(letters, _FEW_LETTERS)


def _fullest_strip(sheet: Sheet) -> Pixels:
    letters = sheet.marks.only(sheet.marks.letterlike())
    high = min(letters.shape[0], round(sheet.letter * _STRIP_IN_LETTERS))
    sums = np.convolve((letters > 0).sum(axis=1), np.ones(high), mode="valid")
    top = int(np.argmax(sums))
    return np.ascontiguousarray(sheet.grey[top : top + high])
