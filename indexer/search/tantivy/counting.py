"""Counting documents where the index holds pages: exactly while they can be leafed through, else by estimate.

Documents of one page need no telling apart and are counted as pages are. The others are listed, which takes longer the
more there are: beyond `LISTED` pages tantivy estimates their number (HyperLogLog, within a few in a thousand).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from indexer.search.model import MOST_FACET_VALUES, Facet
from indexer.search.tantivy.compiler import Compiler, both, unscored
from indexer.search.tantivy.schema import HEAD, PART, SOLO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LISTED: Final = 5_000
"""Pages up to which documents are told apart one by one; of more, tantivy's estimate does: nobody leafs so far."""


class Counter:
    """Counts what `query` finds."""

    def __init__(self, searcher: Any, compiler: Compiler, query: Any) -> None:
        self._searcher = searcher
        self._compiler = compiler
        self._solo = both(query, compiler.one_of("role", [SOLO]))
        self._several = both(query, compiler.one_of("role", [HEAD, PART]))

    def total(self) -> int:
        """How many documents."""
        return self._solos() + (self._estimate() if self._many() else len(self._documents()))

    def total_and_facets(self) -> tuple[int, Mapping[Facet, tuple[tuple[str | int, int], ...]]]:
        """How many documents, and how many of them for each value of each facet."""
        solos = self._solos()
        entries = [self._solo] if solos else []  # entries that stand for one document each
        if self._many():
            counts = facets(self._searcher.aggregate, entries, [self._several])
            return solos + self._estimate(), counts
        documents = self._documents()
        if documents:
            ids = self._compiler.one_of("document", documents)
            entries.append(both(ids, self._compiler.one_of("role", [HEAD])))
        return solos + len(documents), facets(self._searcher.aggregate, entries)

    def _solos(self) -> int:
        return int(self._searcher.search(self._solo, 1, count=True).count)

    def _many(self) -> bool:
        """Whether so many pages were found that listing their documents would take longer than the search."""
        return int(self._searcher.search(self._several, 1, count=True).count) > LISTED

    def _estimate(self) -> int:
        """Documents of several pages, within a few in a thousand."""
        asked = {"documents": {"cardinality": {"field": "document"}}}
        documents: float = self._searcher.aggregate(unscored(self._several), asked)["documents"]["value"]
        return round(documents)

    def _documents(self) -> list[int]:
        """Ids of the documents of several pages, of which there are few."""
        asked = {"ids": {"terms": {"field": "document", "size": LISTED}}}
        found = self._searcher.aggregate(unscored(self._several), asked)["ids"]
        return [int(bucket["key"]) for bucket in found["buckets"]]


def facets(
    aggregate: Callable[[Any, dict[str, Any]], dict[str, Any]], queries: list[Any], pages: Sequence[Any] = ()
) -> Mapping[Facet, tuple[tuple[str | int, int], ...]]:
    """Values of each facet: `queries` find entries that stand for one document each, `pages` any number of pages."""
    counts: dict[Facet, dict[str | int, int]] = {facet: {} for facet in Facet}
    each: dict[str, Any] = {facet.value: {"terms": {"field": facet.value, "size": 1000}} for facet in Facet}
    told_apart = {"documents": {"cardinality": {"field": "document"}}}
    estimated: dict[str, Any] = {name: {**terms, "aggs": told_apart} for name, terms in each.items()}
    for query, asked in [*((query, each) for query in queries), *((query, estimated) for query in pages)]:
        answer = aggregate(unscored(query), asked)
        for facet, of in counts.items():
            for bucket in answer[facet.value]["buckets"]:
                key = bucket["key"] if isinstance(bucket["key"], str) else int(bucket["key"])
                number = round(bucket["documents"]["value"]) if asked is estimated else bucket["doc_count"]
                of[key] = of.get(key, 0) + number
    return {
        facet: tuple(sorted(of.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MOST_FACET_VALUES])
        for facet, of in counts.items()
    }
