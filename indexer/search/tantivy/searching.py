"""One question to tantivy: pages are searched, documents are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tantivy import Order

from indexer.query import In, Range, leaves
from indexer.search.model import DEEPEST, OTHER_PAGES, Hit, SearchResult, Sort
from indexer.search.plan import on_pages, plan
from indexer.search.tantivy.compiler import Compiler, both
from indexer.search.tantivy.counting import Counter
from indexer.search.tantivy.schema import HEAD, SOLO

if TYPE_CHECKING:
    from indexer.search.model import Access, SearchRequest

_PAGES_A_DOCUMENT: Final = 5
"""Pages fetched for each document wanted, before fetching more."""
_LOCATED_PAGES: Final = 400


class Search:
    """Runs one request on one searcher."""

    def __init__(
        self, searcher: Any, compiler: Compiler, request: SearchRequest, access: Access, *, fuzzy: bool = True
    ) -> None:
        self._searcher = searcher
        self._compiler = compiler
        self._request = request
        parts = [compiler.query(plan(request.tree, fuzzy=fuzzy)), *compiler.limits(request.filters, access)]
        if all(isinstance(leaf, In | Range) for leaf in leaves(request.tree, negated=True)):
            # Nothing about words: all pages of a document answer alike, so one of them is enough.
            parts.append(compiler.one_of("role", [HEAD, SOLO]))
        self._query = both(*parts)

    def run(self) -> SearchResult:
        """Hits, total and facets."""
        request = self._request
        wanted = min(request.offset + request.limit, DEEPEST)
        best, total = self._best(wanted)
        counter = Counter(self._searcher, self._compiler, self._query)
        if request.facets:
            total, facets = counter.total_and_facets()
        else:
            facets = {}
            total = counter.total() if total is None else total
        chosen = list(best.items())[request.offset : wanted]
        return SearchResult(total, tuple(self._hits(chosen)), facets)

    def _best(self, wanted: int) -> tuple[dict[int, tuple[float, int]], int | None]:
        """Documents in order with score and page of their best page; their number where all were seen."""
        pages = max(wanted, 1) * _PAGES_A_DOCUMENT
        while True:
            found = self._searcher.search(self._query, pages, count=True, **self._sorting())
            best = self._documents(found.hits)
            if found.count <= pages:
                return best, len(best)
            if len(best) >= wanted:
                return best, None
            pages *= 4

    def _sorting(self) -> dict[str, Any]:
        if self._request.sort is Sort.DATE:
            return {"order_by_field": "order", "order": Order.Desc}
        return {}

    def _documents(self, hits: list[tuple[float, Any]]) -> dict[int, tuple[float, int]]:
        if not hits:
            return {}
        documents, pages = self._values([address for _, address in hits])
        scores = (0.0 if self._request.sort is Sort.DATE else score for score, _ in hits)
        best: dict[int, tuple[float, int]] = {}
        for document, score, page in zip(documents, scores, pages, strict=True):
            best.setdefault(document, (score, page))
        return best

    def _values(self, addresses: list[Any]) -> tuple[list[int], list[int]]:
        values = self._searcher.fast_field_values
        return values("document", addresses), values("page", addresses)

    def _hits(self, chosen: list[tuple[int, tuple[float, int]]]) -> list[Hit]:
        located = self._located([document for document, (_, page) in chosen if page])
        hits = []
        for document, (score, page) in chosen:
            pages = located.get(document, [1])
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
            where = self._compiler.query(words)
            found, all_seen = self._pages(where, missing)
            located |= found
            if not all_seen:
                for document in set(missing) - located.keys():  # a thick journal has pushed them out
                    located |= self._pages(where, [document])[0]
        return located

    def _pages(self, where: Any, documents: list[int]) -> tuple[dict[int, list[int]], bool]:
        query = both(self._query, where, self._compiler.one_of("document", documents))
        found = self._searcher.search(query, _LOCATED_PAGES, count=True)
        located: dict[int, list[int]] = {}
        if found.hits:
            for document, page in zip(*self._values([address for _, address in found.hits]), strict=True):
                located.setdefault(document, []).append(page)
        return located, found.count <= _LOCATED_PAGES
