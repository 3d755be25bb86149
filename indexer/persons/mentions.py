"""Places of a page where somebody's full name may stand, and the keys by which those who bear it are looked up."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING, Final, NamedTuple

from indexer.persons.units import chains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.analysis import Analyzer, Token
    from indexer.persons.units import Unit

_LONGEST_PATRONYMIC: Final = 3
_MOST_KEYS: Final = 24
"""Readings of one surname; only joined ones have more, and those are recognition's noise."""
_FEMININE: Final = (("ов", "ова"), ("ев", "ева"), ("ин", "ина"), ("ын", "ына"))
_ADJECTIVE: Final = (("ий", "ая"), ("ый", "ая"), ("ой", "ая"), ("ий", "яя"))


class Mention(NamedTuple):
    """A surname with a given name or initials.

    `patronymic` are the units that may hold it: what follows the given name, or, where the surname stands last, all
    between the two. `chain` and `place` say where the surname stands, `usual` whether the order is that of the chain.
    """

    surname: Unit
    given: Unit
    patronymic: tuple[Unit, ...]
    surname_last: bool
    usual: bool
    chain: int
    place: int

    @property
    def units(self) -> frozenset[tuple[int, int]]:
        """Where surname and given name stand: a word belongs to one person."""
        given = self.place - len(self.patronymic) - 1 if self.surname_last else self.place + 1
        return frozenset({(self.chain, self.place), (self.chain, given)})

    @property
    def keys(self) -> frozenset[str]:
        """`иванова м`: how the folded names of whoever may be meant begin."""
        readings = product(*map(nominatives, self.surname.tokens))
        firsts = ("".join(parts) for parts, _ in zip(readings, range(_MOST_KEYS), strict=False))
        return frozenset(f"{surname} {self.given.form[0]}" for surname in firsts)


def mentions(text: str, analyzer: Analyzer) -> Iterator[Mention]:
    """All of a page, each chain's usual order first."""
    for number, chain in enumerate(chains(text, analyzer)):
        last_first = _surname_last(chain)
        found = [*_surname_first(chain, number), *_given_first(chain, number)]
        found = [each._replace(usual=each.surname_last == last_first) for each in found]
        yield from sorted(found, key=lambda each: not each.usual)


def _surname_last(chain: list[Unit]) -> bool:
    """Whether a chain begins with a given name: Мария Петровна Иванова, М. П. Иванова."""
    return _end_of_patronymic(chain, 0) is not None


def _end_of_patronymic(chain: list[Unit], given: int) -> int | None:
    """Where the patronymic, told by its form, ends that follows a given name; or the second of two initials."""
    units = chain[given + 1 : given + 3]
    if len(units) > 1 and units[1].suffix:
        return given + 2
    both_initials = bool(units) and units[0].initial and chain[given].initial
    return given + 1 if both_initials or (units and units[0].patronymic) else None


def _surname_first(chain: list[Unit], number: int) -> Iterator[Mention]:
    for at, (surname, given) in enumerate(pairwise(chain)):
        if not surname.initial:
            patronymic = tuple(chain[at + 2 : at + 2 + _LONGEST_PATRONYMIC])
            yield Mention(surname, given, patronymic, surname_last=False, usual=True, chain=number, place=at)


def _given_first(chain: list[Unit], number: int) -> Iterator[Mention]:
    for at, given in enumerate(chain):
        end = _end_of_patronymic(chain, at)
        if end is not None and end + 1 < len(chain) and not chain[end + 1].initial:
            place = end + 1
            between = tuple(chain[at + 1 : place])
            yield Mention(chain[place], given, between, surname_last=True, usual=True, chain=number, place=place)


def nominatives(token: Token) -> frozenset[str]:
    """What the surname may be when nobody declines it, for men and women."""
    found = {token.form, *token.lemmas}
    for lemma in token.lemmas:
        found |= {lemma[: -len(his)] + hers for his, hers in (*_FEMININE, *_ADJECTIVE) if lemma.endswith(his)}
    return frozenset(found)
