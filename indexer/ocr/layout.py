"""Columns of prose: Tesseract reads a page line by line unless told that the lines are short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from indexer.ocr.pixels import Pixels

LINES = 6
"""Tesseract's mode for one block of lines: rows of tables and forms stay together."""
COLUMNS = 3
"""Tesseract's own page layout: columns are read one after another."""

SCATTERED = 11
"""Text wherever it stands."""


def page_mode(letters: Pixels, letter: float) -> int:
    """`COLUMNS` where a deskewed page (letters 255 on 0) is set in columns of prose, else `LINES`.

    A gutter is white nearly all the way down; on both sides stand at least eight lines that fill most of their
    width, which tells prose from a table's or a form's columns.
    """
    rows, columns = np.flatnonzero(letters.any(axis=1)), np.flatnonzero(letters.any(axis=0))
    if len(rows) == 0:
        return LINES
    body = letters[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] > 0
    return (
        COLUMNS
        if any(
            _is_prose(body[:, :left], letter) and _is_prose(body[:, right:], letter)
            for left, right in _gutters(body, letter)
        )
        else LINES
    )


def _gutters(body: np.ndarray, letter: float) -> list[tuple[int, int]]:
    """(left, right) of the white strips in the middle two thirds, wider than a letter."""
    width = body.shape[1]
    white = body.mean(axis=0) < 0.04  # noqa: PLR2004 - a heading and a few specks may cross
    edges = np.flatnonzero(np.diff(np.concatenate(([0], white.astype(np.int8), [0]))))
    strips = zip(edges[::2], edges[1::2], strict=True)
    return [(int(a), int(b)) for a, b in strips if b - a > letter and width / 6 < (a + b) / 2 < width * 5 / 6]


def _is_prose(side: np.ndarray, letter: float) -> bool:
    """Whether most lines of text here reach from edge to edge."""
    inked = side.any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    lines = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= letter]
    if len(lines) < 8:  # noqa: PLR2004 - fewer lines make no column
        return False
    gap = max(1, round(letter * 2))
    fills = [np.convolve(side[a:b].any(axis=0), np.ones(gap), "same").astype(bool).mean() for a, b in lines]
    return bool(np.median(fills) > 0.7)  # noqa: PLR2004 - the share of a prose line that letters and spaces take
