"""The item of the plan whose heading has the words of the record: where nothing similar was filed yet."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.services.suggesting.model import Suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.analysis import Analyzer

MOST = 0.75
"""How often a heading with all its words in the record is right, as `tests.bench suggestions` measures it."""
LEAST = 0.15
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Headings:
    """Compares words of a record with headings of a plan, rare words first."""

    analyzer: Analyzer

    def like(self, text: str, headings: Mapping[str, str]) -> tuple[Suggestion, ...]:
        """`headings`: index -> heading. The two that share most of their words with `text`."""
        lemmas = {index: self._lemmas(heading) for index, heading in headings.items()}
        frequency = Counter(lemma for each in lemmas.values() for lemma in each)
        rarity = {lemma: math.log(1 + len(lemmas) / number) for lemma, number in frequency.items()}
        words = self._lemmas(text)
        shares = {index: _share(each, words, rarity) for index, each in lemmas.items()}
        ordered = sorted((index for index, share in shares.items() if share > 0), key=lambda index: -shares[index])
        reason = translate("words of the heading stand in the text")
        offered = (
            Suggestion(index, f"{index} {headings[index]}", MOST * shares[index], reason) for index in ordered[:2]
        )
        return tuple(each for each in offered if each.confidence >= LEAST)

    def _lemmas(self, text: str) -> frozenset[str]:
        tokens = self.analyzer.tokens(text)
        return frozenset(t.lemmas[0] for t in tokens if t.lemmas and not t.function and len(t.form) >= SHORTEST)


def _share(heading: frozenset[str], words: frozenset[str], rarity: Mapping[str, float]) -> float:
    whole = sum(rarity[lemma] for lemma in heading)
    return sum(rarity[lemma] for lemma in heading & words) / whole if whole else 0.0
