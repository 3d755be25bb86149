"""The one analyzer of the product: indexing, queries and highlighting must cut and read words alike."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Final, NamedTuple

from indexer.analysis.folding import WORD, fold, joined
from indexer.analysis.readings import Readings
from indexer.analysis.vocabulary import Vocabulary

_RULES: Final = 1
"""Raise it whenever the same text would give other tokens: every index then asks to be rebuilt."""

_MEMORY: Final = 300_000
"""Word forms remembered; a large archive has about this many, each some 200 bytes."""

_LONGEST: Final = 64
"""Letters of a word that are looked at: what recognition makes of a dotted line is not worth a dictionary look-up."""


class Token(NamedTuple):
    """One word of a text.

    `position` counts words from 0, `start` and `end` are offsets in the text. `form` is the folded exact form,
    `lemmas` its folded base forms. `name` marks a capitalised word, `known` a form that the dictionary has,
    `function` a preposition, conjunction or particle.
    """

    position: int
    start: int
    end: int
    form: str
    lemmas: tuple[str, ...]
    name: bool
    known: bool
    function: bool


class Form(NamedTuple):
    """One written word, wherever it stands: see `Token`."""

    form: str
    lemmas: tuple[str, ...]
    name: bool
    known: bool
    function: bool


class Analyzer:
    """Turns text into tokens. Keeps what it has read: about 5,600 pages a second once warm, 400 cold.

    Share one between threads; it has no state but its memory.
    """

    def __init__(self, *, memory: int = _MEMORY) -> None:
        self._readings = Readings()
        self.form = lru_cache(maxsize=memory)(self._read)
        """The `Form` of one word as `WORD` cuts it."""
        self._memory = memory
        self._vocabulary = Vocabulary(self.tokens)

    @property
    def vocabulary(self) -> Vocabulary:
        """What is known of pieces of text; when it has grown too large, a new one."""
        if len(self._vocabulary) > self._memory:
            self._vocabulary = Vocabulary(self.tokens)
        return self._vocabulary

    @property
    def stamp(self) -> str:
        """Name and version of the rules and the dictionary: an index made under another stamp is out of date."""
        return f"ru/{_RULES}/pymorphy3-{version('pymorphy3')}/{self._readings.dictionary_version}"

    def tokens(self, text: str) -> list[Token]:
        """Every word of `text` in order; positions are consecutive."""
        form = self.form
        return [
            Token(position, match.start(), match.end(), *form(match[0]))
            for position, match in enumerate(WORD.finditer(text))
        ]

    def knows(self, form: str) -> bool:
        """Whether the dictionary has a folded form; much cheaper than reading it."""
        return self._readings.knows(form)

    def same(self, one: str, other: str) -> bool:
        """Whether two words are forms of one word: what a search for `one` finds besides exact hits."""
        mine, theirs = self.tokens(one), self.tokens(other)
        return len(mine) == len(theirs) and all(
            a.form == b.form or not set(a.lemmas).isdisjoint(b.lemmas) for a, b in zip(mine, theirs, strict=True)
        )

    def _read(self, word: str) -> Form:
        form = fold(word)[:_LONGEST]
        if form[0].isdigit():
            return Form(form, (form,), name=False, known=True, function=False)
        letters = joined(word)
        capital = letters[0].isupper()
        # АКТ and ИВАНОВ are both written so: capitals throughout say nothing about names.
        trusted = capital and not letters[1:].isupper()
        reading = self._readings.read(form, capitalised=trusted)
        return Form(form, reading.lemmas, capital, reading.known, reading.function)
