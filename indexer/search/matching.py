"""Which words of a text a query means: what the engines' indexes know, said again over one page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from indexer.analysis.pieces import pieces
from indexer.query import Field, Fuzzy, Phrase, Prefix, Term, Word, leaves
from indexer.search.correction import neighbours
from indexer.search.tokens import SHORTEST_FUZZY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.analysis import Analyzer, Token
    from indexer.analysis.vocabulary import Vocabulary
    from indexer.query import Leaf, Node

Fits: TypeAlias = "tuple[tuple[Token, tuple[int, ...]], ...]"
"""Words of a piece with the slots that each fits."""

_FAR: Final = 1_000_000
"""Words that a piece may have."""


class Place(NamedTuple):
    """A matching word: offsets in the text, and the number of the leaf of the query that it matches."""

    start: int
    end: int
    leaf: int


def find_words(text: str, tree: Node, analyzer: Analyzer) -> list[Place]:
    """Every word of `text` that matches, in order."""
    return _matcher(tree, analyzer, analyzer.vocabulary).find(text)


@lru_cache(maxsize=64)
def _matcher(tree: Node, analyzer: Analyzer, _vocabulary: Vocabulary) -> _Matcher:
    """The pages of one answer are looked through one after the other; a new vocabulary needs a new matcher."""
    return _Matcher(tree, analyzer)


class _Seen(NamedTuple):
    start: int
    end: int
    slots: tuple[int, ...]


class _Slot(NamedTuple):
    """One word of the query: forms that are it, forms that may be it misread, how it begins if only that is known."""

    forms: frozenset[str]
    near: frozenset[str]
    near_known: bool  # words of the dictionary may be meant as well
    start: str

    def fits(self, token: Token) -> bool:
        forms = (token.form, *token.lemmas)
        return (
            not self.forms.isdisjoint(forms)
            or ((self.near_known or not token.known) and not self.near.isdisjoint(forms))
            or (bool(self.start) and token.form.startswith(self.start))
        )


class _Fitting(dict[str, "Fits"]):
    """Which words of a piece of text fit which slots, found out when the piece is met; `chosen` pieces may have any."""

    def __init__(self, slots: list[_Slot], analyzer: Analyzer) -> None:
        super().__init__()
        self._slots = slots
        self._tokens = analyzer.tokens
        self._vocabulary = vocabulary = analyzer.vocabulary
        self._checked = len(vocabulary.known)
        starts = (form for slot in slots if slot.start for form in vocabulary.starting(slot.start))
        self.chosen = set(vocabulary.having(frozenset(starts).union(*(slot.forms | slot.near for slot in slots))))
        self.words = vocabulary.words

    def __missing__(self, piece: str) -> Fits:
        fits = tuple((token, slots) for token in self._tokens(piece) if (slots := self._of(token)))
        self[piece] = fits
        return fits

    def meet(self, cut: list[str]) -> None:
        """Prepare for a text. Pieces that nobody had read before may have any word."""
        self._vocabulary.learn(cut)
        known, end = self._vocabulary.known, len(self._vocabulary.known)
        if self._checked < end:
            self.chosen.update(known[self._checked : end])
            self._checked = end  # last: another thread may ask meanwhile

    def _of(self, token: Token) -> tuple[int, ...]:
        return tuple(number for number, slot in enumerate(self._slots) if slot.fits(token))


class _Matcher:
    """Looks through texts for one query, every word of which is a slot. Most of a text costs one look-up."""

    def __init__(self, tree: Node, analyzer: Analyzer) -> None:
        self._leaves = [leaf for leaf in leaves(tree) if isinstance(leaf, Term | Fuzzy | Prefix | Phrase)]
        self._leaves = [leaf for leaf in self._leaves if leaf.field is not Field.TITLE]
        self._first_slot: list[int] = []
        slots: list[_Slot] = []
        for leaf in self._leaves:
            self._first_slot.append(len(slots))
            slots += _slots(leaf)
        self._fitting = _Fitting(slots, analyzer)
        self._consecutive = len(slots) > len(self._leaves)

    def find(self, text: str) -> list[Place]:
        seen = self._seen(text) if self._leaves else {}
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
        """Words that fit any slot, by position; positions are consecutive only where a phrase needs it."""
        cut = pieces(text)
        fitting = self._fitting
        fitting.meet(cut)
        words, chosen = fitting.words, fitting.chosen
        seen = {}
        last, offset, position = 0, 0, 0
        for number in [number for number, piece in enumerate(cut) if piece in chosen]:
            between = cut[last:number]
            last, offset = number, offset + sum(map(len, between)) + len(between)
            position += sum(map(words.__getitem__, between)) if self._consecutive else _FAR
            for token, slots in fitting[cut[number]]:
                seen[position + token.position] = _Seen(offset + token.start, offset + token.end, slots)
        return seen


def _slots(leaf: Leaf) -> list[_Slot]:
    """One for each word of a leaf."""
    match leaf:
        case Prefix(start):
            return [_Slot(frozenset(), frozenset(), near_known=False, start=start)]
        case Phrase(words):
            return [_Slot(_forms(word), frozenset(), near_known=False, start="") for word in words]
        case Term(word) | Fuzzy(word):
            forms, fuzzy = _forms(word), isinstance(leaf, Fuzzy)
            alike = [form for form in forms if fuzzy or (len(form) >= SHORTEST_FUZZY and not form.isdigit())]
            near = frozenset[str]().union(*map(neighbours, alike))
            return [_Slot(forms, near, near_known=fuzzy, start="")]
    return []


def _forms(word: Word) -> frozenset[str]:
    return frozenset((word.form, *word.lemmas))


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
