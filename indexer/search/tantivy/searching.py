"""One question to tantivy: pages are searched, documents are answered."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tantivy import Occur, Order, Query

from indexer.query import In, Leaf, Phrase, Range, leaves
from indexer.search.model import OTHER_PAGES, Hit, SearchResult, Sort
from indexer.search.plan import All, AnyOf, Without, on_pages, plan
from indexer.search.plan import Any as AnyPart
from indexer.search.tantivy.compiler import any_of, both
from indexer.search.tantivy.counting import LISTED, Counter
from indexer.search.tantivy.schema import HEAD, SOLO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.search.model import Access, SearchRequest
    from indexer.search.plan import Plan
    from indexer.search.tantivy.counting import Facets
    from indexer.search.tantivy.reader import View

_PAGES_A_DOCUMENT: Final = 5
"""Pages fetched for each document wanted, before fetching more."""
_SEEN: Final = 1_000
"""Pages fetched at least: with all of them seen, their documents need not be counted by a search of its own.

As many as are counted exactly where to search twice is dearer than to fetch them all: few pages of common words, or
words that must follow each other.
"""
_DEARER: Final = 20
"""Times that a page fetched costs more than an occurrence of a word passed by."""
_LOCATED_PAGES: Final = 400
_Best: TypeAlias = dict[int, tuple[float, int]]
"""Documents in order, with score and number of their best page."""


class Search:
    """Runs one request on one state of the index."""

    def __init__(self, view: View, request: SearchRequest, access: Access, *, fuzzy: bool = True) -> None:
        self._searcher = view.searcher
        self._compiler = view.compiler
        self._view = view
        self._request = request
        self._plan = plan(request.tree, fuzzy=fuzzy)
        self._limits = [*view.gates.clauses(access), *((Occur.Must, limit) for limit in self._ticked())]

    def run(self) -> SearchResult:
        """Hits, total and facets."""
        request = self._request
        wanted = min(request.offset + request.limit, request.deepest)
        best, pages, total = self._in_order(wanted)
        facets: Facets = {}
        if request.facets or total is None:
            counter = Counter(self._view, self._query, pages)
            total = counter.total() if total is None else total
            facets = counter.facets() if request.facets else {}
        chosen = list(best.items())[request.offset : wanted]
        return SearchResult(total, tuple(self._hits(chosen)), facets)

    def _ticked(self) -> list[Any]:
        limits = self._compiler.limits(self._request.filters)
        if all(isinstance(leaf, In | Range) for leaf in leaves(self._request.tree, negated=True)):
            # Nothing about words: all pages of a document answer alike, so one of them is enough.
            limits.append(self._compiler.one_of("role", [HEAD, SOLO]))
        return limits

    def _query(self, within: Any = None) -> Any:
        query = self._compiler.query(self._plan, within)
        return Query.boolean_query([(Occur.Must, query), *self._limits]) if self._limits else query

    def _in_order(self, wanted: int) -> tuple[_Best, int, int | None]:
        """See `_best`; the oldest first, with the undated last: their key by date is the lowest of all."""
        if self._request.sort is not Sort.OLDEST:
            return self._best(wanted, self._query())
        dated = any_of([self._compiler.any_value(name) for name in ("day", "year")])
        first, pages, total = self._best(wanted, both(self._query(), dated))
        undated = Query.boolean_query([(Occur.Must, self._query()), (Occur.MustNot, dated)])
        last, more_pages, more = self._best(max(wanted - len(first), 1), undated)
        whole = None if total is None or more is None else total + more
        return first | last if total is not None else first, pages + more_pages, whole

    def _best(self, wanted: int, query: Any) -> tuple[_Best, int, int | None]:
        """Documents in order with score and page of their best page; pages found; documents, where all were seen."""
        phrase = any(isinstance(leaf, Phrase) for leaf in leaves(self._request.tree))
        expected = self._share(self._plan) * self._searcher.num_docs
        once = phrase or expected <= min(LISTED, self._passed(self._plan) / _DEARER)
        pages = max(wanted * _PAGES_A_DOCUMENT, LISTED if once else _SEEN)
        while True:
            found = self._searcher.search(query, pages, count=True, **self._sorting())
            best, documents = self._documents(found.hits, wanted)
            if found.count <= pages:
                return best, found.count, documents
            if documents >= wanted:
                return best, found.count, None
            pages *= 4

    def _share(self, part: Plan) -> float:
        """About which part of all pages a plan finds, were its words spread independently; at most 1."""
        match part:
            case AnyOf(choices):  # the forms of one word are among the occurrences of its lemma
                most = max((self._searcher.doc_freq(each.column, each.token) for each in choices), default=0)
                return float(most / max(self._searcher.num_docs, 1))
            case All(parts):
                return prod(map(self._share, parts))
            case AnyPart(parts):
                return 1 - prod(1 - self._share(each) for each in parts)
            case Without(part=without):
                return 1 - self._share(without)
        return 1.0

    def _passed(self, part: Plan) -> float:
        """About how many occurrences of words are passed by in answering a plan."""
        match part:
            case AnyOf(choices):
                return float(sum(self._searcher.doc_freq(choice.column, choice.token) for choice in choices))
            case All(parts) | AnyPart(parts):
                return sum(map(self._passed, parts))
            case Without(part=inner):
                return self._passed(inner)
        return 0.0

    def _sorting(self) -> dict[str, Any]:
        if self._request.sort is Sort.DATE:
            return {"order_by_field": "order", "order": Order.Desc}
        if self._request.sort is Sort.OLDEST:
            return {"order_by_field": "order", "order": Order.Asc}
        return {}

    def _documents(self, hits: list[tuple[float, Any]], wanted: int) -> tuple[_Best, int]:
        """The first documents of these pages, and how many documents they are of."""
        if not hits:
            return {}, 0
        import numpy as np

        documents, pages = map(np.asarray, self._values([address for _, address in hits]))
        order, scores = np.arange(len(hits)), np.zeros(len(hits))
        if self._request.sort is Sort.RELEVANCE:
            # Equals come in the order of the segments, which a merge changes between two parts of a list.
            scores = np.fromiter((score for score, _ in hits), float, len(hits))
            order = np.lexsort((pages, documents, -scores))
        _, first = np.unique(documents[order], return_index=True)
        chosen = order[np.sort(first)[:wanted]]
        of_each = zip(scores[chosen].tolist(), pages[chosen].tolist(), strict=True)
        return dict(zip(documents[chosen].tolist(), of_each, strict=True)), len(first)

    def _values(self, addresses: list[Any]) -> tuple[list[int], list[int]]:
        values = self._searcher.fast_field_values
        return values("document", addresses), values("page", addresses)

    def _hits(self, chosen: list[tuple[int, tuple[float, int]]]) -> list[Hit]:
        wanted = [document for document, (_, page) in chosen if page] if self._request.located else []
        located = self._located(wanted)
        hits = []
        for document, (score, page) in chosen:
            pages = located.get(document, [1] if self._request.located else [page])
            hits.append(Hit(document, pages[0] if page else None, score, tuple(pages[1 : OTHER_PAGES + 1])))
        return hits

    def _located(self, documents: list[int]) -> dict[int, list[int]]:
        """Pages of each document that have words of the query, best first."""
        located: dict[int, list[int]] = {}
        for fuzzy in (False, True):  # pages with misread words only where no page has the words themselves
            words = on_pages(self._request.tree, fuzzy=fuzzy)
            missing = [document for document in documents if document not in located]
            if words is None or not missing:
                break
            parts = (words,) if isinstance(self._request.tree, Leaf) else (plan(self._request.tree, fuzzy=fuzzy), words)
            found, all_seen = self._pages(parts, missing)
            located |= found
            if not all_seen:
                for document in set(missing) - located.keys():  # a thick journal has pushed them out
                    located |= self._pages(parts, [document])[0]
        return located

    def _pages(self, parts: Iterable[Plan], documents: list[int]) -> tuple[dict[int, list[int]], bool]:
        within = self._compiler.one_of("document", documents)
        query = both(*(self._compiler.query(part, within) for part in parts))
        found = self._searcher.search(query, _LOCATED_PAGES, count=True)
        located: dict[int, list[int]] = {}
        if found.hits:
            for document, page in zip(*self._values([address for _, address in found.hits]), strict=True):
                located.setdefault(document, []).append(page)
        return located, found.count <= _LOCATED_PAGES
