"""Stored bytes read again: a flipped bit, a missing blob, bytes nobody knows, a store that is away; and their repair."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import BackupRun, Blob, BlobFixity, BlobState, FixityFinding, Job, JobState, RunKind
from archive_app.entrypoints.scheduler import schedules_of
from archive_app.jobs import enqueue
from archive_app.jobs.attempt import Outcome
from archive_app.services.backup.lease import lease
from archive_app.services.fixity import checking
from archive_app.services.fixity.checking import LEASE
from archive_app.services.fixity.errors import FixityBusy, NoGoodCopies
from archive_app.services.kinds import FIXITY_FULL, FIXITY_SAMPLE, FIXITY_WATCH, fixity_job
from archive_app.wiring.fixity import replica_at
from storage.keys import BlobKey
from tests.fixtures.archives import file_one, note
from tests.fixtures.backups import IDENTITY, backed

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

NAMES = ("один", "два", "три")


def test_what_is_whole_is_proven_and_the_longest_unread_comes_first(home: Home, tmp_path: Path) -> None:
    sampled = replace(home, variables=home.variables | {"ARCHIVE_FIXITY_SHARE": "34"})
    with sampled.opened() as archive:
        keys = _filed(archive, tmp_path)
        first, second = (archive.fixity.check.run("test", full=False) for _ in range(2))
        assert [(one.ok, one.checked, one.found) for one in (first, second)] == [(True, 2, {}), (True, 2, {})]
        looked = _looks(archive)
        assert set(looked) == set(keys)
        assert sorted(row.run_id for row in looked.values()) == [first.run_id, second.run_id, second.run_id]
        full = archive.fixity.check.run("test", full=True)
        assert (full.ok, full.checked) == (True, 3)
        assert full.bytes == sum(archive.store.stat(key).size for key in keys)
        report = archive.fixity.state.report()
        assert (report.ok, report.blobs, report.never, report.found) == (True, 3, 0, ())
        assert archive.fixity.state.examine()


def test_three_findings_are_told_apart_and_are_no_success(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        rotten, lost, whole = _filed(archive, tmp_path)
        _flip(embedded_home, rotten)
        archive.store.remove(lost)
        young, old, destroyed = (_put(archive, data) for data in (b"young", b"old", b"destroyed"))
        with archive.sessions.begin() as session:
            now = archive.clock()
            gone = BlobState.DESTROYED
            session.add(Blob(sha256=destroyed, size=9, media_type="text/plain", state=gone, created_at=now))
        for key in (old, destroyed):
            os.utime(_path(embedded_home, key), (0, 0))
        done = archive.fixity.check.run("test", full=True)
        assert (done.ok, done.code) == (False, "fixity_found")
        assert done.found == {"wrong_bytes": 1, "missing": 1, "unknown": 2}
        found = {one.sha256: (one.finding, one.documents) for one in archive.fixity.state.report().found}
        assert found[rotten] == (FixityFinding.WRONG_BYTES, (1,))
        assert found[lost] == (FixityFinding.MISSING, (2,))
        assert {sha for sha, (finding, _) in found.items() if finding is FixityFinding.UNKNOWN} == {old, destroyed}
        assert young not in found
        assert _looks(archive)[whole].proven_at is not None
        with pytest.raises(RuntimeError, match="1"):
            archive.fixity.state.examine()


def test_a_sample_looks_first_at_what_was_bad(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        rotten, *_ = _filed(archive, tmp_path)
        before = _path(embedded_home, rotten).read_bytes()
        _flip(embedded_home, rotten)
        assert not archive.fixity.check.run("test", full=True).ok
        path = _path(embedded_home, rotten)
        path.chmod(0o600)
        path.write_bytes(before)
        done = archive.fixity.check.run("test", full=False)
        assert (done.ok, done.found) == (True, {})


def test_a_store_that_is_away_has_lost_nothing_and_proves_nothing(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        _filed(archive, tmp_path)
        store = embedded_home.folder / "blobs"
        store.rename(embedded_home.folder / "away")
        done = archive.fixity.check.run("test", full=True)
        assert (done.ok, done.code, done.checked) == (False, "storage_unavailable", 0)
        assert _looks(archive) == {}
        assert archive.fixity.state.last() is None
        (embedded_home.folder / "away").rename(store)
        assert archive.fixity.check.run("test", full=True).ok


def test_what_cannot_be_read_is_not_called_good(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        barred, *_ = _filed(archive, tmp_path)
        path = _path(embedded_home, barred)
        path.rename(tmp_path / "kept")
        path.mkdir()  # what no right and no root can read as a file
        done = archive.fixity.check.run("test", full=True)
        assert (done.ok, done.found) == (False, {"not_checked": 1})
        path.rmdir()
        (tmp_path / "kept").rename(path)
        assert archive.fixity.check.run("test", full=False).ok


def test_repair_brings_the_good_copy_and_keeps_the_bad_one(home: Home, tmp_path: Path) -> None:
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        rotten, lost, _ = _filed(archive, tmp_path)
        good = {key: _bytes(archive, key) for key in (rotten, lost)}
        assert archive.backups.taking.run("test")[0].ok
        bad = bytes([good[rotten][0] ^ 1]) + good[rotten][1:]
        archive.store.replace(replace(archive.store.stage(io.BytesIO(bad)), key=rotten))
        archive.store.remove(lost)
        assert archive.fixity.check.run("test", full=True).found == {"wrong_bytes": 1, "missing": 1}
        with pytest.raises(NoGoodCopies):
            archive.fixity.repairing.run("test", [])
        done = {one.sha256: one for one in archive.fixity.repairing.run("test", [IDENTITY])}
        assert all(one.ok and one.source == str(made.folder) for one in done.values())
        assert {key: _bytes(archive, key) for key in good} == good
        (aside,) = (made.home.folder / "quarantine").iterdir()
        assert (aside.name, aside.read_bytes()) == (done[rotten].aside, bad)
        assert archive.fixity.state.report().ok
        assert archive.fixity.check.run("test", full=True).ok
        assert archive.fixity.repairing.run("test", []) == []
        with archive.sessions() as session:
            runs = session.query(BackupRun).filter(BackupRun.kind == RunKind.REPAIR).all()
            assert [(run.ok, len(run.facts["repaired"])) for run in runs] == [(True, 2)]


def test_a_copy_that_is_bad_itself_repairs_nothing(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        rotten, *_ = _filed(archive, tmp_path)
        assert archive.backups.taking.run("test")[0].ok
        _flip(made.home, rotten)
        bad = _bytes(archive, rotten)
        (copy,) = made.folder.rglob(str(rotten))
        copy.chmod(0o600)
        whole = copy.read_bytes()
        copy.write_bytes(
            whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:]
        )  # the checksum behind is for those without a key
        archive.fixity.check.run("test", full=True)
        (done,) = archive.fixity.repairing.run("test", [IDENTITY])
        assert (done.ok, done.code) == (False, "no_good_copy")
        assert _bytes(archive, rotten) == bad
        assert archive.fixity.state.counts()["wrong_bytes"] == 1


def test_a_replica_repairs_what_it_has_whole_and_nothing_else(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        rotten, lost, both = _filed(archive, tmp_path)
        good = {key: _bytes(archive, key) for key in (rotten, lost, both)}
        shutil.copytree(embedded_home.folder / "blobs", tmp_path / "replica")
        replica = replica_at(archive.settings, str(tmp_path / "replica"))
        for key in (rotten, both):
            _flip(embedded_home, key)
        archive.store.remove(lost)
        spoiled = tmp_path / "replica" / "blobs" / both.sharded
        spoiled.chmod(0o600)
        spoiled.write_bytes(b"!" * len(good[both]))
        archive.fixity.check.run("test", full=True)
        done = {one.sha256: one for one in archive.fixity.repairing.run("test", [], [replica])}
        assert {key: (one.ok, one.source) for key, one in done.items()} == {
            rotten: (True, replica.shown),
            lost: (True, replica.shown),
            both: (False, ""),
        }
        assert (done[both].code, replica.shown in done[both].message) == ("no_good_copy", True)
        assert {key: _bytes(archive, key) for key in (rotten, lost)} == {key: good[key] for key in (rotten, lost)}
        assert archive.fixity.state.counts()["wrong_bytes"] == 1
        assert not list((embedded_home.folder / "blobs" / "staging").iterdir())  # what was not right is not left there
        spoiled.unlink()
        (again,) = archive.fixity.repairing.run("test", [], [replica])
        assert (again.ok, again.code) == (False, "no_good_copy")


def test_unknown_bytes_are_set_aside_and_destroyed_ones_go(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        unknown, destroyed = (_put(archive, data) for data in (b"unknown", b"destroyed"))
        with archive.sessions.begin() as session:
            gone = BlobState.DESTROYED
            session.add(Blob(sha256=destroyed, size=9, media_type="text/plain", state=gone, created_at=archive.clock()))
        for key in (unknown, destroyed):
            os.utime(_path(embedded_home, key), (0, 0))
        assert archive.fixity.check.run("test", full=False).found == {"unknown": 2}
        assert all(one.ok for one in archive.fixity.clearing.run("test"))
        assert not archive.store.exists(unknown)
        assert not archive.store.exists(destroyed)
        (aside,) = (embedded_home.folder / "quarantine").iterdir()
        assert aside.read_bytes() == b"unknown"
        assert archive.fixity.check.run("test", full=True).ok
        file_one(archive, note(tmp_path, "unknown", "u.txt"))  # the same bytes filed after all
        archive.fixity.quarantine.forget(unknown)
        assert list((embedded_home.folder / "quarantine").iterdir()) == []
        assert archive.fixity.check.run("test", full=True).ok


def test_a_run_goes_on_in_slices_and_two_at_once_are_refused(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "BATCH", 1)
    with embedded_home.opened() as archive:
        _filed(archive, tmp_path)
        first = archive.fixity.check.run("test", full=True, tell=lambda _done, _total: True)
        assert (first.paused, first.ok, first.checked) == (True, False, 1)
        again = archive.fixity.check.run("test", full=True)
        assert (again.run_id, again.ok, again.checked) == (first.run_id, True, 3)
        with lease(archive.sessions, archive.clock, LEASE, FixityBusy), pytest.raises(FixityBusy):
            archive.fixity.check.run("test", full=True)


def test_a_check_waits_for_the_one_under_way_however_long_it_takes(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened() as archive:
        _filed(archive, tmp_path)
        with archive.sessions.begin() as session:
            enqueue(session, fixity_job(full=True, by="test"), now=archive.clock())
        with lease(archive.sessions, archive.clock, LEASE, FixityBusy):
            outcomes = archive.worker().run(until_idle=True)
        assert outcomes[Outcome.GIVEN_BACK] == 1
        with archive.sessions() as session:
            waiting = session.scalars(select(Job).where(Job.kind == FIXITY_FULL)).one()
        assert (waiting.state, waiting.attempts, waiting.last_error_code) == (JobState.WAITING, 0, None)
        assert waiting.run_after > archive.clock()


def test_the_clock_checks_and_raises_the_alarm(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    with embedded_home.opened() as archive:
        assert {FIXITY_SAMPLE, FIXITY_FULL, FIXITY_WATCH} <= {one.kind for one in schedules_of(archive.settings)}
        rotten, *_ = _filed(archive, tmp_path)
        _flip(embedded_home, rotten)
        alarm = type(archive.backups.by_the_clock.alarm)
        monkeypatch.setattr(alarm, "raise_", lambda _self, subject, text: told.append(f"{subject}\n{text}"))
        with archive.sessions.begin() as session:
            enqueue(session, fixity_job(full=True, by="test"), now=archive.clock())
        archive.worker().run(until_idle=True)
        (alarmed,) = told
        assert "1" in alarmed
        assert archive.fixity.state.report().counts == {"wrong_bytes": 1}


def _filed(archive: Archive, folder: Path) -> list[BlobKey]:
    """Three documents; the addresses of their bytes in the order of filing."""
    for name in NAMES:
        file_one(archive, note(folder, name, f"{name}.txt"))
    with archive.sessions() as session:
        return [BlobKey(one) for (one,) in session.query(Blob.sha256).order_by(Blob.created_at)]


def _looks(archive: Archive) -> dict[str, BlobFixity]:
    with archive.sessions() as session:
        return {row.sha256: row for row in session.query(BlobFixity)}


def _path(home: Home, key: BlobKey) -> Path:
    return home.folder / "blobs" / "blobs" / key.sharded


def _flip(home: Home, key: BlobKey) -> None:
    path = _path(home, key)
    path.chmod(0o600)
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def _put(archive: Archive, data: bytes) -> BlobKey:
    return archive.store.commit(archive.store.stage(io.BytesIO(data))).key


def _bytes(archive: Archive, key: BlobKey) -> bytes:
    with archive.store.open(key) as stream:
        return stream.read()
