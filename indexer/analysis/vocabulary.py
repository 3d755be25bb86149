"""The pieces of text read so far, and the way back from a form to the pieces that have it.

A few ten thousand pieces make up nearly every page. With the way back a query is compared with each of them once, and
not with each on every page: of a page, what remains is to look its pieces up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.analysis.analyzer import Token

SHORTEST_START: Final = 2
"""Letters of a beginning to be looked for, at least."""
_NONE: Final[list[str]] = []


class Vocabulary:
    """Knows pieces (see `pieces`), and only ever more of them. Threads may share it."""

    def __init__(self, tokens: Callable[[str], list[Token]]) -> None:
        self._tokens = tokens
        self._having: dict[str, list[str]] = {}
        self._starting: dict[str, list[str]] = {}
        self.words: dict[str, int] = {}
        """Every known piece with the number of its words."""
        self.known: list[str] = []
        """The same pieces in the order in which they became known."""

    def __len__(self) -> int:
        return len(self.words)

    def learn(self, pieces: Iterable[str]) -> None:
        """Read those pieces that are not known yet."""
        for piece in set(pieces).difference(self.words):
            tokens = self._tokens(piece)
            for form in {form for token in tokens for form in (token.form, *token.lemmas)}:
                self._add(form, piece)
            self.known.append(piece)
            self.words[piece] = len(tokens)  # last: a piece found here is found by all other ways

    def having(self, forms: Iterable[str]) -> Iterator[str]:
        """Known pieces with a word of one of these forms or lemmas."""
        for form in forms:
            yield from self._having.get(form, _NONE)

    def starting(self, start: str) -> Iterator[str]:
        """Known forms and lemmas that begin so, with at least `SHORTEST_START` letters."""
        return (form for form in self._starting.get(start[:SHORTEST_START], _NONE) if form.startswith(start))

    def _add(self, form: str, piece: str) -> None:
        pieces = self._having.get(form)
        if pieces is None:
            self._starting.setdefault(form[:SHORTEST_START], []).append(form)
            self._having.setdefault(form, []).append(piece)
        else:
            pieces.append(piece)
