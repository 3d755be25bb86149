"""Updates, rebuilds, and what happens when something breaks; the same in every engine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.analysis import Analyzer
from indexer.search import (
    IndexBusyError,
    IndexDocument,
    IndexPage,
    IndexUnavailableError,
    Reason,
    SearchEngine,
    SearchRequest,
    UnknownEngineError,
    open_engine,
)
from tests.integration.indexer.search.conftest import ARCHIVE, EVERYTHING, JOURNAL, ORDER, pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.query import QueryParser

ROOT = Path(__file__).resolve().parents[4]


def found(engine: SearchEngine, parser: QueryParser, text: str) -> set[int]:
    result = engine.search(SearchRequest(parser.parse(text).tree), EVERYTHING)
    assert result.total == len(result.hits)
    return {hit.document_id for hit in result.hits}


def test_without_an_index_everything_says_so_and_rebuild_makes_one(
    open_one: Callable[[], SearchEngine], parser: QueryParser
) -> None:
    engine = open_one()
    state = engine.state()
    assert (state.healthy, state.reason, state.documents) == (False, Reason.MISSING, 0)
    for call in (lambda: found(engine, parser, "журнал"), lambda: engine.update(ARCHIVE), lambda: engine.remove([1])):
        with pytest.raises(IndexUnavailableError) as caught:
            call()
        assert caught.value.reason is Reason.MISSING
    engine.rebuild([])
    assert engine.state().healthy
    assert found(engine, parser, "") == set()


def test_state_counts_documents_and_pages(engine: SearchEngine, analyzer: Analyzer) -> None:
    state = engine.state()
    assert (state.healthy, state.reason, state.documents, state.pages) == (True, None, 5, 9)
    assert state.analyzer_stamp == analyzer.stamp


def test_an_update_replaces_all_of_a_document_and_is_seen_after_commit(
    engine: SearchEngine, parser: QueryParser
) -> None:
    changed = IndexDocument(JOURNAL, 2, "Книга", pages("Химия"))
    engine.update([changed])
    assert JOURNAL in found(engine, parser, "алгебра")
    engine.commit()
    assert found(engine, parser, "алгебра") == set()
    assert found(engine, parser, "химия") == {JOURNAL}
    engine.update([changed, changed])
    engine.update([changed])
    engine.commit()
    assert engine.state().pages == 9 - 3
    assert engine.stamps([JOURNAL, ORDER, 99]) == {JOURNAL: 2, ORDER: 1}


def test_a_late_update_does_not_undo_a_newer_one(engine: SearchEngine, parser: QueryParser) -> None:
    engine.update([IndexDocument(JOURNAL, 5, "Пятое")])
    engine.update([IndexDocument(JOURNAL, 4, "Четвёртое")])
    engine.commit()
    engine.update([IndexDocument(JOURNAL, 3, "Третье")])
    engine.commit()
    assert found(engine, parser, "пятое") == {JOURNAL}
    assert found(engine, parser, "третье ИЛИ четвёртое") == set()


def test_what_is_removed_is_gone_and_unknown_ids_do_not_matter(engine: SearchEngine, parser: QueryParser) -> None:
    engine.remove([JOURNAL, 12345])
    engine.commit()
    assert found(engine, parser, "алгебра") == set()
    assert engine.state().documents == 4
    engine.update([ARCHIVE[0]])
    engine.commit()
    assert found(engine, parser, "алгебра") == {JOURNAL}


def test_what_was_not_committed_is_lost_with_the_writer(
    open_one: Callable[[], SearchEngine], engine: SearchEngine, parser: QueryParser
) -> None:
    engine.update([IndexDocument(9, 1, "Химия")])
    engine.close()
    assert found(open_one(), parser, "химия") == set()


def test_another_process_sees_commits_and_rebuilds(
    open_one: Callable[[], SearchEngine], engine: SearchEngine, parser: QueryParser
) -> None:
    reader = open_one()
    assert found(reader, parser, "химия") == set()
    engine.update([IndexDocument(9, 1, "Химия")])
    engine.commit()
    assert found(reader, parser, "химия") == {9}
    engine.rebuild([IndexDocument(10, 1, "Химия и жизнь")])
    assert found(reader, parser, "химия") == {10}
    assert reader.state().documents == 1
    engine.update([IndexDocument(11, 1, "Химия в школе")])
    engine.commit()
    assert found(reader, parser, "химия") == {10, 11}


def test_a_rebuild_that_fails_leaves_the_old_index(engine: SearchEngine, parser: QueryParser) -> None:
    def breaking() -> Iterator[IndexDocument]:
        yield IndexDocument(9, 1, "Химия")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        engine.rebuild(breaking())
    assert engine.state().documents == 5
    assert found(engine, parser, "химия") == set()
    engine.rebuild(ARCHIVE[:2])
    assert engine.state().documents == 2


def test_an_update_that_fails_does_not_wedge_the_writer(engine: SearchEngine, parser: QueryParser) -> None:
    def breaking() -> Iterator[IndexDocument]:
        yield IndexDocument(9, 1, "Химия")
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        engine.update(breaking())
    engine.update([IndexDocument(10, 1, "Ботаника")])
    engine.commit()
    assert found(engine, parser, "ботаника") == {10}


class OtherAnalyzer(Analyzer):
    @property
    def stamp(self) -> str:
        return "another"


def test_an_index_of_another_analyzer_is_outdated_until_rebuilt(
    open_one: Callable[..., SearchEngine], engine: SearchEngine, parser: QueryParser, analyzer: Analyzer
) -> None:
    newer = open_one(OtherAnalyzer())
    state = newer.state()
    assert (state.healthy, state.reason, state.analyzer_stamp) == (False, Reason.OUTDATED, analyzer.stamp)
    with pytest.raises(IndexUnavailableError):
        found(newer, parser, "журнал")
    engine.close()
    with pytest.raises(IndexUnavailableError):
        newer.update(ARCHIVE)
    newer.rebuild(ARCHIVE)
    assert JOURNAL in found(newer, parser, "журнал")
    assert engine.state().reason is Reason.OUTDATED


def test_a_long_page_is_searched_to_its_end(engine: SearchEngine, parser: QueryParser) -> None:
    text = " ".join(f"слово{number}" for number in range(20_000))
    engine.update([IndexDocument(9, 1, "Длинное", pages(text + " последнее выражение"))])
    engine.commit()
    assert found(engine, parser, '"последнее выражение"') == {9}


def test_hostile_text_is_text(engine: SearchEngine, parser: QueryParser) -> None:
    text = "'); DROP TABLE x; -- \\ \" \0 {} %s %(a)s \ud7ff ʼапостроф ٣ İstanbul ﬁ 🙂 e\u0301"
    engine.update([IndexDocument(9, 1, text, pages(text), kind=text.replace("\0", ""), unit="%(p0)s")])
    engine.commit()
    assert found(engine, parser, "drop istanbul") == {9}
    assert found(engine, parser, text) == {9}


def test_one_writer_at_a_time_and_the_other_is_told(
    open_one: Callable[[], SearchEngine], engine: SearchEngine, engine_url: str
) -> None:
    other = open_one()
    engine.update([replace(ARCHIVE[0], stamp=2)])
    with pytest.raises(IndexBusyError):
        other.rebuild([])
    if not engine_url.startswith("postgresql"):  # there, nodes write side by side
        with pytest.raises(IndexBusyError):
            other.update([replace(ARCHIVE[0], stamp=3)])
    engine.commit()
    engine.close()
    other.rebuild(ARCHIVE)
    assert other.state().documents == 5


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_writer_loses_nothing_that_was_committed(
    open_one: Callable[[], SearchEngine], engine: SearchEngine, engine_url: str, parser: QueryParser, moment: str
) -> None:
    engine.close()
    script = f"""
        import os, signal
        from indexer.search import IndexDocument, open_engine
        engine = open_engine({engine_url!r})
        engine.update([IndexDocument(9, 1, "Химия")])
        engine.commit()
        engine.update([IndexDocument(n, 1, "Ботаника") for n in range(10, 200)])
        if {moment!r} == "after":
            engine.commit()
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, env=dict(os.environ), check=False)
    assert done.returncode == -signal.SIGKILL
    survivor = open_one()
    assert survivor.state().healthy
    assert found(survivor, parser, "химия") == {9}
    total = survivor.search(SearchRequest(parser.parse("ботаника").tree), EVERYTHING).total
    assert total == (190 if moment == "after" else 0)
    survivor.update([IndexDocument(300, 1, "Зоология")])
    survivor.commit()
    assert found(survivor, parser, "зоология") == {300}


IN_FILES = pytest.mark.parametrize("engine_url", ["tantivy", "whoosh"], indirect=True)
"""Damage to files is for the engines that keep them: PostgreSQL looks after its own."""


@pytest.fixture
def index_dir(engine_url: str) -> Path:
    return Path(engine_url.partition("://")[2])


@IN_FILES
def test_a_deleted_directory_is_missing_and_rebuilt(
    index_dir: Path, engine: SearchEngine, open_one: Callable[[], SearchEngine], parser: QueryParser
) -> None:
    engine.close()
    shutil.rmtree(index_dir)
    for one in (engine, open_one()):
        assert one.state().reason is Reason.MISSING
        with pytest.raises(IndexUnavailableError):
            found(one, parser, "журнал")
    engine.rebuild(ARCHIVE)
    assert JOURNAL in found(engine, parser, "журнал")


@IN_FILES
@pytest.mark.parametrize("damage", ["empty", "garbage", "gone"])
def test_damaged_files_are_noticed_and_a_rebuild_repairs(
    index_dir: Path, engine: SearchEngine, open_one: Callable[[], SearchEngine], parser: QueryParser, damage: str
) -> None:
    engine.close()
    for path in [path for path in index_dir.rglob("*") if path.is_file() and path.name != "CURRENT"]:
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(b"" if damage == "empty" else os.urandom(path.stat().st_size or 1))
    fresh = open_one()
    state = fresh.state()
    assert (state.healthy, state.reason) == (False, Reason.CORRUPTED)
    with pytest.raises(IndexUnavailableError):
        found(fresh, parser, "журнал")
    fresh.rebuild(ARCHIVE)
    assert fresh.state().documents == 5
    assert JOURNAL in found(fresh, parser, "журнал")
    assert len(list(index_dir.glob("g-*"))) == 1


def test_an_address_of_no_engine_is_refused_without_its_password() -> None:
    with pytest.raises(UnknownEngineError) as caught:
        open_engine("elastic://user:secret@host/index")
    assert "secret" not in str(caught.value)
    with pytest.raises(UnknownEngineError):
        open_engine("tantivy://relative/path")


def test_a_server_that_does_not_answer_is_unreachable() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2")
    assert engine.state().reason is Reason.UNREACHABLE
    engine.close()


def test_a_rebuild_leaves_out_what_cannot_be_indexed(engine: SearchEngine, parser: QueryParser) -> None:
    def torn() -> Iterator[IndexPage]:
        yield IndexPage(1, "протокол")
        raise ValueError

    documents = [replace(ARCHIVE[0], document_id=n, pages=pages("протокол")) for n in (301, 303)]
    documents.insert(1, replace(ARCHIVE[0], document_id=302, pages=torn()))
    refused: list[int] = []
    engine.rebuild(documents, lambda document_id, _error: refused.append(document_id))
    found = engine.search(SearchRequest(parser.parse("протокол").tree), EVERYTHING)
    assert sorted(hit.document_id for hit in found.hits) == [301, 303]
    assert found.total == 2
    assert refused == [302]
    with pytest.raises(ValueError):  # noqa: PT011 - the very error of the document
        engine.rebuild([replace(ARCHIVE[0], pages=torn())])
