"""One question to Whoosh: pages are searched, documents are answered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from whoosh import query as whoosh_query

from indexer.query import In, Range, leaves
from indexer.search.model import MOST_FACET_VALUES, OTHER_PAGES, Facet, Hit, SearchResult, Sort
from indexer.search.plan import on_pages, plan
from indexer.search.values import BIGGEST_ID
from indexer.search.whoosh.compiler import Compiler, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.search.model import Access, SearchRequest

_LOCATED_PAGES: Final = 400


class Search:
    """Runs one request on one searcher."""

    def __init__(self, searcher: Any, request: SearchRequest, access: Access, *, fuzzy: bool = True) -> None:
        self._searcher = searcher
        self._request = request
        self._compiler = Compiler(searcher.reader())
        parts = [self._compiler.query(plan(request.tree, fuzzy=fuzzy))]
        parts += self._compiler.limits(request.filters, access)
        if all(isinstance(leaf, In | Range) for leaf in leaves(request.tree, negated=True)):
            parts.append(whoosh_query.Term("head", True))  # noqa: FBT003 - Whoosh's signature
        self._query = whoosh_query.And(parts)

    def run(self) -> SearchResult:
        """Hits, total and facets."""
        request = self._request
        if not self._searcher.doc_count():  # an empty reader has no columns
            return SearchResult(0, (), dict.fromkeys(Facet, ()) if request.facets else {})
        self._document, self._page, self._order = map(
            self._searcher.reader().column_reader, ("document", "page", "order")
        )
        wanted = min(request.offset + request.limit, request.deepest)
        entries = list(self._query.docs(self._searcher))
        documents = {self._document[entry] for entry in entries}
        if request.sort in {Sort.DATE, Sort.OLDEST}:
            best = self._by_date(entries)
        else:
            best = self._by_relevance(wanted, len(documents), len(entries))
        facets = self._facets(documents) if request.facets else {}
        chosen = list(best.items())[request.offset : wanted]
        return SearchResult(len(documents), tuple(self._hits(chosen)), facets)

    def _by_date(self, entries: list[int]) -> dict[int, tuple[float, int]]:
        if self._request.sort is Sort.DATE:
            entries.sort(key=self._order.__getitem__, reverse=True)
        else:
            entries.sort(key=lambda entry: (self._order[entry] < BIGGEST_ID, self._order[entry]))
        return self._documents((0.0, entry) for entry in entries)

    def _by_relevance(self, wanted: int, documents: int, entries: int) -> dict[int, tuple[float, int]]:
        pages = max(wanted, 1) * 5
        while True:
            best = self._documents(self._ranked(pages)) if entries else {}
            if len(best) >= min(wanted, documents) or pages >= entries:
                return best
            pages *= 4

    def _ranked(self, pages: int) -> list[tuple[float, int]]:
        """Equals come in the order of their documents: that of the segments changes between two parts of a list."""
        found = self._searcher.search(self._query, limit=pages).top_n
        return sorted(found, key=lambda each: (-each[0], self._document[each[1]], self._page[each[1]]))

    def _documents(self, scored: Any) -> dict[int, tuple[float, int]]:
        best: dict[int, tuple[float, int]] = {}
        for score, entry in scored:
            best.setdefault(self._document[entry], (score, self._page[entry]))
        return best

    def _facets(self, documents: set[int]) -> Mapping[Facet, tuple[tuple[str | int, int], ...]]:
        counts: dict[Facet, Counter[str | int]] = {facet: Counter() for facet in Facet}
        for entry in whoosh_query.Term("head", True).docs(self._searcher):  # noqa: FBT003 - Whoosh's signature
            if self._document[entry] in documents:
                facts = self._searcher.stored_fields(entry)["facts"]
                for facet, of in counts.items():
                    of.update(facts[facet.value])
        return {
            facet: tuple(sorted(of.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MOST_FACET_VALUES])
            for facet, of in counts.items()
        }

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
            where = self._compiler.query(words) if words is not None else whoosh_query.NullQuery
            for document in documents:
                if document not in located and (pages := self._pages(where, document)):
                    located[document] = pages
        return located

    def _pages(self, where: Any, document: int) -> list[int]:
        query = whoosh_query.And([self._query, where, one_of("key", [str(document)])])
        found = self._searcher.search(query, limit=_LOCATED_PAGES).top_n
        return [self._page[entry] for _, entry in found]
