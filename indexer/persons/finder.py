"""The persons whom a page names, of those who are known; nobody is made up and nobody is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.persons.fitting import fits, key_of, may_fit
from indexer.persons.mentions import Mention, mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from indexer.analysis import Analyzer
    from indexer.persons.fitting import KnownName


class PersonFinder:
    """Finds full names (Ивановой Марии Петровне, М. П. Иванова) in texts.

    Ask in three steps: `mentions` of the text, the known names that begin as `Mention.keys` say, and who is `named`.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def mentions(self, text: str) -> list[Mention]:
        """Where a full name may stand."""
        return list(mentions(text, self._analyzer))

    def by_key(self, names: Iterable[KnownName]) -> dict[str, list[KnownName]]:
        """The names by the key that finds them."""
        found: dict[str, list[KnownName]] = {}
        for name in names:
            found.setdefault(key_of(name, self._analyzer), []).append(name)
        return found

    def named(
        self, found: Sequence[Mention], known: Mapping[str, Sequence[KnownName]], meant: AbstractSet[int] = frozenset()
    ) -> frozenset[int]:
        """The numbers of the persons whose full name, present or former, stands at one of the places.

        Where it may be several persons' (namesakes, initials that fit two), it is that one's who is `meant`, of
        whom it is known otherwise that the document names the person; else nobody's.
        """
        persons: set[int] = set()
        taken: set[tuple[int, int]] = set()
        surnames = {(each.chain, each.place) for each in found if each.usual and self._is_full(each)}
        for mention in sorted(found, key=lambda each: not each.usual):
            spoken_for = not mention.usual and (mention.chain, mention.place) in surnames
            if spoken_for or not taken.isdisjoint(mention.units):
                continue
            fitting, others = self._fitting(mention, known)
            if not fitting:
                continue
            taken |= mention.units
            certain = fitting & meant or fitting
            if len(certain) == 1 and (certain <= meant or not others - fitting):
                persons |= certain
        return frozenset(persons)

    def _fitting(self, mention: Mention, known: Mapping[str, Sequence[KnownName]]) -> tuple[set[int], set[int]]:
        """Who bears the name that stands there, and who may be meant besides."""
        names = [name for key in mention.keys for name in known.get(key, ())]
        fitting = {name.person_id for name in names if fits(mention, name, self._analyzer)}
        others = {name.person_id for name in names if may_fit(mention, name, self._analyzer)}
        return fitting, others

    @staticmethod
    def _is_full(mention: Mention) -> bool:
        """Whether the form of what follows says that this is a whole name, be it known or not."""
        first = mention.patronymic[0] if mention.patronymic else None
        return first is not None and (first.patronymic or (first.initial and mention.given.initial))
