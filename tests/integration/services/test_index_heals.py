"""The index is disposable: gone, broken, old or busy, it comes back, and search with it."""

from __future__ import annotations

import json
import shutil
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from archive_app.services.kinds import HEAL
from indexer.search import IndexUnavailableError, open_engine
from tests.fixtures.archives import actor_of, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive
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


def _tick(archive: Archive) -> None:
    from archive_app.entrypoints.scheduler import SCHEDULES, enqueue_due

    enqueue_due(archive, next(schedule for schedule in SCHEDULES if schedule.kind == HEAL))
    work(archive)


def _found(archive: Archive, question: str) -> list[int]:
    return [hit.document_id for hit in archive.searching.search(question, actor_of(archive)).hits]
