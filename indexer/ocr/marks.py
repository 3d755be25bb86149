"""Marks: the connected pieces of ink on a page, mostly letters. They tell text size, blankness and skew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexer.ocr.pixels import Pixels

_LONGEST_LETTER = 0.05
_SMALLEST_LETTER_PX = 5
_FEW_MARKS = 12
_BIGGEST_WRITING = 0.25


@dataclass(frozen=True, slots=True)
class Marks:
    """Connected pieces of ink. Arrays run alike: left, top, width, height (px) and ink area (px) of each.

    `labels` numbers every pixel of the page, 0 for paper; mark `i` of the arrays has label `i + 1`.
    """

    labels: NDArray[np.int32]
    left: NDArray[np.int32]
    top: NDArray[np.int32]
    width: NDArray[np.int32]
    height: NDArray[np.int32]
    area: NDArray[np.int32]

    def letterlike(self) -> NDArray[np.bool_]:
        """Which marks have the size and the filling of a letter, a digit or a few letters grown together."""
        box = self.width * self.height
        filled = (self.area >= box * 0.12) & ((self.area <= box * 0.9) | (self.width <= self.height * 0.6))
        return np.asarray(self.letter_sized() & filled & ~self.at_edge())

    def letter_sized(self) -> NDArray[np.bool_]:
        """Which marks are no larger and no lower than letters are, whatever their shape."""
        limit = max(self.labels.shape) * _LONGEST_LETTER
        not_long = (self.width <= 2 * limit) & (self.width <= 12 * self.height)
        return np.asarray((self.height >= _SMALLEST_LETTER_PX) & (self.height <= limit) & not_long)

    def writing(self, letter: float) -> NDArray[np.bool_]:
        """Which marks are writing, by machine or by hand; neither specks nor pictures nor the scanner's shadows.

        `letter` is the height of small letters in pixels.
        """
        height, width = self.labels.shape
        big_enough = (self.height >= 0.6 * letter) | (self.width >= 2 * letter)
        small_enough = (self.height < _BIGGEST_WRITING * height) & (self.width < _BIGGEST_WRITING * width)
        longest = np.maximum(self.width, self.height)
        solid = (self.area > 0.6 * self.width * self.height) & (longest > 2.5 * letter)  # bars of a frame, pictures
        return np.asarray(big_enough & small_enough & ~solid & ~self.at_edge())

    def at_edge(self) -> NDArray[np.bool_]:
        """Which marks touch the border of the picture: shadows and the black lid of a scanner."""
        height, width = self.labels.shape
        right, bottom = self.left + self.width, self.top + self.height
        return np.asarray((self.left == 0) | (self.top == 0) | (right == width) | (bottom == height))

    def text_height(self) -> float | None:
        """Height in pixels of small letters (x-height) of the main text, None where there is hardly any text."""
        heights = self.height[self.letterlike()]
        if len(heights) < _FEW_MARKS:
            return None
        # Specks are many and small: each mark weighs as much as the ink in it.
        order = np.argsort(heights)
        weight = np.cumsum(self.area[self.letterlike()][order])
        return float(heights[order][np.searchsorted(weight, weight[-1] * 0.4)])

    def only(self, chosen: NDArray[np.bool_]) -> Pixels:
        """A mask (255, 0) of the chosen marks alone."""
        shades = np.zeros(len(chosen) + 1, np.uint8)
        shades[1:][chosen] = 255
        return shades.take(self.labels)


def find_marks(ink: Pixels) -> Marks:
    """The marks of an ink mask."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    left, top, width, height, area = np.asarray(stats, dtype=np.int32)[1:].T
    return Marks(np.asarray(labels, dtype=np.int32), left, top, width, height, area)
