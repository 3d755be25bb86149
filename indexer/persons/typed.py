"""What a person who types a name may mean: each word in any of its cases, the last one perhaps unfinished."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Final

from indexer.persons.mentions import nominatives

if TYPE_CHECKING:
    from indexer.analysis import Analyzer

_MOST: Final = 24
"""Readings of a name that are looked up; only joined surnames have more."""


def typed_readings(text: str, analyzer: Analyzer) -> tuple[tuple[str, ...], ...]:
    """The words of `text` as whole words in the nominative: `Ивановой Марии` gives (иванова, мария), (иванов, мария).

    Folded as the analyzer folds; parts of a word joined by a hyphen are written together.
    """
    words = [_readings(word, analyzer) for word in text.split()]
    return tuple(islice(product(*(word for word in words if word)), _MOST))


def _readings(word: str, analyzer: Analyzer) -> list[str]:
    parts = [sorted(nominatives(token)) for token in analyzer.tokens(word)]
    return ["".join(chosen) for chosen in islice(product(*parts), _MOST)] if parts else []
