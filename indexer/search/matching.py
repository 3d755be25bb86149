"""Which words of a text a query means: what the engines' indexes know, said again over one page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import OSA

from indexer.analysis.folding import WORD
from indexer.query import Field, Fuzzy, Phrase, Prefix, Term, Word, leaves
from indexer.search.tokens import SHORTEST_FUZZY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.analysis import Analyzer, Token
    from indexer.query import Leaf, Node

_MEMORY: Final = 100_000
"""Different words remembered for one query, before it starts anew."""


class Place(NamedTuple):
    """A matching word: offsets in the text, and the number of the leaf of the query that it matches."""

    start: int
    end: int
    leaf: int


def find_words(text: str, tree: Node, analyzer: Analyzer) -> list[Place]:
    """Every word of `text` that matches, in order."""
    return _matcher(tree, analyzer).find(text)


@lru_cache(maxsize=64)
def _matcher(tree: Node, analyzer: Analyzer) -> _Matcher:
    """The pages of one answer are looked through one after the other, with much the same words on each."""
    return _Matcher(tree, analyzer)


class _Seen(NamedTuple):
    start: int
    end: int
    slots: tuple[int, ...]


class _Matcher:
    """Looks through texts for one query.

    Every word of the query is a slot. Which slots a written word fits depends on nothing but itself, so that is
    found once and remembered: most words of a text cost one look into a dictionary.
    """

    def __init__(self, tree: Node, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._leaves = [leaf for leaf in leaves(tree) if isinstance(leaf, Term | Fuzzy | Prefix | Phrase)]
        self._leaves = [leaf for leaf in self._leaves if leaf.field is not Field.TITLE]
        self._first_slot: list[int] = []
        self._slots: list[tuple[Leaf, Word | None]] = []
        for leaf in self._leaves:
            self._first_slot.append(len(self._slots))
            words = leaf.words if isinstance(leaf, Phrase) else (getattr(leaf, "word", None),)
            self._slots += [(leaf, word) for word in words]
        self._known: dict[str, tuple[int, ...]] = {}

    def find(self, text: str) -> list[Place]:
        seen = self._seen(text)
        found: dict[int, Place] = {}
        for number, (leaf, first) in enumerate(zip(self._leaves, self._first_slot, strict=True)):
            length = len(leaf.words) if isinstance(leaf, Phrase) else 1
            reach = length + (leaf.slop if isinstance(leaf, Phrase) else 0)
            for position, at in seen.items():
                if first in at.slots:
                    for place in _run(seen, position, first, length, reach):
                        found.setdefault(place, Place(seen[place].start, seen[place].end, number))
        return [found[position] for position in sorted(found)]

    def _seen(self, text: str) -> dict[int, _Seen]:
        """Words that fit any slot, by position."""
        if not self._slots:
            return {}
        known = self._known
        seen = {}
        for position, match in enumerate(WORD.finditer(text)):
            written = match[0]
            slots = known.get(written)
            if slots is None:
                slots = self._look(written)
            if slots:
                seen[position] = _Seen(match.start(), match.end(), slots)
        return seen

    def _look(self, written: str) -> tuple[int, ...]:
        if len(self._known) >= _MEMORY:
            self._known.clear()
        (token,) = self._analyzer.tokens(written)
        slots = tuple(number for number, (leaf, word) in enumerate(self._slots) if _fits(token, leaf, word))
        self._known[written] = slots
        return slots


def _run(seen: dict[int, _Seen], start: int, first: int, length: int, reach: int) -> Iterator[int]:
    """Positions of a phrase that begins at `start`, nothing if it is not there."""
    places = [start]
    for slot in range(first + 1, first + length):
        following = range(places[-1] + 1, start + reach)
        place = next((place for place in following if place in seen and slot in seen[place].slots), None)
        if place is None:
            return
        places.append(place)
    yield from places


def _fits(token: Token, leaf: Leaf, word: Word | None) -> bool:
    match leaf:
        case Prefix(start):
            return token.form.startswith(start)
        case Fuzzy(meant):
            return _same(token, meant) or _near(token, meant)
        case Term(meant):
            readable = token.known or len(meant.form) < SHORTEST_FUZZY or meant.form.isdigit()
            return _same(token, meant) or (not readable and _near(token, meant))
    return word is not None and _same(token, word)


def _same(token: Token, word: Word) -> bool:
    return token.form == word.form or not set(token.lemmas).isdisjoint(word.lemmas)


def _near(token: Token, word: Word) -> bool:
    return any(
        OSA.distance(mine, meant, score_cutoff=1) <= 1
        for mine in (token.form, *token.lemmas)
        for meant in (word.form, *word.lemmas)
    )
