"""Words of a page as names are made of them: hyphens join, a point may follow an initial, a comma parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.analysis import Analyzer, Token

_JOINERS: Final = frozenset("-\u2010\u2011'\u2019\u02bc")
_SPACE: Final = re.compile(r"[^\S\n]*\n?[^\S\n]*")
"""A name may go on in the next line, not behind an empty one."""
_AFTER_INITIAL: Final = re.compile(r"\.?[^\S\n]*\n?[^\S\n]*")
_PATRONYMIC: Final = re.compile(r".{2,}(?:ич|вна|чна|шна)")
_SUFFIXES: Final = frozenset({"оглы", "оглу", "оглан", "кызы", "гызы", "улы", "уулу"})
"""Мамед оглы, Мамед кызы: patronymics in two words."""


class Unit(NamedTuple):
    """One word, or several that hyphens join (Салтыков-Щедрин); `chained`: nothing but space parts it from the last."""

    tokens: tuple[Token, ...]
    chained: bool

    @property
    def form(self) -> str:
        """Folded, without what joins."""
        return "".join(token.form for token in self.tokens)

    @property
    def capital(self) -> bool:
        """Whether it may be a name's part."""
        return self.tokens[0].name

    @property
    def initial(self) -> bool:
        """One capital letter."""
        return self.capital and len(self.form) == 1

    @property
    def suffix(self) -> bool:
        """The second word of Мамед оглы."""
        return self.form in _SUFFIXES

    @property
    def patronymic(self) -> bool:
        """Whether it looks like one: Петровна, Ильичу."""
        return any(map(_PATRONYMIC.fullmatch, self.tokens[0].lemmas))


def chains(text: str, analyzer: Analyzer) -> Iterator[list[Unit]]:
    """Runs of two and more capitalised units (оглы among them) with nothing but space between."""
    chain: list[Unit] = []
    for unit in _units(text, analyzer):
        goes_on = unit.capital or (chain and unit.suffix)
        if chain and not (goes_on and unit.chained):
            if len(chain) > 1:
                yield chain
            chain = []
        if goes_on:
            chain.append(unit)
    if len(chain) > 1:
        yield chain


def _units(text: str, analyzer: Analyzer) -> Iterator[Unit]:
    tokens: list[Token] = []
    chained = False
    for token in analyzer.tokens(text):
        if tokens:
            gap = text[tokens[-1].end : token.start]
            if gap in _JOINERS and not token.form[0].isdigit():
                tokens.append(token)
                continue
            last = Unit(tuple(tokens), chained)
            yield last
            chained = bool((_AFTER_INITIAL if last.initial else _SPACE).fullmatch(gap))
        tokens = [token]
    if tokens:
        yield Unit(tuple(tokens), chained)
