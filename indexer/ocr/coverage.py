"""How much of what is written on a page recognition has passed over: handwriting, mostly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.ocr.marks import Marks
    from indexer.ocr.tesseract import RawWord

_FAIR = 50.0


def uncovered_share(marks: Marks, letter: float, words: Iterable[RawWord]) -> float:
    """Share of the writing, by its length, whose middle lies in no fairly recognised word.

    `letter` is the height of small letters in pixels.
    """
    chosen = marks.writing(letter)
    length = marks.width[chosen].astype(np.float64)
    if not length.sum():
        return 0.0
    covered = np.zeros(marks.labels.shape, bool)
    for word in words:
        if word.confidence >= _FAIR:
            margin = word.height // 4
            top, left = max(0, word.top - margin), max(0, word.left - margin)
            covered[top : word.top + word.height + margin, left : word.left + word.width + margin] = True
    rows = marks.top[chosen] + marks.height[chosen] // 2
    columns = marks.left[chosen] + marks.width[chosen] // 2
    return float(length[~covered[rows, columns]].sum() / length.sum())
