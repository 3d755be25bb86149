"""kill -9 at each stage of a backup, a pruning, a restore, a drill: the same command finishes; no kept snapshot is ever broken."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import BlobFixity, RunKind
from archive_app.restored import restore_into
from archive_app.settings import load_settings
from archive_app.wiring.drilling import drill_of
from tests.drill.mortal_backup import STAGES
from tests.fixtures.archives import file_one, note
from tests.fixtures.backups import Backed, backed

if TYPE_CHECKING:
    from tests.fixtures.archives import Home

PROJECT = Path(__file__).parents[2]
QUICK = {"backup: between two blobs", "prune: between seals and files", "restore: between two blobs"}
"""Run by `make test`; the others by `make drill`."""


def _stages(what: str) -> list[object]:
    stages = [stage for stage in STAGES if stage.startswith(what)]
    return [stage if stage in QUICK else pytest.param(stage, marks=pytest.mark.drill) for stage in stages]


@pytest.mark.parametrize("stage", _stages("backup"))
def test_a_second_backup_is_whole(embedded_home: Home, tmp_path: Path, stage: str) -> None:
    made = _filled(embedded_home, tmp_path)
    _die(made, stage, "backup", "run")
    with made.home.opened() as archive:
        (taken,) = archive.backups.taking.run("test")
        assert taken.ok
        assert taken.copied + taken.there == 3
        assert all(one.ok for one in archive.backups.keeping.verify("test"))
        assert list((made.folder / "tmp").iterdir()) == []
        assert {left.name for left in archive.settings.work_folder.iterdir()} <= {"originals", "images"}


@pytest.mark.parametrize("stage", _stages("prune"))
def test_a_killed_pruning_breaks_no_kept_snapshot(embedded_home: Home, tmp_path: Path, stage: str) -> None:
    made = _filled(embedded_home, tmp_path)
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
    assert {path.parent.name for path in made.folder.glob("snapshots/*/*")} == {newest}


@pytest.mark.parametrize("stage", _stages("restore"))
def test_the_same_restore_goes_on(embedded_home: Home, tmp_path: Path, stage: str) -> None:
    made = _filled(embedded_home, tmp_path)
    with made.home.opened() as archive:
        assert archive.backups.taking.run("test")[0].ok
    new = tmp_path / "new"
    _die(made, stage, "restore", "latest", "--home", str(new), "--identity", str(made.identity))
    environment = {name: value for name, value in made.home.environment.items() if name.startswith("ARCHIVE_")}
    outcome = restore_into(load_settings(environment, home=new), "latest", made.identity, by="test")
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)
    assert outcome.restored.blobs == 3
    assert (outcome.diagnosis.blobs.total, outcome.diagnosis.blobs.unknown) == (3, 0)


@pytest.mark.drill
def test_a_killed_check_of_fixity_goes_on_with_what_it_has_not_read(embedded_home: Home, tmp_path: Path) -> None:
    made = _filled(embedded_home, tmp_path)
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


@pytest.mark.parametrize("stage", _stages("drill"))
def test_a_killed_drill_proves_nothing_and_leaves_nothing(embedded_home: Home, tmp_path: Path, stage: str) -> None:
    made = _filled(embedded_home, tmp_path)
    with made.home.opened() as archive:
        assert archive.backups.taking.run("test")[0].ok
    _die(made, stage, "drill", "run", "--identity", str(made.identity))
    with made.home.opened() as archive:
        (run,) = archive.backups.state.runs(kind=RunKind.DRILL)
        assert (run.ok, archive.backups.state.places()[0].proven_at) == (None, None)
        (done,) = drill_of(archive).run_with("test", made.identity)
        assert done.ok, done
        assert {left.name for left in archive.settings.work_folder.iterdir()} <= {"originals", "images"}


def _filled(home: Home, folder: Path) -> Backed:
    made = backed(home, folder / "b")
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
