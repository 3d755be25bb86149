"""Words that are none: specks, shreds of lines, dots of a leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.ocr.tesseract import RawWord

_SIGNS_OF_LINES = frozenset("|_—–-=~.,:;'`‘’\"“”°·•*<>\\/[](){}!¦")


def without_noise(words: list[RawWord], letter: float) -> list[RawWord]:
    """The words without those that dirt and ruling lines leave; `letter` is the height of small letters in px."""
    return [word for word in words if not _is_noise(word, letter)]


def _is_noise(word: RawWord, letter: float) -> bool:
    if not any(sign.isalnum() for sign in word.text):
        # Real punctuation between words is a dash or a sign such as §, №, +; runs of dots are leaders.
        return word.confidence < 60 or (len(word.text) > 1 and set(word.text) <= _SIGNS_OF_LINES)  # noqa: PLR2004
    too_low = word.height < 0.5 * letter
    too_tall = word.height > 8 * letter and len(word.text) < 4  # noqa: PLR2004
    return word.confidence < 15 or (too_low and word.confidence < 60) or (too_tall and word.confidence < 60)  # noqa: PLR2004
