"""How askew a page is, and whether its lines run across or down: from where the ink of its letters lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexer.ocr.pixels import Pixels

LIMIT = 12.0
"""Degrees either way: people lay sheets askew by less, and beyond it a line may be taken for its neighbour."""
_COARSE = 0.5
_FINE = 0.05
_POINTS = 30_000


def estimate_skew(letters: Pixels) -> tuple[float, float]:
    """(degrees, sharpness) of the letters (255 on 0): how far the lines fall to the right, clockwise positive.

    The lower edges of letters are laid on the left margin along a trial angle: at the right angle they fall
    into few rows, and the sum of squares of the rows' counts peaks. `sharpness` is that peak against an even
    spread, so the same page measured along and across its lines tells which way the text runs.
    """
    points = _lower_edges(letters)
    if points is None:
        return 0.0, 0.0
    coarse = np.arange(-LIMIT, LIMIT + _COARSE / 2, _COARSE)
    best = coarse[np.argmax([_concentration(points, angle) for angle in coarse])]
    fine = np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE)
    scores = np.array([_concentration(points, angle) for angle in fine])
    smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    degrees = float(fine[np.argmax(smooth)])
    return degrees, float(smooth.max() * letters.shape[0])


def lines_run_down(letters: Pixels) -> bool:
    """Whether the page lies on its side: its letters line up along the columns better than along the rows."""
    across, down = estimate_skew(letters)[1], estimate_skew(np.ascontiguousarray(letters.T))[1]
    return down > across * 1.1


def straightening(shape: tuple[int, int], degrees: float) -> NDArray[np.float64]:
    """The 2 x 3 matrix that straightens a page of `shape` (height, width) askew by `degrees`, about its middle."""
    height, width = shape
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0))


def _lower_edges(letters: Pixels) -> NDArray[np.float32] | None:
    below = np.zeros_like(letters)
    below[:-1] = letters[1:]
    rows, columns = np.nonzero((letters > 0) & (below == 0))
    if len(rows) < 50:  # noqa: PLR2004 - a dozen letters' worth of edge
        return None
    step = max(1, len(rows) // _POINTS)
    return np.stack((columns[::step], rows[::step])).astype(np.float32)


def _concentration(points: NDArray[np.float32], degrees: float) -> float:
    columns, rows = points
    slope = np.float32(np.tan(np.radians(degrees)))
    offsets = rows - columns * slope
    counts = np.bincount((offsets - offsets.min()).astype(np.int32)).astype(np.float64)
    return float((counts**2).sum() / len(rows) ** 2)
