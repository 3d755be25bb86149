"""Snippets and word boxes, from the stored text and the query: the same for every engine."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.search.matching import Place, find_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.analysis import Analyzer
    from indexer.model import Word
    from indexer.query import Node

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
    found = find_words(text, tree, analyzer)
    start, end = _window(text, found, width)
    spans = [(place.start, place.end) for place in found if start <= place.start and place.end <= end]
    return _piece(text, start, end, spans)


def matching_words(words: Sequence[Word], tree: Node, analyzer: Analyzer) -> list[int]:
    """Indices of the words of a page that a query matches, to be framed on its image; both halves of a broken word."""
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for index, word in enumerate(words):
        if index:
            parts.append("\n" if word.line != words[index - 1].line else " ")
            length += 1
        starts.append(length)
        parts.append(word.text)
        length += len(word.text)
    marked: set[int] = set()
    for place in find_words("".join(parts), tree, analyzer):
        first = bisect.bisect_right(starts, place.start) - 1
        last = bisect.bisect_left(starts, place.end) - 1
        marked.update(range(first, last + 1))
    return sorted(marked)


def _window(text: str, found: Sequence[Place], width: int) -> tuple[int, int]:
    """Offsets of the piece: where most different leaves meet, then most words."""
    if not found:
        return 0, min(len(text), width)
    best, best_worth = 0, (0, 0)
    for first, place in enumerate(found):
        inside = [other.leaf for other in found[first:] if other.end <= place.start + width]
        worth = (len(set(inside)), len(inside))
        if worth > best_worth:
            best, best_worth = first, worth
    opening = found[best]
    last = max((place.end for place in found[best:] if place.end <= opening.start + width), default=opening.end)
    spare = max(0, width - (last - opening.start))
    start = max(0, opening.start - spare // 2)
    return start, min(len(text), max(start + width, opening.end))


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
