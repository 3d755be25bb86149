"""Numbers in words, as the closing text of an inventory or act has them: «21 (двадцать одно) дело»."""

from __future__ import annotations

from num2words import num2words


def in_words(number: int, gender: str = "m") -> str:
    """`number` in words; `gender` is that of what is counted: m (лист), f (единица), n (дело)."""
    written: str = num2words(number, lang="ru", gender=gender)
    return written
