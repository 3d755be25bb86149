"""How much of what is written on a page recognition has passed over: handwriting, mostly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from indexer.ocr.marks import Marks
    from indexer.ocr.tesseract import RawWord

_FAIR = 50.0


def uncovered_share(marks: Marks, letter: float, words: Iterable[RawWord]) -> float:
    """Share of the writing, by its length, whose middle lies in no fairly recognised word.

    `letter` is the height of small letters in pixels.
    """
    writing = marks.writing(letter)
    length = float(marks.width[writing].sum())
    if not length:
        return 0.0
    bare = writing & ~covered(marks, (word for word in words if word.confidence >= _FAIR))
    return float(marks.width[bare].sum()) / length


def covered(marks: Marks, words: Iterable[RawWord]) -> NDArray[np.bool_]:
    """Which marks have their middle in the box of a word."""
    boxes = np.zeros(marks.labels.shape, bool)
    for word in words:
        margin = word.height // 4
        top, left = max(0, word.top - margin), max(0, word.left - margin)
        boxes[top : word.top + word.height + margin, left : word.left + word.width + margin] = True
    return np.asarray(boxes[marks.top + marks.height // 2, marks.left + marks.width // 2])
