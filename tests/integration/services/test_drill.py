"""A drill proves on both legs that the backups become an archive again; a flipped bit anywhere turns it red."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import BackupRun, RunKind
from archive_app.entrypoints.scheduler import schedules_of
from archive_app.jobs import NewJob, enqueue
from archive_app.services.backup.protocol import drill_pdf
from archive_app.wiring.drilling import drill_of
from storage.backup.data_keys import read_identities
from tests.fixtures.archives import file_one, note, work
from tests.fixtures.backups import backed
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fixtures.archives import Home

PROVEN = {"seal", "schema", "rows", "references", "audit", "content", "sign_in", "pages", "search", "destroyed"}


def test_a_drill_proves_every_place_and_leaves_nothing(home: Home, tmp_path: Path) -> None:
    made = backed(home, tmp_path / "b", beside_blobs=True)
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ о зачислении Рябининой"), "Рябинина Елена Дмитриевна")
        cabinet = Cabinet(archive, tmp_path)
        cabinet.closed("02-13", "ведомость по алгебре")
        work(archive)
        assert all(one.ok for one in archive.backups.taking.run("test"))
        cabinet.executed()
        archive.backups.handlers["backup_ledger"](None)  # type: ignore[arg-type]
        done = drill_of(archive).run("test", read_identities(made.identity))
        assert [(check.name, check.message) for one in done for check in one.checks if not check.ok] == []
        assert all(one.ok for one in done), done
        assert {check.name for check in done[0].checks} == PROVEN
        assert done[0].rto > 0
        assert 0 < done[0].rpo < 600
        (run, *_) = archive.backups.state.runs(kind=RunKind.DRILL)
        assert drill_pdf(archive.backups.ground, run).startswith(b"%PDF")
        assert all(place.proven_at for place in archive.backups.state.places())
        left = {path.name for path in archive.settings.work_folder.iterdir()}
        assert left <= {"originals", "images"}


@pytest.mark.parametrize("what", ["objects/*/*/*", "snapshots/*/database", "snapshots/*/manifest", "keys/*.age"])
def test_a_flipped_bit_turns_it_red_and_is_named(embedded_home: Home, tmp_path: Path, what: str) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ"))
        archive.backups.taking.run("test")
        spoiled = min(made.folder.glob(what))
        whole = spoiled.read_bytes()
        spoiled.chmod(0o600)
        spoiled.write_bytes(whole[:-5] + bytes([whole[-5] ^ 16]) + whole[-4:])  # in a container: of its checksum only
        (done,) = drill_of(archive).run("test", read_identities(made.identity))
        assert not done.ok
        told = done.message + " ".join(check.message for check in done.checks)
        assert str(spoiled.relative_to(made.folder)) in told


def test_a_drill_by_the_clock_and_one_that_did_not_run(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backed(embedded_home, tmp_path / "b")
    clocked = {
        "ARCHIVE_DRILL_IDENTITY": str(made.identity),
        "ARCHIVE_DRILL_EVERY": "86400",
        "ARCHIVE_BACKUP_EVERY": "3600",
    }
    made.home.variables.update(clocked)
    with made.home.opened() as archive:
        assert {"backup", "drill", "backup_watch", "backup_ledger"} <= {
            one.kind for one in schedules_of(archive.settings)
        }
        told: list[str] = []
        alarm = type(archive.backups.by_the_clock.alarm)
        monkeypatch.setattr(alarm, "raise_", lambda _self, _subject, text: told.append(text))
        archive.backups.handlers["backup_watch"](None)  # type: ignore[arg-type]
        assert len(told) == 1
        assert told[0].count(str(made.folder)) == 2  # neither a backup nor a drill
        for kind in ("backup", "drill"):
            with archive.sessions.begin() as session:
                enqueue(session, NewJob(kind=kind), now=archive.clock())
            work(archive)
        archive.backups.handlers["backup_watch"](None)  # type: ignore[arg-type]
        assert len(told) == 1
        with archive.sessions() as session:
            done = {(run.kind, run.ok) for run in session.query(BackupRun)}
        assert done == {(RunKind.BACKUP, True), (RunKind.PRUNE, True), (RunKind.DRILL, True)}
        assert archive.backups.state.examine()
