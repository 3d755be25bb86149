"""Which base forms a word form may stand for: the dictionary's readings, names first.

Measured on pairs of words (docs/adr/0005-search.md): taking the first reading of the dictionary loses names
(Черных is read as чёрный), stemming loses and confuses them (Пётр, Петров).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pymorphy3

from indexer.analysis.surnames import base_forms

_LIKELY: Final = 0.1
"""Share of probability from which a common reading counts (стали: стать 0.98, сталь 0.02)."""
_CERTAIN: Final = 0.9
"""From this share a common word keeps its reading beside a capitalised first name: 1 Марта is март, then Марта.
Not beside a surname: Романов is nobody's роман, however often the novels are written about."""
_FUNCTION: Final = frozenset({"PREP", "CONJ", "PRCL"})
_RUSSIAN: Final = re.compile("[а-я]+")
_FAMILY: Final = re.compile(r".{2,}(?<![ншщк])[иы]х")
"""Седых, Долгих: capitalised, these are surnames; Школьных, Младших, Русских are words that open a sentence."""
_POSSESSIVE: Final = re.compile(r".{3,}[ое]в")
_NOMINAL: Final = frozenset({"NOUN", "ADJF", "ADJS", "PRTF", "PRTS", "NPRO", "NUMR"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one word form.

    `lemmas` are folded base forms, one or more. `known` tells whether the dictionary has the form, `function`
    whether it is a preposition, conjunction or particle (not worth a search of its own).
    """

    lemmas: tuple[str, ...]
    known: bool
    function: bool


@cache
def _morph() -> Any:
    """pymorphy3 with its dictionary: 0.2 s to load and 16 MB that it never gives back, so one for all, at first use."""
    return pymorphy3.MorphAnalyzer()


class Readings:
    """Reads word forms with pymorphy3."""

    @property
    def dictionary_version(self) -> str:
        """Version of OpenCorpora's dictionary: another one gives other lemmas."""
        return str(_morph().dictionary.meta["source_revision"])

    def knows(self, form: str) -> bool:
        """Whether the dictionary has a folded form."""
        return bool(_morph().word_is_known(form))

    def read(self, form: str, *, capitalised: bool) -> Reading:
        """Read one folded word form.

        Args:
            form: as given by `fold`.
            capitalised: the word was written Like This (not like this and not LIKE THIS), so it may be trusted
                to be a name where such a reading exists.
        """
        if not _RUSSIAN.fullmatch(form):
            return Reading((form,), known=False, function=False)
        parses = _morph().parse(form)
        known = self.knows(form)
        if known:
            lemmas = _known(form, parses, capitalised=capitalised)
            if capitalised and not any(parse.tag.POS in _NOMINAL for parse in parses):
                lemmas |= base_forms(form)  # Дудя: to the dictionary only "while playing the pipe"
        else:
            lemmas = _unknown(form, parses, capitalised=capitalised)
        function = known and parses[0].tag.POS in _FUNCTION
        return Reading(tuple(sorted(lemmas)), known, function)


def _folded(lemma: str) -> str:
    return lemma.replace("ё", "е")


def _known(form: str, parses: list[Any], *, capitalised: bool) -> frozenset[str]:
    names = _names(form, parses)
    shares = _common(parses)
    if capitalised and names:
        surname = any("Surn" in parse.tag for parse in parses)
        if surname or sum(shares.values()) < _CERTAIN:
            return frozenset(names)
    if capitalised and _FAMILY.fullmatch(form) and any("Qual" in parse.tag for parse in parses):
        return frozenset({form})
    common = {lemma for lemma, share in shares.items() if share >= _LIKELY}
    return frozenset(common | names) or frozenset({_folded(parses[0].normal_form)})


def _common(parses: list[Any]) -> dict[str, float]:
    """Shares of probability of the lemmas that are not names."""
    # "устав" is hardly ever "having grown tired" where it can be a noun.
    nominal = any(parse.tag.POS in _NOMINAL for parse in parses)
    shares: dict[str, float] = {}
    for parse in parses:
        if _is_name(parse) or "Poss" in parse.tag or "Geox" in parse.tag or (nominal and parse.tag.POS == "GRND"):
            continue
        lemma = _folded(parse.normal_form)
        shares[lemma] = shares.get(lemma, 0.0) + parse.score
    return shares


def _is_name(parse: Any) -> bool:
    return any(mark in parse.tag for mark in ("Surn", "Name", "Patr"))


def _names(form: str, parses: list[Any]) -> set[str]:
    """Lemmas of the personal readings.

    One person beats several: Иванов is not many an Иван, Жуков not the Жук family.
    """
    personal = [parse for parse in parses if _is_name(parse)]
    single = [parse for parse in personal if parse.tag.number != "plur"]
    if personal and not single and _POSSESSIVE.fullmatch(form):
        return {form}  # Тимуров: a surname that the dictionary has only as the plural of Тимур
    return {_name_lemma(parse) for parse in single or personal}


def _name_lemma(parse: Any) -> str:
    """The dictionary turns Сергеевна into Сергеевич; a sister is not her brother, so a patronymic keeps its sex."""
    if "Patr" in parse.tag and "femn" in parse.tag:
        nominative = parse.inflect({"sing", "nomn"})
        if nominative is not None:
            return _folded(nominative.word)
    return _folded(parse.normal_form)


def _unknown(form: str, parses: list[Any], *, capitalised: bool) -> frozenset[str]:
    lemmas = base_forms(form)
    if capitalised:
        return lemmas
    return lemmas | {_folded(parses[0].normal_form)}
