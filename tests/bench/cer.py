"""Character error rate: the edit distance between what is written and what was read, after folding what nobody searches by."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

_FOLDED = str.maketrans(
    {"ё": "е", "Ё": "Е", "—": "-", "–": "-", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'"}
)


def folded(text: str) -> str:
    """Text with one kind of dash, quote and space; ruling signs that OCR makes of table lines stay errors."""
    return re.sub(r"\s+", " ", text.translate(_FOLDED)).strip()


def distance(truth: str, read: str) -> tuple[int, int]:
    """(edits, length of the truth), both over folded text."""
    expected, actual = folded(truth), folded(read)
    return Levenshtein.distance(expected, actual), len(expected)


def cer(pairs: list[tuple[str, str]]) -> float:
    """Errors per written character over all (truth, read) pairs; 0.026 is 2.6 %. Long pages weigh more."""
    counts = [distance(truth, read) for truth, read in pairs]
    return sum(edits for edits, _ in counts) / max(1, sum(length for _, length in counts))


def words_found(pairs: list[tuple[str, str]]) -> float:
    """Share of written words (three letters and more) that stand in the read text of their page."""
    found = total = 0
    for truth, read in pairs:
        have = set(re.findall(r"\w{3,}", folded(read).lower()))
        wanted = re.findall(r"\w{3,}", folded(truth).lower())
        found += sum(word in have for word in wanted)
        total += len(wanted)
    return found / max(1, total)
