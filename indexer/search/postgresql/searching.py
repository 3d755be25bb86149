"""One question to PostgreSQL: pages are searched, documents are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from indexer.query import In, Range, leaves
from indexer.search.model import MOST_FACET_VALUES, OTHER_PAGES, Facet, Hit, SearchResult, Sort
from indexer.search.plan import EXACT_WEIGHT, AnyOf, on_pages, plan
from indexer.search.plan import All as AllParts
from indexer.search.plan import Any as AnyPart
from indexer.search.postgresql.schema import SCHEMA
from indexer.search.tokens import EXACT
from indexer.search.values import BIGGEST_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from indexer.search.model import Access, SearchRequest
    from indexer.search.plan import Plan
    from indexer.search.postgresql.compiler import Compiler

_RANKED: Final = 2_000
"""Pages that are ranked at most: reading the words of all pages with a common word takes seconds."""
_RANK: Final = "ts_rank('{0.5, 0, 0, 1}', words, %s)"

# Conditions and placeholders are put together from our own constants; whatever a person typed is a parameter.
_MATCHED: Final = (
    "WITH matched AS MATERIALIZED (SELECT DISTINCT d.id FROM {entry} JOIN {schema}.document d ON {join} WHERE {where})"
)
_BEST: Final = """
WITH candidates AS MATERIALIZED (
    (SELECT e.document, e.page, e.words FROM {schema}.entry e JOIN {schema}.document d ON d.id = e.document
     WHERE {where} AND e.words @@ {exact} LIMIT {cap})
    UNION ALL
    (SELECT e.document, e.page, e.words FROM {schema}.entry e JOIN {schema}.document d ON d.id = e.document
     WHERE {where} LIMIT {cap})
), best AS (
    SELECT DISTINCT ON (document) document, page, {score} AS score FROM candidates ORDER BY document, score DESC, page
)
SELECT document, page, score FROM best ORDER BY score DESC, document LIMIT {limit} OFFSET {offset}
"""
_LOCATED: Final = """
SELECT document, page FROM (
    SELECT DISTINCT document, page, max(score) OVER (PARTITION BY document, page) AS score FROM (
        SELECT e.document, e.page, {score} AS score
        FROM {schema}.entry e JOIN {schema}.document d ON d.id = e.document
        WHERE e.document = ANY({documents}) AND {where} AND e.words @@ {words}
    ) scored
) pages ORDER BY document, score DESC, page
"""


class Search:
    """Runs one request through `fetch`, which executes SQL with parameters and returns the rows."""

    def __init__(
        self,
        fetch: Callable[[str, Mapping[str, Any]], list[Any]],
        compiler: Compiler,
        request: SearchRequest,
        access: Access,
        *,
        fuzzy: bool = True,
    ) -> None:
        self._fetch = fetch
        self._compiler = compiler
        self._request = request
        self._plan = plan(request.tree, fuzzy=fuzzy)
        self._where = f"({compiler.where(self._plan)}) AND {compiler.limits(request.filters, access)}"
        # Nothing about words: documents answer without their pages.
        self._bare = all(isinstance(leaf, In | Range) for leaf in leaves(request.tree, negated=True))

    def run(self) -> SearchResult:
        """Hits, total and facets."""
        request = self._request
        facets = self._facets() if request.facets else {}
        total = self._rows(self._matched() + " SELECT count(*) FROM matched")[0][0]  # noqa: S608 - see above
        limit = min(request.limit, request.deepest - request.offset)
        if not total or limit <= 0:
            return SearchResult(total, (), facets)
        by_date = request.sort is not Sort.RELEVANCE or self._bare
        found = self._by_date(limit) if by_date else self._by_relevance(limit)
        return SearchResult(total, tuple(self._hits(found)), facets)

    def _rows(self, sql: str) -> list[Any]:
        return self._fetch(sql, self._compiler.parameters)

    def _matched(self) -> str:
        if self._bare:
            return f"WITH matched AS MATERIALIZED (SELECT d.id FROM {SCHEMA}.document d WHERE {self._where})"  # noqa: S608 - see above
        return _MATCHED.format(schema=SCHEMA, entry=f"{SCHEMA}.entry e", join="d.id = e.document", where=self._where)

    def _facets(self) -> Mapping[Facet, tuple[tuple[str | int, int], ...]]:
        found: dict[Facet, tuple[tuple[str | int, int], ...]] = {}
        for facet in Facet:
            what = "unnest(d.person)" if facet is Facet.PERSON else f"d.{facet.value}"
            rows = self._rows(
                f"{self._matched()} SELECT {what} AS value, count(*) FROM matched JOIN {SCHEMA}.document d USING (id) "  # noqa: S608 - see above
                f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_FACET_VALUES + 2}"
            )
            found[facet] = tuple((key, count) for key, count in rows if key not in {None, ""})[:MOST_FACET_VALUES]
        return found

    def _by_date(self, limit: int) -> list[tuple[int, int, float]]:
        oldest = self._request.sort is Sort.OLDEST
        order = f"d.ordering < {BIGGEST_ID}, d.ordering" if oldest else "d.ordering DESC"
        return self._rows(
            f"{self._matched()} SELECT d.id, (SELECT min(page) FROM {SCHEMA}.entry WHERE document = d.id), 0.0 "  # noqa: S608 - see above
            f"FROM matched JOIN {SCHEMA}.document d USING (id) ORDER BY {order} LIMIT {limit} "
            f"OFFSET {self._request.offset}"
        )

    def _by_relevance(self, limit: int) -> list[tuple[int, int, float]]:
        exact, score = self._score()
        sql = _BEST.format(
            schema=SCHEMA,
            where=self._where,
            exact=exact,
            score=score,
            cap=max(_RANKED, (self._request.offset + limit) * 5),
            limit=limit,
            offset=self._request.offset,
        )
        return self._rows(sql)

    def _score(self) -> tuple[str, str]:
        """Placeholder of the exact forms, and the expression of the score."""
        tokens = list(dict.fromkeys(_tokens(self._plan)))
        exact = self._compiler.bind_query(" | ".join(f"'{token}'" for token in tokens if EXACT in token))
        lemmas = self._compiler.bind_query(" | ".join(f"'{token}'" for token in tokens if EXACT not in token))
        return exact, f"{EXACT_WEIGHT} * {_RANK % exact} + {_RANK % lemmas}"

    def _hits(self, found: list[tuple[int, int, float]]) -> list[Hit]:
        wanted = [document for document, page, _ in found if page] if self._request.located else []
        located = self._located(wanted)
        hits = []
        for document, page, score in found:
            pages = located.get(document, [1] if self._request.located else [page])
            hits.append(Hit(document, pages[0] if page else None, float(score), tuple(pages[1 : OTHER_PAGES + 1])))
        return hits

    def _located(self, documents: list[int]) -> dict[int, list[int]]:
        """Pages of each document that have words of the query, best first."""
        located: dict[int, list[int]] = {}
        for fuzzy in (False, True):  # pages with misread words only where no page has the words themselves
            words = on_pages(self._request.tree, fuzzy=fuzzy)
            query = self._compiler.words(words) if words is not None else None
            missing = [document for document in documents if document not in located]
            if query is None or not missing:
                break
            for document, page in self._pages(query, missing):
                located.setdefault(document, []).append(page)
        return located

    def _pages(self, query: str, documents: list[int]) -> list[Any]:
        _, score = self._score()
        self._compiler.parameters["documents"] = documents
        sql = _LOCATED.format(
            schema=SCHEMA,
            where=self._where,
            words=self._compiler.bind_query(query),
            score=score,
            documents="%(documents)s::bigint[]",
        )
        return self._rows(sql)


def _tokens(found: Plan) -> Iterable[str]:
    """Tokens that count for the score."""
    match found:
        case AllParts(parts) | AnyPart(parts):
            for part in parts:
                yield from _tokens(part)
        case AnyOf(choices):
            yield from (choice.token for choice in choices)
        case _:
            yield from getattr(found, "tokens", ())
