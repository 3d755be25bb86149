"""A second look at what the first pass over a page jumped: a title beside a box, a lone mark in a cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from indexer.ocr.coverage import covered
from indexer.ocr.layout import SCATTERED
from indexer.ocr.tesseract import RawWord, recognise

if TYPE_CHECKING:
    from indexer.ocr.reading import OcrOptions
    from indexer.ocr.sheet import Sheet

_WORTH_A_LOOK = 5.0
"""Length of skipped writing, in heights of a small letter: a short word."""
_HOPELESS_SHARE = 0.4
"""Where more of the page than this was skipped, it is handwriting or a drawing, not an oversight."""
_WELL = 65.0
_SKIPPED_BLOCK = 10_000
"""Blocks of the second look are numbered from here, apart from those of the first."""


def reread(sheet: Sheet, words: list[RawWord], options: OcrOptions) -> list[RawWord]:
    """`words` and those that were skipped, each line where it stands on the page."""
    marks = sheet.marks
    letters = marks.letterlike() & marks.writing(sheet.letter)
    bare = letters & ~covered(marks, words)
    length, whole = float(marks.width[bare].sum()), float(marks.width[letters].sum())
    if length < _WORTH_A_LOOK * sheet.letter or length > _HOPELESS_SHARE * whole:
        return words
    reach = round(sheet.letter / 2) | 1
    around = cv2.dilate(marks.only(bare), np.ones((reach, reach), np.uint8)) > 0
    only = np.where(around, sheet.grey, np.uint8(255))
    language = options.languages.split("+", maxsplit=1)[0]
    again = recognise(only, language, psm=SCATTERED, dpi=options.working_dpi, timeout_s=options.timeout_s)
    lines: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in again:
        if word.confidence >= _WELL and any(sign.isalnum() for sign in word.text):
            lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        words = _with_line(words, line)
    return words


def _with_line(words: list[RawWord], line: list[RawWord]) -> list[RawWord]:
    """`line` put into the line that runs through it, or else before the first line below it."""
    left, middle = line[0].left, line[0].top + line[0].height / 2
    beside = [word for word in words if word.top < middle < word.top + word.height and word.height < 2 * line[0].height]
    if beside:
        nearest = min(beside, key=lambda word: abs(word.left + word.width / 2 - left))
        place = words.index(nearest) + (nearest.left < left)
        return words[:place] + [replace(word, line=nearest.line) for word in line] + words[place:]
    place = next((number for number, word in enumerate(words) if word.top > middle), len(words))
    while 0 < place < len(words) and words[place].line == words[place - 1].line:
        place -= 1
    block, paragraph, row = line[0].line
    fresh = [replace(word, line=(block + _SKIPPED_BLOCK, paragraph, row)) for word in line]
    return words[:place] + fresh + words[place:]
