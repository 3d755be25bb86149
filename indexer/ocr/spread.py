"""An opened book: two pages on one scan, to be read one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels
    from indexer.ocr.tesseract import RawWord

_RIGHT_PAGE_BLOCK = 100_000
"""Blocks of the right page are numbered from here, so that no line runs over the fold."""


def find_fold(ink: Pixels, letter: float) -> int | None:
    """Column (px) of the fold of a spread, None on a single page.

    `ink` is that of a deskewed page with its ruling lines. A spread is wider than high, and neither text nor the
    lines of a table cross a strip two letters wide near its middle; both sides carry a fair share of the ink.
    """
    height, width = ink.shape
    if width < 1.2 * height:
        return None
    share = (ink > 0).mean(axis=0)
    start, end = round(width * 0.42), round(width * 0.58)
    # The fold itself may show as a dark line.
    free = (share[start:end] < 0.004) | (share[start:end] > 0.6)  # noqa: PLR2004 - specks; a line from top to bottom
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    strips = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 2 * letter]
    if not strips:
        return None
    left, right = max(strips, key=lambda strip: strip[1] - strip[0])
    fold = start + (left + right) // 2
    sides = float(share[:fold].sum()), float(share[fold:].sum())
    return fold if min(sides) > 0.15 * sum(sides) else None


def page_by_page(words: list[RawWord], fold: int | None) -> list[RawWord]:
    """The words of the left page, then those of the right one."""
    if fold is None:
        return words
    left = [word for word in words if word.left + word.width / 2 < fold]
    right = [word for word in words if word.left + word.width / 2 >= fold]
    return left + [replace(word, line=(word.line[0] + _RIGHT_PAGE_BLOCK, *word.line[1:])) for word in right]
