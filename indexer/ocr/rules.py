"""Ruling lines of tables and forms: found, so that recognition sees the text without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike

    from indexer.ocr.marks import Marks
    from indexer.ocr.pixels import Pixels

_LONG = 4.0
"""A line is longer than this many heights of a small letter: no stroke of a letter is."""
_SHORT = 1.6
"""The side of a small box on a form, where it stands on a line or hangs from one."""
_THICK = 0.6
_SMALL = 0.45
_LEADER = 6.0
_SPECK = 0.02
"""Area of a speck in squares of a small letter's height: a full stop has three times that."""


def find_rules(ink: Pixels, letter: float) -> Pixels:
    """A mask of the straight lines on an upright, deskewed page, with a pixel around them.

    `letter` is the height of small letters in px. Where a letter's stroke crosses a line, the crossing is spared.
    """
    across = _runs(ink, letter, length=_LONG, down=False)
    boxes = _touching(_runs(ink, letter, length=_SHORT, down=True), across)
    down = np.asarray(cv2.bitwise_or(_runs(ink, letter, length=_LONG, down=True), boxes), dtype=np.uint8)
    across, down = _grown(across), _grown(down)
    rest = cv2.subtract(ink, cv2.bitwise_or(across, down))
    bridge = round(letter / 2) | 1
    over = cv2.bitwise_and(across, cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((bridge, 1), np.uint8)))
    through = cv2.bitwise_and(down, cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8)))
    return np.asarray(cv2.bitwise_or(cv2.subtract(across, over), cv2.subtract(down, through)))


def find_dirt(marks: Marks, letter: float) -> Pixels:
    """A mask of specks, and of the dots that lead from an entry to its page number, with a pixel around them.

    Small marks beside larger ones are left alone: they may be pieces of a letter, or its full stop.
    """
    small = (marks.height < _SMALL * letter) & (marks.width < _SMALL * letter)
    beside = cv2.dilate(marks.only(~small), np.ones((round(letter) | 1, round(letter) | 1), np.uint8))
    lonely = cv2.subtract(marks.only(small), beside)
    specks = cv2.bitwise_and(lonely, marks.only(small & (marks.area <= _SPECK * letter**2)))
    joined = cv2.morphologyEx(lonely, cv2.MORPH_CLOSE, np.ones((1, round(letter * 1.5) | 1), np.uint8))
    leaders = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, round(letter * _LEADER) | 1), np.uint8))
    thick = cv2.dilate(leaders, np.ones((round(letter * _SMALL) | 1, 1), np.uint8))
    return _grown(cv2.bitwise_or(specks, cv2.bitwise_and(lonely, thick)))


def _grown(mask: MatLike) -> Pixels:
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _runs(ink: Pixels, letter: float, *, length: float, down: bool) -> Pixels:
    """Straight thin runs of ink, at least `length` letters long."""
    along = max(12, round(letter * length))
    thick = max(3, round(letter * _THICK))
    found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((along, 1) if down else (1, along), np.uint8))
    blocks = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((1, thick) if down else (thick, 1), np.uint8))
    return np.asarray(cv2.subtract(found, blocks))


def _touching(runs: Pixels, lines: Pixels) -> Pixels:
    """Those of the runs that touch a line at both ends."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    near = cv2.dilate(lines, np.ones((5, 3), np.uint8)) > 0
    top, bottom = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT] - 1
    column = stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH] // 2
    met = near[top, column] & near[bottom, column]
    met[0] = False  # the paper
    return np.where(met[labels], np.uint8(255), np.uint8(0))
