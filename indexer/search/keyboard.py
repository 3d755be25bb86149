"""Words typed with the keyboard left in Latin: each key gives the letter that it has in the Russian layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.query import And, Term, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from indexer.analysis import Analyzer
    from indexer.query import Node

_LATIN: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@&"
_RUSSIAN: Final = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"?'
_KEYS: Final = str.maketrans(_LATIN, _RUSSIAN)
"""The layout ЙЦУКЕН as Windows and Linux have it, over QWERTY of the United States."""
_IN_LATIN: Final = re.compile(r"(?=.*[A-Za-z])[^А-Яа-яЁё]+")
_MOST_CHUNKS: Final = 8


def retyped(text: str, analyzer: Analyzer, count: Callable[[Node], int]) -> str | None:
    """The text, or what of it finds nothing, as the Russian layout has it; None where that finds nothing either.

    Args:
        text: what was typed, and found nothing.
        analyzer: the index's.
        count: documents that a tree finds among those that may be seen.
    """
    chunks = text.split()
    latin = [chunk for chunk in dict.fromkeys(chunks) if _IN_LATIN.fullmatch(chunk)]
    if not latin:
        return None
    typed = {chunk: chunk.translate(_KEYS) for chunk in latin}
    whole = _with(chunks, typed)
    if _found(whole, analyzer, count):
        return whole
    lost = {
        chunk: other
        for chunk, other in list(typed.items())[:_MOST_CHUNKS]
        if len(chunks) > 1 and not _found(chunk, analyzer, count) and _found(other, analyzer, count)
    }
    some = _with(chunks, lost)
    return some if lost and some != whole and _found(some, analyzer, count) else None


def _with(chunks: Iterable[str], others: Mapping[str, str]) -> str:
    return " ".join(others.get(chunk, chunk) for chunk in chunks)


def _found(text: str, analyzer: Analyzer, count: Callable[[Node], int]) -> bool:
    words = [token for token in analyzer.tokens(text) if not token.function]
    terms = tuple(Term(Word(token.form, token.lemmas, token.known)) for token in words)
    return bool(terms and count(And(terms)))
