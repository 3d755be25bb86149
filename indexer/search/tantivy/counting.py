"""Counting documents where the index holds pages: exactly, and without reading what need not be read.

tantivy counts distinct values only roughly (HyperLogLog), and refuses to list more than 65,000 of them at once.
So documents of one page, which need no telling apart, are counted as pages are, and the others are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from indexer.search.model import MOST_FACET_VALUES, Facet
from indexer.search.tantivy.compiler import Compiler, both, unscored
from indexer.search.tantivy.schema import HEAD, PART, SOLO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_STEP: Final = 50_000
"""Documents listed at once where there are too many: below tantivy's 65,000."""
_SET: Final = 10_000
"""Ids in one query."""


class Counter:
    """Counts what `query` finds."""

    def __init__(self, searcher: Any, compiler: Compiler, query: Any) -> None:
        self._searcher = searcher
        self._compiler = compiler
        self._solo = both(query, compiler.one_of("role", [SOLO]))
        self._several = both(query, compiler.one_of("role", [HEAD, PART]))

    def total(self) -> int:
        """How many documents."""
        return int(self._searcher.search(self._solo, 1, count=True).count) + len(self._documents())

    def total_and_facets(self) -> tuple[int, Mapping[Facet, tuple[tuple[str | int, int], ...]]]:
        """How many documents, and how many of them for each value of each facet."""
        documents = self._documents()
        solos = self._searcher.search(self._solo, 1, count=True).count
        queries = [self._solo] if solos else []
        for start in range(0, len(documents), _SET):
            ids = self._compiler.one_of("document", documents[start : start + _SET])
            queries.append(both(ids, self._compiler.one_of("role", [HEAD])))
        return solos + len(documents), facets(self._searcher.aggregate, queries)

    def _documents(self) -> list[int]:
        """Ids of the documents of several pages."""
        asked = {"ids": {"terms": {"field": "document", "size": _STEP}}}
        try:
            found = self._searcher.aggregate(self._several, asked)["ids"]
        except ValueError:
            return self._documents_in_steps()
        if found["sum_other_doc_count"]:
            return self._documents_in_steps()
        return [int(bucket["key"]) for bucket in found["buckets"]]

    def _documents_in_steps(self) -> list[int]:
        highest = self._searcher.aggregate(self._several, {"top": {"max": {"field": "document"}}})["top"]["value"]
        found: list[int] = []
        for low in range(0, int(highest) + 1, _STEP):
            query = both(self._several, self._compiler.documents_between(low, low + _STEP - 1))
            asked = {"ids": {"terms": {"field": "document", "size": _STEP}}}
            found += [int(bucket["key"]) for bucket in self._searcher.aggregate(query, asked)["ids"]["buckets"]]
        return found


def facets(
    aggregate: Callable[[Any, dict[str, Any]], dict[str, Any]], queries: list[Any]
) -> Mapping[Facet, tuple[tuple[str | int, int], ...]]:
    """Values of each facet over entries that stand for one document each."""
    asked = {facet.value: {"terms": {"field": facet.value, "size": 1000}} for facet in Facet}
    counts: dict[Facet, dict[str | int, int]] = {facet: {} for facet in Facet}
    for query in queries:
        answer = aggregate(unscored(query), asked)
        for facet, of in counts.items():
            for bucket in answer[facet.value]["buckets"]:
                key = bucket["key"] if isinstance(bucket["key"], str) else int(bucket["key"])
                of[key] = of.get(key, 0) + bucket["doc_count"]
    return {
        facet: tuple(sorted(of.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MOST_FACET_VALUES])
        for facet, of in counts.items()
    }
