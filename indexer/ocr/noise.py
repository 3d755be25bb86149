"""Words that are none: specks, shreds of lines, dots of a leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.ocr.tesseract import RawWord

_UNSURE = 60.0
_HOPELESS = 15.0
_WORD = 4
"""Letters and digits that make a word worth keeping however badly it was read: fuzzy search may still find it."""
_NEVER_ALONE = frozenset("|_~=.,:;\\/¦'`")
_SIGNS_OF_LINES = frozenset("|_—–-=~.,:;'`‘’\"“”°·•*<>\\/[](){}!¦")


def without_noise(words: list[RawWord], letter: float) -> list[RawWord]:
    """The words without those that dirt and ruling lines leave; `letter` is the height of small letters in px."""
    return [word for word in words if not _is_noise(word, letter)]


def _is_noise(word: RawWord, letter: float) -> bool:
    signs = sum(sign.isalnum() for sign in word.text)
    if not signs:
        # Real punctuation between words is a dash or a sign such as §, №, +; runs of dots are leaders.
        shreds = set(word.text) <= (_SIGNS_OF_LINES if len(word.text) > 1 else _NEVER_ALONE)
        return word.confidence < _UNSURE or shreds
    too_low = word.height < 0.5 * letter
    too_tall = word.height > 8 * letter and signs < _WORD
    return (word.confidence < _UNSURE and (too_low or too_tall)) or (word.confidence < _HOPELESS and signs < _WORD)
