"""Few documents are counted one by one, very many by a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.search import Access, Facet, IndexDocument, SearchRequest, open_engine
from indexer.search.tantivy import counting, gates, searching
from tests.integration.indexer.search.conftest import EVERYTHING, pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.analysis import Analyzer
    from indexer.query import QueryParser
    from indexer.search import SearchEngine


@pytest.fixture
def engine(tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> Iterator[SearchEngine]:
    """900 documents of 1-3 pages, a third of each kind, all with the word; few are fetched at once."""
    monkeypatch.setattr(searching, "_SEEN", 10)
    made = open_engine(f"tantivy://{tmp_path}/index", analyzer)
    made.rebuild(
        IndexDocument(n, 1, "Дело", pages(*["протокол"] * (1 + n % 3)), kind=f"k{n // 3 % 3}", scopes=(n % 7,))
        for n in range(900)
    )
    yield made
    made.close()


def test_every_document_is_counted_once_while_they_can_be_listed(engine: SearchEngine, parser: QueryParser) -> None:
    tree = parser.parse("протокол").tree
    result = engine.search(SearchRequest(tree, limit=2, facets=True), EVERYTHING)
    assert result.total == 900
    assert result.facets[Facet.KIND] == (("k0", 300), ("k1", 300), ("k2", 300))
    assert engine.search(SearchRequest(tree, limit=2), EVERYTHING).total == 900


def test_a_sample_agrees_with_the_count(
    engine: SearchEngine, parser: QueryParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "LISTED", 600)
    monkeypatch.setattr(counting, "SAMPLED", 600)
    tree = parser.parse("протокол").tree
    result = engine.search(SearchRequest(tree, limit=2, facets=True), EVERYTHING)
    assert result.total == pytest.approx(900, rel=0.1)
    assert dict(result.facets[Facet.KIND]) == pytest.approx({"k0": 300, "k1": 300, "k2": 300}, rel=0.25)
    assert engine.search(SearchRequest(tree, limit=2), EVERYTHING).total == result.total


@pytest.mark.parametrize("most", [gates._MOST, 3], ids=["few gates", "too many gates"])
@pytest.mark.parametrize(
    ("access", "total"),
    [
        (Access(frozenset({0}), 0), 129),
        (Access(frozenset(range(1, 7)), 0), 771),
        (Access(frozenset({99}), 0), 0),
        (Access(frozenset(), 0), 0),
        (Access(frozenset({0}), -1), 0),
        (Access(None, 0), 900),
    ],
)
def test_a_reader_is_narrowed_alike_by_gates_and_by_scopes(
    engine: SearchEngine, parser: QueryParser, monkeypatch: pytest.MonkeyPatch, most: int, access: Access, total: int
) -> None:
    monkeypatch.setattr(gates, "_MOST", most)
    assert engine.search(SearchRequest(parser.parse("протокол").tree, limit=2), access).total == total


@pytest.mark.parametrize("asked", ["протокол", "протокол NOT дело", "дело OR (протокол AND дело)", '"протокол"'])
def test_pages_fetched_at_once_or_searched_twice_give_the_same_answer(
    engine: SearchEngine, parser: QueryParser, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    answers = []
    for dearer in (1e-9, 1e9):
        monkeypatch.setattr(searching, "_DEARER", dearer)
        result = engine.search(SearchRequest(parser.parse(asked).tree, limit=7, offset=3), EVERYTHING)
        answers.append((result.total, [(hit.document_id, hit.page) for hit in result.hits]))
    assert answers[0] == answers[1]
    assert answers[0][0] == (0 if "NOT" in asked else 900)
