"""Counting documents where the index holds pages: exactly while they can be leafed through, else by a sample.

Documents of one page need no telling apart and are counted as pages are; of the others the ids are listed. Where very
many pages are found this would take longer than the search, so only some slices of the archive are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from indexer.search.model import MOST_FACET_VALUES, Facet
from indexer.search.tantivy.compiler import both, unscored
from indexer.search.tantivy.schema import HEAD, SLICES, SOLO

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.search.tantivy.reader import View

LISTED: Final = 10_000
"""Pages up to which documents are counted one by one."""

SAMPLED: Final = 5_000
"""Of more pages about as many are counted, and the rest is inferred: the number is known to some 2 percent."""

_WORTH_NARROWING: Final = 8
"""The part of the archive, one in so many, to which it pays to narrow every word."""

Facets: TypeAlias = Mapping[Facet, tuple[tuple[str | int, int], ...]]


class _Counted(NamedTuple):
    pages: int
    solos: int
    several: list[int]

    @property
    def documents(self) -> int:
        return self.solos + len(self.several)


class Counter:
    """Counts what a query finds.

    Args:
        view: where to count.
        query: the query, narrowed to what it is given if that is not None.
        pages: how many entries it finds.
    """

    def __init__(self, view: View, query: Callable[[Any], Any], pages: int) -> None:
        self._view = view
        slices = SLICES if pages <= LISTED else max(1, SLICES * SAMPLED // pages)
        within = None if slices == SLICES else view.compiler.one_of("slice", range(slices))
        # Narrowing each word pays where little is left of it; else it costs more than it spares.
        each_word = within is None or slices * _WORTH_NARROWING <= SLICES
        self._query = query(within) if each_word else both(query(None), within)
        self._counted = self._count()
        # A sample of slices, scaled by pages: how many were found in all is known exactly.
        self._scale = 1.0 if within is None else pages / max(self._counted.pages, 1)

    def total(self) -> int:
        """How many documents."""
        return round(self._counted.documents * self._scale)

    def facets(self) -> Facets:
        """How many documents for each value of each facet."""
        one_of = self._view.compiler.one_of
        queries = []  # of entries that stand for one document each
        if self._counted.solos:
            queries.append(both(self._query, one_of("role", [SOLO])))
        if self._counted.several:
            queries.append(both(one_of("document", self._counted.several), one_of("role", [HEAD])))
        return _by_value(self._view.searcher.aggregate, queries, self._scale)

    def _count(self) -> _Counted:
        asked = {
            "roles": {"terms": {"field": "role"}},
            "several": {"terms": {"field": "several", "size": 2 * LISTED}},
        }
        found = self._view.searcher.aggregate(unscored(self._query), asked)
        roles = {int(bucket["key"]): bucket["doc_count"] for bucket in found["roles"]["buckets"]}
        several = [int(bucket["key"]) for bucket in found["several"]["buckets"]]
        return _Counted(sum(roles.values()), roles.get(SOLO, 0), several)


def _by_value(aggregate: Callable[[Any, dict[str, Any]], dict[str, Any]], queries: list[Any], scale: float) -> Facets:
    counts: dict[Facet, dict[str | int, int]] = {facet: {} for facet in Facet}
    asked: dict[str, Any] = {facet.value: {"terms": {"field": facet.value, "size": 1000}} for facet in Facet}
    for query in queries:
        answer = aggregate(unscored(query), asked)
        for facet, of in counts.items():
            for bucket in answer[facet.value]["buckets"]:
                key = bucket["key"] if isinstance(bucket["key"], str) else int(bucket["key"])
                of[key] = of.get(key, 0) + bucket["doc_count"]
    return {
        facet: tuple(
            (value, round(number * scale))
            for value, number in sorted(of.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MOST_FACET_VALUES]
        )
        for facet, of in counts.items()
    }
