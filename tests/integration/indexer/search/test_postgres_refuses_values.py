"""A value that PostgreSQL does not take is that document's own fault: the index stays well, nothing is rebuilt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DataError

from indexer.search import IndexDocument, open_engine
from tests.integration.indexer.search.conftest import ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.analysis import Analyzer
    from indexer.search import SearchEngine


@pytest.fixture
def engine(postgres_url: str, analyzer: Analyzer) -> Iterator[SearchEngine]:
    made = open_engine(postgres_url, analyzer)
    made.rebuild(ARCHIVE)
    yield made
    made.close()


@pytest.mark.parametrize(
    "bad",
    [replace(ARCHIVE[0], stamp=2**63), replace(ARCHIVE[0], stamp=2, kind="a\0b")],
    ids=["a number too big", "a character that does not exist"],
)
def test_it_is_no_outage(engine: SearchEngine, bad: IndexDocument) -> None:
    with pytest.raises((DataError, ValueError)):
        engine.update([bad])
    assert engine.state().healthy
    engine.update([replace(ARCHIVE[0], stamp=2)])
    engine.commit()
    assert engine.stamps([bad.document_id]) == {bad.document_id: 2}


def test_a_rebuild_leaves_it_out(engine: SearchEngine) -> None:
    refused: list[int] = []
    engine.rebuild([replace(ARCHIVE[0], kind="a\0b"), ARCHIVE[1]], lambda document_id, _: refused.append(document_id))
    assert refused == [ARCHIVE[0].document_id]
    assert set(engine.stamps([ARCHIVE[0].document_id, ARCHIVE[1].document_id])) == {ARCHIVE[1].document_id}
