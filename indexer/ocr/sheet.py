"""A page made ready for reading: upright, straight, without ruling lines; and the way back to the scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from indexer.ocr.marks import Marks, find_marks
from indexer.ocr.paper import ink_mask
from indexer.ocr.rules import find_dirt, find_rules
from indexer.ocr.skew import estimate_skew, straightening
from indexer.ocr.spread import find_fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexer.ocr.pixels import Pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """`grey` is what Tesseract reads, `marks` the ink left on it, `letter` the height of small letters in px.

    `turn` counts the quarter turns clockwise that made the page upright; `skew` is in degrees; `size` is the width
    and height of the upright page at working scale, from whose pixels `matrix` leads to those of `grey`;
    `fold` is the column of `grey` between the two pages of a spread.
    """

    grey: Pixels
    marks: Marks
    letter: float
    turn: int
    skew: float
    size: tuple[int, int]
    matrix: NDArray[np.float64]
    fold: int | None

    def fractions(self, left: int, top: int, width: int, height: int) -> tuple[float, float, float, float]:
        """A box on `grey` as x0, y0, x1, y1 in fractions (0..1) of the upright page."""
        right, bottom = left + width, top + height
        corners = np.array([[left, top], [right, top], [left, bottom], [right, bottom]], dtype=np.float64)
        back = cv2.invertAffineTransform(self.matrix)
        points = np.clip((corners @ back[:, :2].T + back[:, 2]) / np.array(self.size), 0.0, 1.0)
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


def make_sheet(even: Pixels, letters: Pixels, letter: float, turn: int) -> Sheet:
    """Turn the evenly lit scan `even` by `turn` quarters clockwise, straighten it by its `letters`, wipe its lines.

    `letters` (255 on 0) are those of the scan before turning, of the same size; `letter` is their height in px.
    """
    upright = np.ascontiguousarray(np.rot90(even, -turn))
    degrees, _ = estimate_skew(np.ascontiguousarray(np.rot90(letters, -turn)))
    straight, matrix = _straightened(upright, degrees)
    ink = ink_mask(straight)
    fold = find_fold(ink, letter)
    _wipe(straight, ink, find_rules(ink, letter))
    marks = find_marks(ink)
    _wipe(straight, ink, find_dirt(marks, letter))
    size = (upright.shape[1], upright.shape[0])
    return Sheet(straight, marks, letter, turn, degrees, size, matrix, fold)


def _straightened(upright: Pixels, degrees: float) -> tuple[Pixels, NDArray[np.float64]]:
    height, width = upright.shape
    matrix = straightening((height, width), degrees)
    # A larger canvas, so that nothing in the corners is cut off.
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    canvas = (round(width * cosine + height * sine), round(height * cosine + width * sine))
    matrix[:, 2] += (canvas[0] - width) / 2, (canvas[1] - height) / 2
    if degrees == 0:
        return upright.copy(), matrix
    return np.asarray(
        cv2.warpAffine(upright, matrix, canvas, flags=cv2.INTER_CUBIC, borderValue=(255.0,)), dtype=np.uint8
    ), matrix


def _wipe(grey: Pixels, ink: Pixels, mask: Pixels) -> None:
    """Paint the mask over as paper."""
    grey[mask > 0] = 255
    ink[mask > 0] = 0
