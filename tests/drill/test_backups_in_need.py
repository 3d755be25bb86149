"""Backups where the place fails them, where people go on filing, where clocks go back: never a false success."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, func, inspect, make_url, select, table

from archive_app.db.migrate import downgrade
from archive_app.db.models import Document
from archive_app.services.backup import taking as taking_module
from archive_app.services.backup.database_copy import DatabaseCopy, copy_database, run_program
from archive_app.services.backup.errors import BackupBusy
from archive_app.services.backup.keeping import Keeping
from archive_app.services.backup.restoring import _put_postgresql
from archive_app.services.backup.taking import Taking
from archive_app.wiring.drilling import drill_of
from storage.backup.local_target import LocalTarget
from tests.drill.places import placed, target_of
from tests.fixtures.archives import file_one, note
from tests.fixtures.backups import Backed, backed
from tests.fixtures.weed import ACCESS_KEY, SECRET_KEY, SHARED_BUCKET, running_weed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from archive_app.services.backup.taking import Taken
    from tests.fixtures.archives import Home

MIB = 1 << 20


@pytest.mark.drill
def test_no_room_and_then_room_again(embedded_home: Home, small_disk: Path, tmp_path: Path) -> None:
    made = _on(embedded_home, tmp_path, small_disk / "backups")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ"))
        assert _taken(archive).ok
        big = tmp_path / "запись.bin"
        big.write_bytes(os.urandom(30 * MIB))
        file_one(archive, big)
        full = _taken(archive)
        assert (full.ok, full.code) == (False, "storage_full")
        _whole(archive, made, snapshots=1)
        subprocess.run(["mount", "-o", "remount,size=80m", small_disk], check=True)
        assert _taken(archive).ok
        _whole(archive, made, snapshots=2)


@pytest.mark.drill
def test_a_place_that_lets_nothing_be_written_is_told_and_still_restores(
    embedded_home: Home, small_disk: Path, tmp_path: Path
) -> None:
    made = _on(embedded_home, tmp_path, small_disk / "backups")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ"))
        assert _taken(archive).ok
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        refused = _taken(archive)
        assert not refused.ok
        assert refused.code in {"storage_denied", "storage_unavailable"}, refused
        pruned = archive.backups.keeping.prune("test")
        assert all(one.ok or one.code for one in pruned)
        _whole(archive, made, snapshots=1)
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
        assert _taken(archive).ok


def test_a_disk_that_goes_in_the_middle(embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ", "1.txt"))
        assert _taken(archive).ok
        for name in ("2.txt", "3.txt", "4.txt"):
            file_one(archive, note(tmp_path, name, name))
        away = tmp_path / "unplugged"
        with monkeypatch.context() as patched:
            patched.setattr(LocalTarget, "put", _at_put(3, lambda: made.folder.rename(away)))
            gone = _taken(archive)
        assert not gone.ok
        assert gone.code
        shutil.rmtree(made.folder, ignore_errors=True)
        away.rename(made.folder)
        _whole(archive, made, snapshots=1)
        assert _taken(archive).ok
        _whole(archive, made, snapshots=2)


@pytest.mark.drill
def test_an_s3_that_goes_in_the_middle(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "weed"
    folder.mkdir()
    with running_weed(folder) as server:
        made = backed(home, tmp_path / "b")
        keys = {"ARCHIVE_BACKUP_ACCESS_KEY": ACCESS_KEY, "ARCHIVE_BACKUP_SECRET_KEY": SECRET_KEY}
        place = server.url(SHARED_BUCKET, prefix="backups", timeout=2, retries=1)
        made.home.variables.update(keys | {"ARCHIVE_BACKUP_URL": place})
        with made.home.opened() as archive:
            for name in ("1.txt", "2.txt", "3.txt"):
                file_one(archive, note(tmp_path, name, name))
            assert _taken(archive).ok
            file_one(archive, note(tmp_path, "4", "4.txt"))
            with monkeypatch.context() as patched:
                patched.setattr(Taking, "_seal", lambda *_arguments: _after(server.kill, *_arguments))
                gone = _taken(archive)
            assert (gone.ok, gone.code) == (False, "storage_unavailable")
            server.start()
            assert _taken(archive).ok
            _whole(archive, made, snapshots=2)


def test_people_file_while_a_slow_backup_is_taken_and_a_second_one_waits_its_turn(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = placed(home, tmp_path)
    with made.home.opened() as archive:
        for number in range(8):
            file_one(archive, note(tmp_path, f"до {number}", f"a{number}.txt"))
        kind = target_of(archive)
        whole, began = kind.put, Event()

        def slow(*arguments: Any) -> None:
            began.set()
            time.sleep(0.1)
            whole(*arguments)

        monkeypatch.setattr(kind, "put", slow)
        taken: list[Taken] = []
        thread = Thread(target=lambda: taken.append(_taken(archive)))
        thread.start()
        assert began.wait(60)
        with pytest.raises(BackupBusy):
            archive.backups.taking.run("another")
        filed = 0
        while thread.is_alive():
            file_one(archive, note(tmp_path, f"во время {filed}", f"b{filed}.txt"))
            filed += 1
        thread.join()
        assert filed > 1
        assert taken[0].ok
        assert taken[0].copied >= 8
        monkeypatch.setattr(kind, "put", whole)
        _whole(archive, made, snapshots=1)
        assert _taken(archive).ok
        with archive.sessions() as session:
            assert session.query(Document).count() == 8 + filed
        _whole(archive, made, snapshots=2)


def test_a_clock_that_goes_back(home: Home, tmp_path: Path) -> None:
    made = placed(home, tmp_path)
    with made.home.opened() as archive:
        ground = archive.backups.ground
        ahead = replace(ground, clock=lambda: archive.clock() + timedelta(days=400))
        (wrong,) = Taking(ahead).run("test")
        file_one(archive, note(tmp_path, "приказ"))
        right = _taken(archive)
        assert wrong.ok
        assert right.ok
        assert archive.backups.keeping.find("latest")[1].id == right.snapshot
        (pruned,) = Keeping(ground).prune("test")
        assert (pruned.ok, pruned.gone) == (True, ())  # neither the one that is right nor the one that claims more
        (done,) = drill_of(archive).run_with("test", made.identity)
        assert (done.ok, done.snapshot) == (True, right.snapshot), done
        assert 0 <= done.rpo < 600


def test_a_snapshot_of_an_older_version_is_migrated(
    home: Home, new_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = placed(home, tmp_path)
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ"))
        monkeypatch.setattr(taking_module, "copy_database", partial(_older, new_database))
        monkeypatch.setattr(taking_module, "current_revision", lambda _database: OLDER)
        assert _taken(archive).ok
        assert archive.backups.keeping.find("latest")[1].revision == OLDER
        _whole(archive, made, snapshots=1)


OLDER = "0025"


def _older(scratch: str, *arguments: Any) -> DatabaseCopy:
    """The copy as a version of the program made it that knew nothing of loans and of what came after."""
    copy = copy_database(*arguments)
    plain = copy.packed.with_name("older")
    plain.write_bytes(gzip.decompress(copy.packed.read_bytes()))
    if scratch:
        _put_postgresql(plain, scratch)
    engine = create_engine(scratch or f"sqlite:///{plain}")
    downgrade(engine, OLDER)
    tables = [name for name in inspect(engine).get_table_names() if name in copy.counts]
    with engine.connect() as database:
        counts = {name: database.execute(select(func.count()).select_from(table(name))).scalar_one() for name in tables}
    engine.dispose()
    if scratch:
        run_program(["pg_dump", "-Fc", f"--file={plain}"], make_url(scratch))
    copy.packed.write_bytes(gzip.compress(plain.read_bytes(), 1))
    return replace(copy, counts=counts)


def _on(home: Home, folder: Path, place: Path) -> Backed:
    made = backed(home, folder / "b")
    made.home.variables["ARCHIVE_BACKUP_URL"] = str(place)
    return replace(made, folder=place)


def _taken(archive: Archive) -> Taken:
    (taken,) = archive.backups.taking.run("test")
    return taken


def _whole(archive: Archive, made: Backed, *, snapshots: int) -> None:
    """Everything that is there is whole, and becomes an archive again."""
    (verified,) = archive.backups.keeping.verify("test")
    assert verified.ok, verified
    assert len(verified.snapshots) == snapshots
    (done,) = drill_of(archive).run_with("test", made.identity)
    assert done.ok, [one for one in done.checks if not one.ok] or done


def _at_put(number: int, happens: Callable[[], object]) -> Callable[..., None]:
    """`put`, before the call of that number of which (from 1) something happens."""
    whole, calls = LocalTarget.put, count(1)

    def put(*arguments: Any) -> None:
        if next(calls) == number:
            happens()
        whole(*arguments)

    return put


def _after(happens: Callable[[], object], *arguments: Any) -> None:
    happens()
    SEAL(*arguments)


SEAL = Taking._seal
