"""Does a text look like Russian (or English) at all? Broken encodings permute letters: their frequencies betray them.

Frequencies per thousand letters: Russian after the National Corpus (О. Н. Ляшевская, С. А. Шаров, 2009; ё counted
as е), English after P. Norvig's count of Google Books (2012).
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RUSSIAN = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44, "к": 35, "м": 32,
    "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16, "б": 16, "ч": 14, "й": 12, "х": 10,
    "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3, "ъ": 0.4,
}  # fmt: skip
ENGLISH = {
    "e": 125, "t": 93, "a": 80, "o": 76, "i": 76, "n": 72, "s": 65, "r": 63, "h": 51, "l": 41, "d": 38, "c": 33,
    "u": 27, "m": 25, "f": 24, "p": 21, "g": 19, "w": 17, "y": 17, "b": 15, "v": 11, "k": 5, "x": 2, "j": 2, "q": 1,
    "z": 1,
}  # fmt: skip
ODD_INSIDE_WORDS = frozenset("[]\\^`~{|}@_<>#$&*=")
FEW_LETTERS = 150
LEAST_LIKENESS = 0.8
MOST_STRANGE = 0.2
MOST_ODD_WORDS = 0.15


def looks_like_language(words: Iterable[str]) -> bool:
    """Whether these words could be what the page says, rather than the debris of a broken encoding.

    True for few or no letters: a page of numbers has nothing to betray.
    """
    tokens = [word for word in words if any(char.isalnum() or _strange(char) for char in word)]
    text = "".join(tokens)
    if not text:
        return True
    if sum(map(_strange, text)) > MOST_STRANGE * len(text):
        return False
    if sum(map(_odd, tokens)) > MOST_ODD_WORDS * len(tokens):
        return False
    return likeness("".join(set(tokens))) >= LEAST_LIKENESS  # a word repeated down a column proves nothing


def likeness(text: str) -> float:
    """Cosine (0..1) between the text's letter frequencies and those of Russian or English, each script by its weight.

    1.0 where a script has fewer than 150 letters: too few to judge.
    """
    letters = Counter(text.lower().replace("ё", "е"))
    weighted = [
        (total, _cosine(letters, table) if total >= FEW_LETTERS else 1.0)
        for table in (RUSSIAN, ENGLISH)
        if (total := sum(letters[letter] for letter in table))
    ]
    everything = sum(total for total, _ in weighted)
    return sum(total * cosine for total, cosine in weighted) / everything if everything else 1.0


def _cosine(counted: Mapping[str, float], table: Mapping[str, float]) -> float:
    product = sum(counted[letter] * weight for letter, weight in table.items())
    lengths = math.hypot(*(counted[letter] for letter in table)) * math.hypot(*table.values())
    return product / lengths


def _strange(char: str) -> bool:
    """Neither Russian nor English, nor any mark a typist uses: private use, controls, accented mojibake."""
    if char.isascii():
        return ord(char) < ord(" ")
    category = unicodedata.category(char)
    if category in {"Cc", "Co", "Cs", "Cn"} or char == "\N{REPLACEMENT CHARACTER}":
        return True
    return category.startswith("L") and not "Ѐ" <= char <= "ԯ"


def _odd(word: str) -> bool:
    """With marks that belong into no word, or a capital after a small letter: KOI8-R taken for cp1251 swaps them."""
    inside = word.strip(".,;:!?()[]{}<>«»\"'*_#@")
    if any(char in ODD_INSIDE_WORDS for char in inside):
        return any(map(str.isalpha, inside))
    return any(before.islower() and after.isupper() for before, after in pairwise(inside))
