"""From a scan to even white paper with dark ink on it, and to a mask of that ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels


_SHRINK = 8
_DARKEST_PAPER = 40
_GRAINY = 2.5
"""Mean difference between paper and its median: 0.5 to 1.7 on clean scans, 3.4 and more on grainy ones."""
_INK = 185
"""Evenly lit paper is 255; text showing through from the other side rarely falls below 200."""


def evened(grey: Pixels) -> Pixels:
    """Grey with the light made even: paper becomes white, faded ink dark.

    The paper's brightness around each place is the brightest that a letter-sized neighbourhood shows,
    smoothed. What lies outside the sheet (a black lid) is darker than any paper and stays black.
    """
    if min(grey.shape) < 8 * _SHRINK:
        return grey
    small = cv2.resize(grey, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    bright = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)), 21)
    paper = cv2.resize(bright, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(grey, np.maximum(paper, np.uint8(_DARKEST_PAPER)), scale=255)
    return _darkened(np.asarray(flat, dtype=np.uint8))


def without_grain(grey: Pixels) -> Pixels:
    """A grainy scan smoothed by a median of 3 x 3 pixels; a clean one as it is, for its fine strokes."""
    smooth = np.asarray(cv2.medianBlur(grey, 3), dtype=np.uint8)
    sample, usual = grey[1::4, 1::4].astype(np.int16), smooth[1::4, 1::4].astype(np.int16)
    if sample.size == 0:
        return grey
    paper = usual > 0.8 * float(np.median(usual))
    grain = np.abs(sample - usual)[paper]
    return smooth if grain.size and float(grain.mean()) > _GRAINY else grey


def _darkened(flat: Pixels) -> Pixels:
    """Ink made black: the darkest two per cent of what is not paper give the new zero."""
    sample = flat[::3, ::3]
    ink = sample[sample < 200]  # noqa: PLR2004 - clearly not paper once the light is even
    if ink.size < 50:  # noqa: PLR2004 - nothing to measure
        return flat
    black = min(float(np.percentile(ink, 2.0)), 150.0)
    table = np.clip((np.arange(256) - black) * (255 / (250 - black)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(flat, table), dtype=np.uint8)


def ink_mask(even: Pixels) -> Pixels:
    """255 where evenly lit paper carries ink, 0 elsewhere."""
    return np.asarray(cv2.threshold(even, _INK, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
