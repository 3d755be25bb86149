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
_FEW_WORDS = 5
_STRIP_IN_LETTERS = 14
_SHORTEST_WORD = 3


def first_guess(seen: Survey, options: OcrOptions) -> Sheet:
    """The sheet as its lines run; a page on its side is read a little both ways."""
    if not lines_run_down(np.ascontiguousarray(seen.letters[::2, ::2])):
        return _sheet(seen, 0)
    return max((_sheet(seen, 1), _sheet(seen, 3)), key=lambda sheet: _readable(sheet, options))


def is_doubtful(words: list[RawWord]) -> bool:
    """Whether what was read may come from a page that is not upright."""
    real = [word for word in words if len(word.text) >= _SHORTEST_WORD]
    if len(real) < _FEW_WORDS:
        return True
    return sum(word.confidence for word in real) / len(real) < _SURE


def second_thought(seen: Survey, sheet: Sheet, options: OcrOptions) -> Sheet:
    """The best readable of all four ways up; the present one if none is clearly better."""
    others = [_sheet(seen, turn) for turn in range(4) if turn != sheet.turn]
    best = max(others, key=lambda other: _readable(other, options))
    return best if _readable(best, options) > 1.2 * _readable(sheet, options) else sheet


def _sheet(seen: Survey, turn: int) -> Sheet:
    return make_sheet(seen.even, seen.letters, seen.letter, turn)


def _readable(sheet: Sheet, options: OcrOptions) -> float:
    """How much is read with confidence on the strip of the sheet that holds most writing."""
    strip = _fullest_strip(sheet)
    language = options.languages.split("+", maxsplit=1)[0]
    words = recognise(strip, language, psm=LINES, dpi=options.working_dpi, timeout_s=options.timeout_s)
    return sum(max(0.0, word.confidence - 40) * len(word.text) for word in words if len(word.text) >= _SHORTEST_WORD)


def _fullest_strip(sheet: Sheet) -> Pixels:
    letters = sheet.marks.only(sheet.marks.letterlike())
    high = min(letters.shape[0], round(sheet.letter * _STRIP_IN_LETTERS))
    sums = np.convolve((letters > 0).sum(axis=1), np.ones(high), mode="valid")
    top = int(np.argmax(sums))
    return np.ascontiguousarray(sheet.grey[top : top + high])
