"""Which words of a text a query means: what the engines' indexes know, said again over one page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer.analysis.folding import WORD
from indexer.query import Field, Fuzzy, Phrase, Prefix, Term, Word, leaves
from indexer.search.correction import neighbours
from indexer.search.tokens import SHORTEST_FUZZY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.analysis import Analyzer
    from indexer.query import Leaf, Node

_MEMORY: Final = 100_000
"""Different words remembered for one query, before it starts anew."""


_NONE: Final[frozenset[int]] = frozenset()


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
        self._by_form: dict[str, frozenset[int]] = {}
        self._by_near: dict[str, frozenset[int]] = {}
        self._by_any_near: dict[str, frozenset[int]] = {}
        for number, (of, word) in enumerate(self._slots):
            for form in (word.form, *word.lemmas) if word else ():
                _add(self._by_form, (form,), number)
                if isinstance(of, Fuzzy):
                    _add(self._by_any_near, neighbours(form), number)
                elif isinstance(of, Term) and len(form) >= SHORTEST_FUZZY and not form.isdigit():
                    _add(self._by_near, neighbours(form), number)
        self._starts = [(of.start, number) for number, (of, _) in enumerate(self._slots) if isinstance(of, Prefix)]
        self._fitting: dict[str, tuple[int, ...]] = {}
        self._others: set[str] = set()

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
        words = WORD.findall(text)
        fitting = self._fitting
        self._learn(set(words).difference(self._others, fitting))
        here = [position for position, word in enumerate(words) if word in fitting]
        spots = _spots(text, words, here)
        return {position: _Seen(*spots[position], fitting[words[position]]) for position in here}

    def _learn(self, words: set[str]) -> None:
        """Find the slots of words that were not met before."""
        if len(self._others) > _MEMORY:
            self._others.clear()
        for written in words:
            form, lemmas, _, known, _ = self._analyzer.form(written)
            slots = _slots(self._by_form, form, lemmas)
            if self._by_any_near:
                slots |= _slots(self._by_any_near, form, lemmas)
            if not known and self._by_near:  # misread words are no words of the dictionary
                slots |= _slots(self._by_near, form, lemmas)
            if self._starts:
                slots |= {number for start, number in self._starts if form.startswith(start)}
            if slots:
                self._fitting[written] = tuple(sorted(slots))
            else:
                self._others.add(written)


def _add(index: dict[str, frozenset[int]], forms: Iterable[str], number: int) -> None:
    for form in forms:
        index[form] = index.get(form, _NONE) | {number}


def _slots(index: dict[str, frozenset[int]], form: str, lemmas: Iterable[str]) -> frozenset[int]:
    found = index.get(form, _NONE)
    for lemma in lemmas:
        if lemma in index:
            found |= index[lemma]
    return found


def _spots(text: str, words: list[str], here: list[int]) -> dict[int, tuple[int, int]]:
    """Offsets of the words at the positions `here` of `words`, which are those of `text`.

    The few words are sought one by one, which costs a fraction of cutting the text into words again. Where that does
    not give as many as there are (a word broken at a line's end), the text is cut after all.
    """
    positions: dict[str, list[int]] = {}
    for position in here:
        positions.setdefault(words[position], []).append(position)
    spots: dict[int, tuple[int, int]] = {}
    for word, standing in positions.items():
        found = list(_standing_alone(text, word))
        if len(found) != len(standing):
            return {position: match.span() for position, match in enumerate(WORD.finditer(text))}
        spots.update(zip(standing, found, strict=True))
    return spots


def _standing_alone(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where `word` stands with neither a letter beside its letters nor a digit beside its digits."""
    continues = str.isdigit if word.isdigit() else str.isalpha
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not continues(text[start - 1 : start]) and not continues(text[end : end + 1]):
            yield start, end
        start = text.find(word, end)


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
