"""A second look, in the other languages, at words that the first language reads badly."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from indexer.ocr.layout import LINES
from indexer.ocr.tesseract import RawWord, recognise

if TYPE_CHECKING:
    from indexer.ocr.reading import OcrOptions
    from indexer.ocr.sheet import Sheet

_BADLY = 78.0
_WELL = 90.0
"""Russian words read as Latin stay below this, Latin ones are mostly above (measured on the sample scans)."""
_WELL_ENOUGH = 78.0
"""For a word that cannot be Russian: letters and digits, or capitals and small letters, mixed up in it."""
_MARGIN = 15.0
_SHORTEST = 3
_RUSSIAN = re.compile(r"\W*([А-ЯЁ]?[а-яё-]+|[А-ЯЁ-]+)\W*")
_LATIN = re.compile(r"[A-Za-z]")


def reread(sheet: Sheet, words: list[RawWord], options: OcrOptions) -> list[RawWord]:
    """`words` with those replaced that another of `options.languages` reads much better.

    All doubtful words are read in one call, on a page where nothing else is left: cheaper than reading every page
    in two languages, and it cannot spoil what was read well.
    """
    others = options.languages.partition("+")[2]
    doubtful = [word for word in words if word.confidence < _BADLY and _signs(word) >= _SHORTEST]
    if not others or not doubtful:
        return words
    only = np.full_like(sheet.grey, 255)
    for word in doubtful:
        box = _around(word)
        only[box] = sheet.grey[box]
    again = recognise(only, others, psm=LINES, dpi=options.working_dpi, timeout_s=options.timeout_s)
    better = [
        word
        for word in again
        if word.confidence >= _WELL_ENOUGH and _signs(word) >= _SHORTEST and _LATIN.search(word.text)
    ]
    return [_best(word, better) if word.confidence < _BADLY else word for word in words]


def _signs(word: RawWord) -> int:
    return sum(sign.isalnum() for sign in word.text)


def _around(word: RawWord) -> tuple[slice, slice]:
    margin = max(2, word.height // 5)
    return slice(max(0, word.top - margin), word.top + word.height + margin), slice(
        max(0, word.left - margin), word.left + word.width + margin
    )


def _best(word: RawWord, candidates: list[RawWord]) -> RawWord:
    """The candidate that lies where `word` does, if it is read clearly better."""
    needed = max(_WELL if _RUSSIAN.fullmatch(word.text) else _WELL_ENOUGH, word.confidence + _MARGIN)
    for other in candidates:
        if other.confidence >= needed and _same_place(word, other):
            return replace(word, text=other.text, confidence=other.confidence)
    return word


def _same_place(word: RawWord, other: RawWord) -> bool:
    shared = min(word.left + word.width, other.left + other.width) - max(word.left, other.left)
    level = min(word.top + word.height, other.top + other.height) - max(word.top, other.top)
    return shared > 0.7 * max(word.width, other.width) and level > 0.5 * min(word.height, other.height)
