"""The index is disposable: gone, broken, old or busy, it comes back, and search with it."""

from __future__ import annotations

import json
import shutil
from threading import Timer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
import structlog
import tantivy
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from archive_app.db.engine import reading
from archive_app.db.models import Document, Job
from archive_app.jobs import enqueue
from archive_app.services import indexing
from archive_app.services.kinds import HEAL, REINDEX, reindex_job
from indexer.search import IndexState, IndexUnavailableError, Reason, open_engine
from tests.fixtures.archives import actor_of, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.bootstrap import Archive
    from archive_app.jobs import JobContext
    from indexer.search import IndexDocument
    from tests.fixtures.archives import Home


def _drop(index: Path) -> None:
    shutil.rmtree(index)


def _corrupt(index: Path) -> None:
    for part in index.glob("g-*/*"):
        part.write_bytes(b"garbage")


def _of_another_analyzer(index: Path) -> None:
    (meta,) = index.glob("g-*/archive.json")
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"analyzer": "another"}))


def _without_pointer(index: Path) -> None:
    (index / "CURRENT").unlink()


DAMAGES = (_drop, _corrupt, _of_another_analyzer, _without_pointer)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_clock_heals_it(embedded_home: Home, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with embedded_home.opened() as archive:
        number = file_one(archive, note(tmp_path, "классный журнал"))
        work(archive)
    damage(embedded_home.folder / "index")
    with embedded_home.opened() as archive:
        with pytest.raises(IndexUnavailableError):
            archive.searching.search("журналы", actor_of(archive))
        assert not archive.doctor.diagnose().ok
        _tick(archive)
        assert _found(archive, "журналы") == [number]
        assert archive.doctor.diagnose().ok


def test_a_new_document_heals_it_too(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        first = file_one(archive, note(tmp_path, "первая ведомость"))
        work(archive)
        _drop(embedded_home.folder / "index")
        second = file_one(archive, note(tmp_path, "вторая ведомость", "2.txt"))
        work(archive)
        assert sorted(_found(archive, "ведомости")) == [first, second]


def test_reindex_finds_the_same(fresh_archive: Archive, tmp_path: Path) -> None:
    number = file_one(fresh_archive, note(tmp_path, "журнал успеваемости"))
    work(fresh_archive)
    assert fresh_archive.indexing.rebuild() == 1
    assert _found(fresh_archive, "журналы") == [number]


def test_writers_of_one_index_take_turns(embedded_home: Home, tmp_path: Path) -> None:
    """A server that runs must not keep `file --wait`, `reindex` or `init` out."""
    with embedded_home.opened() as server, embedded_home.opened() as command:
        file_one(server, note(tmp_path, "раз"))
        work(server)
        file_one(command, note(tmp_path, "два", "2.txt"))
        work(command)
        assert command.indexing.rebuild() == 2
        file_one(server, note(tmp_path, "три", "3.txt"))
        work(server)
        assert server.doctor.diagnose().ok
        assert all(len(_found(command, word)) == 1 for word in ("раз", "два", "три"))


def test_who_meets_a_busy_index_waits(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        number = file_one(archive, note(tmp_path, "ожидание"))
        other = open_engine(archive.settings.search_url)
        other.update([])
        Timer(1.0, other.release).start()
        work(archive)
        assert _found(archive, "ожидание") == [number]
        assert archive.doctor.diagnose().jobs["dead"] == 0


@pytest.fixture
def notes(fresh_archive: Archive, tmp_path: Path) -> tuple[int, ...]:
    """Three documents that are recognised, and in no index."""
    numbers = tuple(file_one(fresh_archive, note(tmp_path, f"ведомость {n}", f"{n}.txt")) for n in range(3))
    work(fresh_archive)
    with fresh_archive.sessions.begin() as session:
        session.execute(update(Document).values(indexed_stamp=0))
    return numbers


def test_one_that_cannot_be_indexed_keeps_no_other_out(
    fresh_archive: Archive, notes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, culprit = fresh_archive, notes[1]
    archive.engine.remove(notes)
    archive.engine.commit()
    archive.engine.release()
    good = indexing._index_document

    def bad_one(session: Session, row: Document) -> IndexDocument:
        if row.id == culprit:
            raise ValueError(row.id)
        return good(session, row)

    with monkeypatch.context() as broken, capture_logs() as told:
        broken.setattr(indexing, "_index_document", bad_one)
        archive.indexing.catch_up()
    assert [entry["document_id"] for entry in told if entry["log_level"] == "error"] == [culprit]
    assert sorted(_found(archive, "ведомости")) == [notes[0], notes[2]]
    assert archive.doctor.diagnose().index["behind"] == 1
    archive.indexing.catch_up()
    assert sorted(_found(archive, "ведомости")) == list(notes)


@pytest.mark.parametrize("broken", ["_index_document", "_pages"], ids=["its data", "its pages"])
def test_a_rebuild_leaves_out_only_what_cannot_be_indexed(
    fresh_archive: Archive, notes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    archive, culprit = fresh_archive, notes[1]
    archive.indexing.rebuild()
    good = getattr(indexing, broken)

    def bad_one(session: Session, of: Any) -> Any:
        if culprit in (of, getattr(of, "id", None)):
            raise ValueError(culprit)
        return good(session, of)

    with monkeypatch.context() as patch, capture_logs() as told:
        patch.setattr(indexing, broken, bad_one)
        assert archive.indexing.rebuild() == 2
    assert {entry["document_id"] for entry in told if entry["log_level"] == "error"} == {culprit}
    assert sorted(_found(archive, "ведомости")) == [notes[0], notes[2]]
    assert archive.doctor.diagnose().index["behind"] == 1
    archive.indexing.catch_up()
    assert sorted(_found(archive, "ведомости")) == list(notes)


def test_an_outage_during_a_rebuild_keeps_the_old_index(
    fresh_archive: Archive, notes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("gone"))

    fresh_archive.indexing.rebuild()
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "_index_document", away)
        with pytest.raises((OperationalError, IndexUnavailableError)):  # the engine's database may be the archive's
            fresh_archive.indexing.rebuild()
    assert sorted(_found(fresh_archive, "ведомости")) == list(notes)


def test_an_outage_is_no_documents_fault(
    fresh_archive: Archive, notes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise IndexUnavailableError(Reason.UNREACHABLE)

    monkeypatch.setattr(type(fresh_archive.engine), "update", away)
    with pytest.raises(IndexUnavailableError):
        fresh_archive.indexing.catch_up()
    assert fresh_archive.doctor.diagnose().index["behind"] == len(notes)


@pytest.mark.parametrize("call", ["add_document", "delete_documents_by_query", "commit", "wait_merging_threads"])
def test_a_panic_of_the_writer_is_an_outage_and_lets_go_of_the_lock(
    embedded_home: Home, tmp_path: Path, call: str
) -> None:
    with embedded_home.opened() as archive:
        number = file_one(archive, note(tmp_path, "паника"))
        archive.recognition(cast("JobContext", _Quiet(number)))
        archive.engine.update([])
        archive.engine._writer = _Panicking(archive.engine._writer, call)  # type: ignore[attr-defined]
        with pytest.raises(IndexUnavailableError):
            archive.indexing.catch_up()
        archive.indexing.catch_up()
        assert _found(archive, "паника") == [number]


class _Panicking:
    """A writer of tantivy, one method of which panics in earnest."""

    def __init__(self, writer: object, call: str) -> None:
        self._writer, self._call = writer, call

    def __getattr__(self, name: str) -> object:
        if name == self._call:
            return lambda *_: repr(_unspeakable())
        return getattr(self._writer, name)


def _unspeakable() -> tantivy.Document:
    made = tantivy.Document()
    made.add_pre_tokenized_text("body", tantivy.PreTokenizedString("", []))  # its repr is not implemented
    return made


class _Quiet:
    """A job that nobody watches or stops."""

    last_attempt = False

    def __init__(self, document_id: int) -> None:
        self.payload = {"document_id": document_id}

    def progress(self, *_: object) -> None: ...

    def check(self) -> None: ...


def test_a_search_that_does_not_answer_is_not_rebuilt(
    fresh_archive: Archive, monkeypatch: pytest.MonkeyPatch, notes: tuple[int, ...]
) -> None:
    away = IndexState("", 0, 0, "", healthy=False, reason=Reason.UNREACHABLE)
    with monkeypatch.context() as broken:
        broken.setattr(type(fresh_archive.engine), "state", lambda _: away)
        handler = fresh_archive.worker()._registry.handler(HEAL)
        handler(cast("JobContext", SimpleNamespace(log=structlog.get_logger())))
    with reading(fresh_archive.sessions) as session:
        assert not session.scalars(select(Job).where(Job.kind == REINDEX)).all()
    assert notes


def test_a_promised_rebuild_that_is_done_already_is_not_repeated(
    fresh_archive: Archive, monkeypatch: pytest.MonkeyPatch, notes: tuple[int, ...]
) -> None:
    def rebuilt(*_: object) -> None:
        pytest.fail("the index is whole")

    monkeypatch.setattr(type(fresh_archive.engine), "rebuild", rebuilt)
    with fresh_archive.sessions.begin() as session:
        enqueue(session, reindex_job(), now=fresh_archive.clock())
    work(fresh_archive)
    assert fresh_archive.doctor.diagnose().ok
    assert notes


def _tick(archive: Archive) -> None:
    from archive_app.entrypoints.scheduler import SCHEDULES, enqueue_due

    enqueue_due(archive, next(schedule for schedule in SCHEDULES if schedule.kind == HEAL))
    work(archive)


def _found(archive: Archive, question: str) -> list[int]:
    return [hit.document_id for hit in archive.searching.search(question, actor_of(archive)).hits]
