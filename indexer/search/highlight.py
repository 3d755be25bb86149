"""Snippets and word boxes, from the stored text and the query: the same for every engine."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from indexer.query import Field, Fuzzy, Phrase, Prefix, Term, leaves
from indexer.search.tokens import SHORTEST_FUZZY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.analysis import Analyzer, Token
    from indexer.model import Word as PageWord
    from indexer.query import Leaf, Node, Word

WIDTH: Final = 240
"""Characters of a snippet where the caller does not say."""
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text with the places to mark in it: (start, end) offsets in `text`, in order, not overlapping."""

    text: str
    spans: tuple[tuple[int, int], ...]


def highlight(text: str, tree: Node, analyzer: Analyzer, width: int = WIDTH) -> Snippet:
    """The best piece of `text` for a query, at most about `width` characters, white space made single.

    The piece has as many different words of the query as possible. Without any it is the beginning.
    """
    found = _matches(analyzer.tokens(text), tree)
    start, end = _window(text, found, width)
    spans = [(token.start, token.end) for token, _ in found if start <= token.start and token.end <= end]
    return _piece(text, start, end, spans)


def matching_words(words: Sequence[PageWord], tree: Node, analyzer: Analyzer) -> list[int]:
    """Indices of the words of a page that a query matches, to be framed on its image; both halves of a broken word."""
    starts: list[int] = []
    text = ""
    for index, word in enumerate(words):
        if index:
            text += "\n" if word.line != words[index - 1].line else " "
        starts.append(len(text))
        text += word.text
    marked: set[int] = set()
    for token, _ in _matches(analyzer.tokens(text), tree):
        first = bisect.bisect_right(starts, token.start) - 1
        last = bisect.bisect_left(starts, token.end) - 1
        marked.update(range(first, last + 1))
    return sorted(marked)


def _matches(tokens: Sequence[Token], tree: Node) -> list[tuple[Token, int]]:
    """Tokens that match, in order, each with the number of the leaf that it matches."""
    found: dict[int, int] = {}
    for number, leaf in enumerate(leaves(tree)):
        for position in _positions(tokens, leaf):
            found.setdefault(position, number)
    return [(tokens[position], found[position]) for position in sorted(found)]


def _positions(tokens: Sequence[Token], leaf: Leaf) -> Iterable[int]:
    match leaf:
        case Term(word, field) if field is not Field.TITLE:
            fuzzy = len(word.form) >= SHORTEST_FUZZY and not word.form.isdigit()
            return _word_positions(tokens, word, fuzzy=fuzzy, strangers_only=True)
        case Fuzzy(word, field) if field is not Field.TITLE:
            return _word_positions(tokens, word, fuzzy=True, strangers_only=False)
        case Prefix(start, field) if field is not Field.TITLE:
            return [place for place, token in enumerate(tokens) if token.form.startswith(start)]
        case Phrase(words, field, slop) if field is not Field.TITLE:
            return _phrase_positions(tokens, words, slop)
    return ()


def _same(token: Token, word: Word) -> bool:
    return token.form == word.form or not set(token.lemmas).isdisjoint(word.lemmas)


def _word_positions(tokens: Sequence[Token], word: Word, *, fuzzy: bool, strangers_only: bool) -> list[int]:
    forms = (word.form, *word.lemmas)
    found = []
    for place, token in enumerate(tokens):
        if _same(token, word) or (
            fuzzy
            and not (strangers_only and token.known)
            and abs(len(token.form) - len(word.form)) <= 4  # noqa: PLR2004 - longer than any ending: not worth measuring
            and _near(token, forms)
        ):
            found.append(place)
    return found


def _near(token: Token, forms: Iterable[str]) -> bool:
    mine = (token.form, *token.lemmas)
    return any(OSA.distance(one, other, score_cutoff=1) <= 1 for one in mine for other in forms)


def _phrase_positions(tokens: Sequence[Token], words: Sequence[Word], slop: int) -> list[int]:
    found: list[int] = []
    for start in range(len(tokens)):
        places = _phrase_at(tokens, words, start, start + len(words) + slop)
        found += places or ()
    return found


def _phrase_at(tokens: Sequence[Token], words: Sequence[Word], start: int, end: int) -> list[int] | None:
    """Places of a phrase that begins at `start` and ends before `end`."""
    if not _same(tokens[start], words[0]):
        return None
    places = [start]
    for word in words[1:]:
        following = range(places[-1] + 1, min(end, len(tokens)))
        place = next((place for place in following if _same(tokens[place], word)), None)
        if place is None:
            return None
        places.append(place)
    return places


def _window(text: str, found: list[tuple[Token, int]], width: int) -> tuple[int, int]:
    """Offsets of the piece: where most different leaves meet, then most words."""
    if not found:
        return 0, min(len(text), width)
    best, best_worth = 0, (0, 0)
    for first, (token, _) in enumerate(found):
        inside = [leaf for other, leaf in found[first:] if other.end <= token.start + width]
        worth = (len(set(inside)), len(inside))
        if worth > best_worth:
            best, best_worth = first, worth
    first_token = found[best][0]
    last = max((token.end for token, _ in found[best:] if token.end <= first_token.start + width), default=0)
    spare = max(0, width - (last - first_token.start))
    start = max(0, first_token.start - spare // 2)
    return start, min(len(text), max(start + width, first_token.end))


def _piece(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> Snippet:
    """Cut at words, single spaces, spans moved along."""
    if start and spans and not text[start - 1].isspace():
        space = text.find(" ", start, spans[0][0])
        start = space + 1 if space >= 0 else start
    if end < len(text) and not text[end].isspace():
        space = text.rfind(" ", spans[-1][1] if spans else start, end)
        end = space if space > start else end
    out: list[str] = [_ELLIPSIS] if start else []
    moved: list[tuple[int, int]] = []
    place, length = start, len(out)
    for span in [*spans, (end, end)]:
        before, inside = _single(text[place : span[0]]), _single(text[span[0] : span[1]])
        if not "".join(out).strip(_ELLIPSIS):
            before = before.lstrip()
        out += [before, inside]
        if inside:
            moved.append((length + len(before), length + len(before) + len(inside)))
        length += len(before) + len(inside)
        place = span[1]
    piece = "".join(out).rstrip()
    return Snippet(piece + (_ELLIPSIS if end < len(text) else ""), tuple(moved))


def _single(text: str) -> str:
    """White space made single, kept at the edges."""
    words = text.split()
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + " ".join(words) + (" " if text[-1].isspace() else "")
