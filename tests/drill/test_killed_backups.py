"""kill -9 at each stage of a backup, a pruning, a restore, a drill: the same command finishes; no kept snapshot is ever broken."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from archive_app.db.models import BlobFixity, RunKind
from archive_app.restored import restore_into
from archive_app.services.blob_rows import add_blob
from archive_app.settings import load_settings
from archive_app.wiring.drilling import drill_of
from storage.backup.porters import WORTH_IT
from tests.drill.both_legs import on_both_legs
from tests.drill.mortal_backup import STAGES
from tests.drill.places import placed
from tests.fixtures.archives import Home, file_one, note

if TYPE_CHECKING:
    from tests.fixtures.backups import Backed

PROJECT = Path(__file__).parents[2]
MANY = WORTH_IT + 100
"""Blobs that a restore has its processes bring."""
QUICK = {"backup: between two blobs", "prune: between seals and files", "restore: between two blobs"}
"""Run by `make test` on the embedded leg; the others by `make drill`, on both."""


def _stages(what: str) -> pytest.MarkDecorator:
    return on_both_legs([stage for stage in STAGES if stage.startswith(what)], quick=QUICK)


@_stages("backup")
def test_a_second_backup_is_whole(home: Home, tmp_path: Path, stage: str) -> None:
    made = _filled(home, tmp_path)
    _die(made, stage, "backup", "run")
    with made.home.opened() as archive:
        (taken,) = archive.backups.taking.run("test")
        assert taken.ok
        assert taken.copied + taken.there == 3
        assert all(one.ok for one in archive.backups.keeping.verify("test"))
        assert list(made.folder.glob("tmp/*")) == []
        assert {left.name for left in archive.settings.work_folder.iterdir()} <= {"originals", "images"}


@_stages("prune")
def test_a_killed_pruning_breaks_no_kept_snapshot(home: Home, tmp_path: Path, stage: str) -> None:
    made = _filled(home, tmp_path)
    with made.home.opened() as archive:
        for _ in range(3):
            assert archive.backups.taking.run("test")[0].ok
        newest = max(archive.backups.keeping.listed(), key=lambda one: str(one.at)).id
    _die(made, stage, "backup", "prune")
    with made.home.opened() as archive:
        assert all(one.ok for one in archive.backups.keeping.verify("test", newest))
        assert all(one.ok for one in archive.backups.keeping.prune("test"))
        assert [one.id for one in archive.backups.keeping.listed()] == [newest]
        assert all(one.ok for one in archive.backups.keeping.verify("test"))
        ground = archive.backups.taking.ground
        with ground.opened(*ground.require_places()) as target:
            assert {one.name.split("/")[1] for one in target.listed("snapshots/")} == {newest}


@_stages("restore")
def test_the_same_restore_goes_on(home: Home, new_database: str, tmp_path: Path, stage: str) -> None:
    made = _filled(home, tmp_path)
    with made.home.opened() as archive:
        assert archive.backups.taking.run("test")[0].ok
    new = tmp_path / "new"
    command = ["restore", "latest", "--home", str(new), "--identity", str(made.identity)]
    elsewhere = dict(made.home.variables)
    if new_database:
        store = elsewhere["ARCHIVE_STORAGE_URL"].replace("prefix=", "prefix=restored-")
        elsewhere |= {
            "ARCHIVE_DATABASE_URL": new_database,
            "ARCHIVE_SEARCH_URL": new_database,
            "ARCHIVE_STORAGE_URL": store,
        }
        command += ["--database", new_database, "--search", new_database, "--storage", store]
    _die(made, stage, *command)
    there = Home(home.folder, elsewhere).environment
    environment = {name: value for name, value in there.items() if name.startswith("ARCHIVE_")}
    outcome = restore_into(load_settings(environment, home=new), "latest", made.identity, by="test")
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)
    assert outcome.restored.blobs == 3
    assert (outcome.diagnosis.blobs.total, outcome.diagnosis.blobs.unknown) == (3, 0)


def test_a_restore_by_processes_goes_on_and_they_end_with_it(embedded_home: Home, tmp_path: Path) -> None:
    made, new = placed(embedded_home, tmp_path), tmp_path / "new"
    with made.home.opened() as archive, archive.sessions.begin() as session:
        for number in range(MANY):
            blob = archive.store.commit(archive.store.stage(io.BytesIO(f"{number}".encode())))
            add_blob(session, archive.store, blob, "text/plain", archive.clock())
    with made.home.opened() as archive:
        assert archive.backups.taking.run("test")[0].ok
    _die(
        made,
        "many blobs: between two batches",
        "restore",
        "latest",
        "--home",
        str(new),
        "--identity",
        str(made.identity),
    )
    came = sum(path.is_file() for path in (new / "blobs/blobs").rglob("*"))
    environment = {name: value for name, value in made.home.environment.items() if name.startswith("ARCHIVE_")}
    outcome = restore_into(load_settings(environment, home=new), "latest", made.identity, by="test")
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)
    assert 0 < came < MANY
    assert (outcome.restored.blobs, outcome.diagnosis.blobs.total, outcome.diagnosis.blobs.unknown) == (MANY, MANY, 0)
    assert list((new / "blobs/staging").iterdir()) == []


@pytest.mark.drill
def test_a_killed_check_of_fixity_goes_on_with_what_it_has_not_read(home: Home, tmp_path: Path) -> None:
    made = _filled(home, tmp_path)
    _die(made, "fixity: between two blobs", "fixity", "run", "--full", "--rate", "0")
    with made.home.opened() as archive:
        with archive.sessions() as session:
            looked = {row.sha256: row.checked_at for row in session.query(BlobFixity)}
        assert len(looked) == 2
        done = archive.fixity.check.run("test", full=True)
        assert (done.ok, done.checked) == (True, 3)
        with archive.sessions() as session:
            again = {row.sha256: row.checked_at for row in session.query(BlobFixity)}
        assert looked.items() <= again.items()
        assert len(again) == 3


@_stages("drill")
def test_a_killed_drill_proves_nothing_and_leaves_nothing(home: Home, tmp_path: Path, stage: str) -> None:
    made = _filled(home, tmp_path)
    with made.home.opened() as archive:
        assert archive.backups.taking.run("test")[0].ok
    _die(made, stage, "drill", "run", "--identity", str(made.identity))
    with made.home.opened() as archive:
        (run,) = archive.backups.state.runs(kind=RunKind.DRILL)
        assert (run.ok, archive.backups.state.places()[0].proven_at) == (None, None)
        (done,) = drill_of(archive).run_with("test", made.identity)
        assert done.ok, done
        assert {left.name for left in archive.settings.work_folder.iterdir()} <= {"originals", "images"}
        if archive.database.dialect.name == "postgresql":
            with archive.database.connect() as connection:
                query = text("SELECT count(*) FROM pg_database WHERE datname LIKE 'archive\\_drill\\_%'")
                assert connection.scalar(query) == 0


def _filled(home: Home, folder: Path) -> Backed:
    """Three notes, and one place: a folder, or of an archive on servers another part of its S3."""
    made = placed(home, folder)
    with made.home.opened() as archive:
        for name in ("один", "два", "три"):
            file_one(archive, note(folder, name, f"{name}.txt"))
    return made


def _die(made: Backed, stage: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "tests.drill.mortal_backup", stage, *arguments]
    done = subprocess.run(
        command, env=made.home.environment, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
