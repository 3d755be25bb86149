"""tantivy lists at most 65,000 distinct values: beyond, documents are counted in steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.search import Facet, IndexDocument, SearchRequest, open_engine
from indexer.search.tantivy import counting
from tests.integration.indexer.search.conftest import EVERYTHING, pages

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.analysis import Analyzer
    from indexer.query import QueryParser


@pytest.mark.parametrize("step", [3, 7, 50])
def test_documents_are_counted_exactly_in_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analyzer: Analyzer, parser: QueryParser, step: int
) -> None:
    monkeypatch.setattr(counting, "_STEP", step)
    monkeypatch.setattr(counting, "_SET", 4)
    engine = open_engine(f"tantivy://{tmp_path}/index", analyzer)
    engine.rebuild(
        IndexDocument(n, 1, "Дело", pages(*["протокол"] * (1 + n % 3)), kind=f"k{n % 2}") for n in range(0, 120, 3)
    )
    engine.update(IndexDocument(n, 1, "Дело", pages("протокол", "протокол"), kind="k2") for n in (500, 501, 502))
    engine.commit()
    result = engine.search(SearchRequest(parser.parse("протокол").tree, limit=2, facets=True), EVERYTHING)
    assert result.total == 43
    assert dict(result.facets[Facet.KIND]) == {"k0": 20, "k1": 20, "k2": 3}
    assert engine.search(SearchRequest(parser.parse("протокол").tree, limit=2), EVERYTHING).total == 43
    engine.close()
