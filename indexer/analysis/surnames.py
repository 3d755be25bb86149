"""Base forms of names that no dictionary knows: invented, rare and foreign surnames decline too.

The rules are those of school grammar for surnames. A case form often fits several base forms (Гроссмана: Гроссман
in the genitive, or Гроссмана in the nominative); all of them are given, and two forms are taken for the same name
where their base forms meet.
"""

from __future__ import annotations

import re
from typing import Final

_POSSESSIVE: Final = re.compile(r"(?P<base>.{2,}(?:[оеё]в|[иы]н))(?:а|у|ым|ом|е|ой|ою|ы|ых|ыми)?")
"""-ов, -ев, -ин, -ын, men, women and families: Зыбцовым, Зыбцовой, Зыбцовых."""

_ADJECTIVAL: Final = re.compile(r"(?P<base>.{2,}[сц]к)(?:ий|ого|ому|им|ом|ая|ую|ой|ою|ие|их|ими)")
"""-ский, -цкий, -ской: Вздружевскому, Вздружевская."""

_PATRONYMIC_WOMAN: Final = re.compile(r"(?P<base>.{2,}(?:овн|евн|ичн|инишн))(?:а|ы|е|у|ой|ою|ам|ами|ах)")
_PATRONYMIC_MAN: Final = re.compile(r"(?P<base>.{2,}ич)(?:а|у|ем|ом|е|и|ей|ам|ами|ах)?")
_INDECLINABLE: Final = re.compile(r".*(?:[оиуюэы]|[аея]го|ово|[иы]х)")
"""-ко, -ых, -их, -аго, -ово and foreign names in a vowel: Зубенко, Седых, Гюго."""

_SOFT_ENDINGS: Final = ("я", "ю", "ем", "ём", "е", "и", "ей", "ям", "ями", "ях")
_HARD_ENDINGS: Final = ("а", "у", "ом", "ем", "е", "ы", "и", "ов", "ев", "ей", "ам", "ами", "ах")
_FEMININE_ENDINGS: Final = {
    "а": ("а", "ы", "и", "е", "у", "ой", "ою", "ей", "ею"),
    "я": ("я", "и", "е", "ю", "ей", "ею", "ёй"),
    "ия": ("ия", "ии", "ию", "ией", "иею"),
    "ь": ("ь", "и", "ью"),
}
_ADJECTIVE_ENDINGS: Final = ("ый", "ий", "ого", "его", "ому", "ему", "ым", "им", "ая", "яя", "ую", "юю", "ые", "ых")
_FLEETING: Final = re.compile(r"(?P<stem>.+[бвгджзклмнпрстфхчшщ])(?P<end>[цк])")
_CONSONANT: Final = "бвгджзклмнпрстфхцчшщ"
_SHORTEST_STEM: Final = 3


def base_forms(word: str) -> frozenset[str]:
    """Possible nominatives (masculine where the surname has one) of an unknown name.

    Args:
        word: folded (lower case, ё=е).

    Returns:
        At least one form; `зыбцовой` gives {`зыбцов`}, `гроссмана` gives {`гроссман`, `гроссмана`}.
    """
    if match := _PATRONYMIC_WOMAN.fullmatch(word):
        return frozenset({match["base"] + "а"})
    for pattern in (_PATRONYMIC_MAN, _POSSESSIVE):
        if match := pattern.fullmatch(word):
            return frozenset({match["base"]})
    if match := _ADJECTIVAL.fullmatch(word):
        return frozenset({match["base"] + "ий"})
    found = _feminine(word) | _masculine(word) | _adjective(word)
    if _INDECLINABLE.fullmatch(word) or not found:
        found |= {word}
    return frozenset(found)


def _stem(word: str, ending: str) -> str | None:
    if not word.endswith(ending) or len(word) - len(ending) < _SHORTEST_STEM:
        return None
    return word[: len(word) - len(ending)]


def _feminine(word: str) -> set[str]:
    found = set()
    for base, endings in _FEMININE_ENDINGS.items():
        for ending in endings:
            stem = _stem(word, ending)
            if stem and stem[-1] in _CONSONANT:
                found.add(stem + base)
    return found


def _masculine(word: str) -> set[str]:
    """Consonant (Гроссман), soft sign (Зубаль) and й (Гайдай), with a fleeting vowel (Кравец, Кравца)."""
    found = {word} if word[-1] in _CONSONANT or word[-1] in "ьй" else set()
    for ending in _HARD_ENDINGS:
        stem = _stem(word, ending)
        if not stem or stem[-1] not in _CONSONANT:
            continue
        found.add(stem)
        if match := _FLEETING.fullmatch(stem):
            vowels = "е" if match["end"] == "ц" else "ео"
            found |= {match["stem"] + vowel + match["end"] for vowel in vowels}
    for ending in _SOFT_ENDINGS:
        if stem := _stem(word, ending):
            found.add(stem + ("ь" if stem[-1] in _CONSONANT else "й"))
    return found


def _adjective(word: str) -> set[str]:
    return {stem + "ый" for ending in _ADJECTIVE_ENDINGS if (stem := _stem(word, ending)) and stem[-1] in _CONSONANT}
