"""Ruling lines of tables and forms: found, so that recognition sees the text without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels

_LENGTH_IN_LETTERS = 4.0
_THICKNESS_IN_LETTERS = 0.6


def find_rules(ink: Pixels, letter: float) -> Pixels:
    """A mask of the straight lines on an upright, deskewed page; `letter` is the height of small letters in px.

    A line is longer than any stroke of a letter, and thinner than a letter is high.
    """
    length = max(20, round(letter * _LENGTH_IN_LETTERS))
    across = _runs(ink, (length, 1), letter)
    down = _runs(ink, (1, length), letter)
    return np.asarray(cv2.bitwise_or(across, down))


def without_rules(grey: Pixels, rules: Pixels) -> Pixels:
    """The page with the lines, and the grey edges they have, painted over as paper."""
    wiped = grey.copy()
    wiped[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 255
    return wiped


def _runs(ink: Pixels, along: tuple[int, int], letter: float) -> Pixels:
    """Thin straight runs of `along` = (width, height) pixels and more, with their broken continuations."""
    seeds = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(along[::-1], np.uint8))
    thick = max(3, round(letter * _THICKNESS_IN_LETTERS))
    across = (1, thick) if along[1] == 1 else (thick, 1)
    blocks = cv2.morphologyEx(seeds, cv2.MORPH_OPEN, np.ones(across[::-1], np.uint8))
    return np.asarray(cv2.subtract(seeds, blocks))
