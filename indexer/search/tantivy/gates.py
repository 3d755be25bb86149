"""Who may see what, as few clauses as possible.

Confidentiality and scopes of a document together are its gate. An archive has few different gates, so that they can be
looked through once for each reader; most readers pass nearly all of them, and then it is cheapest to name the others.
Where a reader holds fewer scopes than there are gates to name, the scopes are compared.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tantivy import Occur

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.search.model import Access
    from indexer.search.tantivy.compiler import Compiler

Clause: TypeAlias = tuple[Any, Any]
"""What must or must not be, and the query that says it."""

_MOST: Final = 20_000
"""Different gates that are looked through; in an archive with more of them the scopes themselves are compared."""
_READERS: Final = 200
"""Readers whose clauses are remembered."""


def gate(confidentiality: int, scopes: Iterable[int]) -> str:
    """What an entry says of who may see it: `1/10,20`."""
    return f"{confidentiality}/" + ",".join(map(str, sorted(set(scopes))))


class Gates:
    """The gates of one state of the index."""

    def __init__(self, searcher: Any, compiler: Compiler) -> None:
        self._compiler = compiler
        found = searcher.terms_with_prefix("gate", "", limit=_MOST + 1)
        self._gates = [_Gate(text, entries) for text, entries in found] if len(found) <= _MOST else None
        self.clauses = lru_cache(maxsize=_READERS)(self._clauses)
        """What narrows every query of a reader; nothing for one who may see everything there is."""

    def _clauses(self, access: Access) -> tuple[Clause, ...]:
        if self._gates is None:
            return self._compared(access)
        allowed = [gate for gate in self._gates if gate.opens(access)]
        denied = [gate for gate in self._gates if not gate.opens(access)]
        if not denied:
            return ()
        fewer_pages = sum(gate.entries for gate in denied) < sum(gate.entries for gate in allowed)
        occur, named = (Occur.MustNot, denied) if fewer_pages else (Occur.Must, allowed)
        if access.scopes is not None and len(named) > len(access.scopes):
            return self._compared(access)
        return ((occur, self._compiler.one_of("gate", [gate.text for gate in named])),)

    def _compared(self, access: Access) -> tuple[Clause, ...]:
        open_ = self._compiler.up_to("confidentiality", access.max_confidentiality)
        if access.scopes is None:
            return ((Occur.Must, open_),)
        return ((Occur.Must, open_), (Occur.Must, self._compiler.one_of("scope", sorted(access.scopes))))


class _Gate:
    __slots__ = ("_confidentiality", "_scopes", "entries", "text")

    def __init__(self, text: str, entries: int) -> None:
        self.text = text
        self.entries = entries
        confidentiality, _, scopes = text.partition("/")
        self._confidentiality = int(confidentiality)
        self._scopes = frozenset(map(int, filter(None, scopes.split(","))))

    def opens(self, access: Access) -> bool:
        if self._confidentiality > access.max_confidentiality:
            return False
        return access.scopes is None or not access.scopes.isdisjoint(self._scopes)
