"""A second look, in the other languages, at words that the first language reads badly."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from indexer.ocr.layout import LINES, page_mode
from indexer.ocr.tesseract import RawWord, recognise

if TYPE_CHECKING:
    from indexer.ocr.reading import OcrOptions
    from indexer.ocr.sheet import Sheet

_BADLY = 78.0
_WELL = 90.0
"""Russian words read as Latin stay below this, Latin ones are mostly above (measured on the sample scans)."""
_WELL_ENOUGH = 85.0
"""For a word that cannot be Russian: letters and digits, or capitals and small letters, mixed up in it."""
_MARGIN = 15.0
_SHORTEST = 3
_FOREIGN_PAGE = 0.4
"""Where this share of the words turns out Latin, the page is read once more with the other languages first."""
_RUSSIAN = re.compile(r"\W*([А-ЯЁ]?[а-яё-]+|[А-ЯЁ-]+)\W*")
_LATIN = re.compile(r"[A-Za-z]")


def reread(sheet: Sheet, words: list[RawWord], options: OcrOptions) -> list[RawWord]:
    """`words` with those replaced that another of `options.languages` reads much better.

    All doubtful words are read in one call, on a page where nothing else is left: cheaper than reading every page
    in two languages, and it cannot spoil what was read well.
    """
    main, _, others = options.languages.partition("+")
    doubtful = [word for word in words if word.confidence < _BADLY]
    if not others or not any(_signs(word) >= _SHORTEST for word in doubtful):
        return words
    only = np.full_like(sheet.grey, 255)
    for word in doubtful:
        box = _around(word)
        only[box] = sheet.grey[box]
    again = recognise(only, others, psm=LINES, dpi=options.working_dpi, timeout_s=options.timeout_s)
    for other in again:
        words = _with(other, words)
    if sum(bool(_LATIN.search(word.text)) for word in words) < _FOREIGN_PAGE * len(words):
        return words
    mode = page_mode(sheet.marks.only(sheet.marks.letterlike()), sheet.letter)
    return recognise(sheet.grey, f"{others}+{main}", psm=mode, dpi=options.working_dpi, timeout_s=options.timeout_s)


def _signs(word: RawWord) -> int:
    return sum(sign.isalnum() for sign in word.text)


def _around(word: RawWord) -> tuple[slice, slice]:
    margin = max(2, word.height // 5)
    return slice(max(0, word.top - margin), word.top + word.height + margin), slice(
        max(0, word.left - margin), word.left + word.width + margin
    )


def _with(other: RawWord, words: list[RawWord]) -> list[RawWord]:
    """`words` with `other` in the place of the doubtful ones it covers, if it is read clearly better."""
    if other.confidence < _WELL_ENOUGH or _signs(other) < _SHORTEST or not _LATIN.search(other.text):
        return words
    old = [word for word in words if word.confidence < _BADLY and _lies_in(word, other)]
    if not old or sum(word.width for word in old) < 0.6 * other.width:
        return words
    needed = _WELL if _RUSSIAN.fullmatch("".join(word.text for word in old)) else _WELL_ENOUGH
    if other.confidence < max(needed, *(word.confidence + _MARGIN for word in old)):
        return words
    first, gone = old[0], set(map(id, old[1:]))
    return [replace(other, line=first.line) if word is first else word for word in words if id(word) not in gone]


def _lies_in(word: RawWord, other: RawWord) -> bool:
    across, down = word.left + word.width / 2, word.top + word.height / 2
    return other.left <= across <= other.left + other.width and other.top <= down <= other.top + other.height
