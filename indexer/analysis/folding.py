"""Cutting text into words and folding what people and scanners write in several ways."""

from __future__ import annotations

import re
import unicodedata

_LETTER = r"[^\W\d_]"
# A stress mark, a decomposed й or ё, a soft hyphen stand inside a word and belong to it.
_MARKED = rf"{_LETTER}+(?:[\u0300\u0301\u0306\u0308\u00ad]{_LETTER}*)*"
# "успе-⏎ваемость" is one word broken at the line's end; "Римский-⏎Корсаков" keeps its capital, so it is two.
_BROKEN = rf"(?:[-\u00ad\u2010][ \t]*\r?\n[ \t]*(?=[a-zа-яё]){_MARKED})?"
WORD = re.compile(rf"{_MARKED}{_BROKEN}|\d+")
"""A run of letters or a run of digits: `11А`, `11-А` and `11 А` are all the words `11` and `А`."""

_INSIDE = re.compile(r"[\u0300\u0301\u00ad]|[-\u2010][ \t]*\r?\n[ \t]*")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
# Recognition mixes alphabets inside one word: these Latin letters look like the Cyrillic ones.
_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")


def joined(word: str) -> str:
    """A word as matched by `WORD`, without soft hyphens, stress marks and its break at a line's end."""
    if word.isalnum():
        return word
    return unicodedata.normalize("NFC", _INSIDE.sub("", word))


def fold(word: str) -> str:
    """The exact form of one word for comparison: lower case, ё=е, one alphabet.

    Never a stem: Иванов and Иванову stay different here.
    """
    word = joined(word)
    if _LATIN.search(word) and _CYRILLIC.search(word):
        word = word.translate(_LOOKALIKES)
    return word.lower().replace("ё", "е").replace("\u0307", "")  # İ becomes i with a dot above
