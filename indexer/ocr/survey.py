"""A first look at a scan: brought to a good size for reading, evenly lit, its text measured, blankness noticed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from indexer.ocr.marks import find_marks
from indexer.ocr.paper import evened, ink_mask, without_grain
from indexer.ocr.pixels import resized
from indexer.ocr.stamps import grey_without_stamps

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels

_LETTER_PER_DPI = 0.085
"""Small letters of 12 point text are 17 px high at 200 dpi."""
_GOOD_LETTER = (11.0, 30.0)
_A4_LONG_SIDE_INCH = 11.69
_PLAUSIBLE_DPI = (60, 1300)
_LARGEST_PX = 24_000_000
_LARGEST_ENLARGEMENT = 3.0


@dataclass(frozen=True, slots=True)
class Survey:
    """`even` is the scan at working scale, evenly lit; `letters` a mask of its letters (255 on 0) of the same size.

    `letter` is the height of small letters in those pixels, `dpi` the resolution of the scan itself,
    `writing` the length of everything written, in heights of a small letter.
    """

    even: Pixels
    letters: Pixels
    letter: float
    dpi: int
    writing: float


def survey(pixels: Pixels, dpi: int | None, working_dpi: int) -> Survey:
    """Look at a scan of `dpi` (None: unknown); bring it to `working_dpi`, or to what suits small or large print."""
    known = dpi if dpi and _PLAUSIBLE_DPI[0] <= dpi <= _PLAUSIBLE_DPI[1] else None
    guess = known or max(pixels.shape[:2]) / _A4_LONG_SIDE_INCH
    usual = working_dpi * _LETTER_PER_DPI
    # Grain is taken out where it is smallest against the letters: before shrinking.
    clean = without_grain(grey_without_stamps(pixels, guess))
    scale = _allowed(working_dpi / guess, pixels)
    found, height = _measured(clean, scale, usual)
    if height is not None and not _GOOD_LETTER[0] <= height <= _GOOD_LETTER[1]:
        better = _allowed(scale * usual / height, pixels)
        if abs(better / scale - 1) > 0.1:  # noqa: PLR2004 - not worth another look
            scale = better
            found, height = _measured(clean, scale, usual)
    even, letters, writing = found
    real = known or _resolution(guess, (height or usual) / scale)
    return Survey(even, letters, height or usual, real, writing)


def _measured(clean: Pixels, scale: float, usual: float) -> tuple[tuple[Pixels, Pixels, float], float | None]:
    fine = resized(clean, scale)
    even = evened(fine)
    marks = find_marks(ink_mask(even))
    outside = marks.at_edge() & ~marks.letter_sized()
    if outside.any():
        even[cv2.dilate(marks.only(outside), np.ones((5, 5), np.uint8)) > 0] = 255
    height = marks.text_height()
    chosen = marks.writing(height or usual)
    length = float(marks.width[chosen].sum()) / (height or usual)
    return (even, marks.only(marks.letterlike()), length), height


def _allowed(scale: float, pixels: Pixels) -> float:
    area = pixels.shape[0] * pixels.shape[1]
    return float(min(scale, _LARGEST_ENLARGEMENT, (_LARGEST_PX / area) ** 0.5))


def _resolution(by_page: float, letter: float) -> int:
    """Resolution of a scan that tells none: an A4 sheet's, unless its text would be of an unlikely size."""
    by_text = letter / _LETTER_PER_DPI
    return max(1, round(by_page if 0.45 < by_page / by_text < 2.5 else by_text))  # noqa: PLR2004 - 5 to 27 points
