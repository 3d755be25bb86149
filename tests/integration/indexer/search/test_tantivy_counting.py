"""Few documents are counted one by one, very many by estimate."""

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


@pytest.mark.parametrize("listed", [counting.LISTED, 10], ids=["listed", "estimated"])
def test_the_estimate_agrees_with_the_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analyzer: Analyzer, parser: QueryParser, listed: int
) -> None:
    monkeypatch.setattr(counting, "LISTED", listed)
    engine = open_engine(f"tantivy://{tmp_path}/index", analyzer)
    engine.rebuild(
        IndexDocument(n, 1, "Дело", pages(*["протокол"] * (1 + n // 3 % 3)), kind=f"k{n % 2}") for n in range(0, 120, 3)
    )
    engine.update(IndexDocument(n, 1, "Дело", pages("протокол", "протокол"), kind="k2") for n in range(500, 520))
    engine.commit()
    result = engine.search(SearchRequest(parser.parse("протокол").tree, limit=2, facets=True), EVERYTHING)
    assert result.total == pytest.approx(60, abs=1)
    assert dict(result.facets[Facet.KIND]) == pytest.approx({"k0": 20, "k1": 20, "k2": 20}, abs=1)
    assert engine.search(SearchRequest(parser.parse("протокол").tree, limit=2), EVERYTHING).total == result.total
    engine.close()
