"""Coloured seals and stamps: taken off the black text that they lie on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from indexer.ocr.pixels import grey

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels

_LOOK_DPI = 100
_COLOURED = 50
"""Difference between the strongest and the weakest channel; yellowed paper stays below."""
_SMALLEST_INCH, _LARGEST_INCH = 0.45, 3.2


def grey_without_stamps(pixels: Pixels, dpi: float) -> Pixels:
    """Grey page where, inside the bounds of a seal or a stamp, only ink that is dark in every colour is left.

    A stamp is a coloured ring, frame or flourish in one piece, 11 to 80 mm both ways. Other coloured writing,
    a heading or a pupil's blue ink, is left as it is: it must be read, or be seen not to have been read.
    """
    plain = grey(pixels)
    if pixels.ndim == 2:  # noqa: PLR2004 - grey already
        return plain
    step = max(1, round(dpi / _LOOK_DPI))
    for left, top, width, height in _stamps(pixels[::step, ::step], dpi / step):
        box = np.s_[top * step : (top + height) * step, left * step : (left + width) * step]
        # Blue ink is bright in blue, red in red; black is dark in all three.
        plain[box] = pixels[box].max(axis=2)
    return plain


def _stamps(small: Pixels, dpi: float) -> list[tuple[int, int, int, int]]:
    strongest, weakest = small.max(axis=2), small.min(axis=2)
    coloured = np.where(strongest - weakest > _COLOURED, np.uint8(255), np.uint8(0))
    if not coloured.any():
        return []
    whole = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    low, high = _SMALLEST_INCH * dpi, _LARGEST_INCH * dpi
    return [
        (int(left), int(top), int(width), int(height))
        for left, top, width, height, _ in stats[1:]
        if low <= width <= high and low <= height <= high
    ]
