"""A page that a person turns: the boxes of its words follow by arithmetic, nothing is read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.model import Word

TURNS = (0, 90, 180, 270)
"""Clockwise degrees."""


def turned_words(words: Iterable[Word], turn: int) -> tuple[Word, ...]:
    """The words of a page that is shown `turn` degrees (one of `TURNS`) further clockwise. Raises ValueError."""
    if turn not in TURNS:
        raise ValueError(f"a page is turned by {TURNS}, not by {turn}")
    return tuple(_turned(word, turn) for word in words)


def turned_size(width: int, height: int, turn: int) -> tuple[int, int]:
    """Width and height of the page after the turn."""
    return (height, width) if turn % 180 else (width, height)


def _turned(word: Word, turn: int) -> Word:
    x0, y0, x1, y1 = word.x0, word.y0, word.x1, word.y1
    match turn:
        case 90:
            return replace(word, x0=1 - y1, y0=x0, x1=1 - y0, y1=x1)
        case 180:
            return replace(word, x0=1 - x1, y0=1 - y1, x1=1 - x0, y1=1 - y0)
        case 270:
            return replace(word, x0=y0, y0=1 - x1, x1=y1, y1=1 - x0)
    return word
