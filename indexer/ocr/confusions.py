"""Letters that Tesseract puts in the place of digits: the marks and dates of a journal are full of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.ocr.tesseract import RawWord

_LONE_THREE = re.compile(r"[Зз]")
"""No Russian word is a lone з; an initial has its full stop."""
_NUMBER = re.compile(r"(?=(?:\D*\d){2})[\dЗзОоOo.,:/-]+")
_DIGITS = str.maketrans("ЗзОоOo", "330000")


def with_digits(words: list[RawWord]) -> list[RawWord]:
    """The words with Зз for 3 and Оо for 0 set right, where nothing but a number can stand."""
    return [
        replace(word, text=word.text.translate(_DIGITS))
        if _LONE_THREE.fullmatch(word.text) or _NUMBER.fullmatch(word.text)
        else word
        for word in words
    ]
