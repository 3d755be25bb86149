"""A drill proves on both legs that the backups become an archive again; a flipped bit anywhere turns it red."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pyrage.x25519 import Identity
from sqlalchemy import select

from archive_app.db.models import BackupRun, Document, Job, JobState, RunKind
from archive_app.entrypoints.scheduler import schedules_of
from archive_app.jobs import JobInterruptedError, NewJob, enqueue
from archive_app.services.backup import drill, restoring
from archive_app.services.backup.alarm import Alarm
from archive_app.services.backup.book import found_words
from archive_app.services.backup.lying import Lying
from archive_app.services.backup.protocol import drill_form, drill_pdf
from archive_app.services.page_images import PageImages
from archive_app.wiring.clocks import utc_now
from archive_app.wiring.drilling import drill_of
from storage.backup.data_keys import read_identities
from storage.backup.errors import BackupDamaged, BadIdentity, KeyDoesNotOpen
from tests.fixtures.archives import file_one, note, work
from tests.fixtures.backups import IDENTITY, backed
from tests.fixtures.disposal import Cabinet
from tests.fixtures.lain import Lain, lay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.fixtures.archives import Home

PROVEN = {"seal", "key", "schema", "rows", "references", "audit", "content", "sign_in", "pages", "search", "destroyed"}


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
        assert run.snapshot == done[0].snapshot
        assert drill_pdf(archive.backups.ground, run).startswith(b"%PDF")
        assert any("(RTO)" in name for name, _ in drill_form(archive.backups.ground, run).facts)
        assert all(place.proven_at for place in archive.backups.state.places())
        left = {path.name for path in archive.settings.work_folder.iterdir()}
        assert left <= {"originals", "images"}


def test_a_drill_needs_none_of_the_roads_in_and_out(embedded_home: Home, tmp_path: Path) -> None:
    """The settings of the scratch place fit together, whatever those of the archive are."""
    made = backed(embedded_home, tmp_path / "b")
    roads = {
        "mail_url": "smtp://localhost:1",
        "mail_from": "a@b.example",
        "audit_mail_to": "c@d.example",
        "mailbox_url": "imaps://scans@school.example",
        "mailbox_password": "x",
        "mailbox_senders": "@school.example",
        "inbox": str(tmp_path),
    }
    with made.home.opened(**roads) as archive:
        assert archive.backups.taking.run("test")[0].ok
        (done,) = drill_of(archive).run_with("test", made.identity)
        assert done.ok, done


@pytest.fixture(scope="module")
def lain(
    embedded_template: Home, tmp_path_factory: pytest.TempPathFactory, scan: Callable[..., Path]
) -> Iterator[Lain]:
    folder = tmp_path_factory.mktemp("lain")
    made = backed(embedded_template.copied(folder / "home"), folder / "b")
    with made.home.opened() as archive:
        file_one(archive, scan(), "Рябинина Елена Дмитриевна")
        lay(archive, folder)
        yield Lain(made, archive)


@contextmanager
def spoiled(path: Path, at: int = -5) -> Iterator[None]:
    """One bit of it is another one, for the block; in a container of its checksum only, which a restore does not need."""
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[at] ^= 16
    path.chmod(0o600)
    path.write_bytes(changed)
    try:
        yield
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "what",
    [
        "objects/*/*/*",
        "snapshots/*/database",
        "snapshots/*/manifest",
        "snapshots/*/blobs.txt",
        "snapshots/*/seal",
        "ledger/*/destructions",
        "ledger/*/seal",
        "keys/*.age",
    ],
)
def test_a_flipped_bit_turns_it_red_and_is_named(lain: Lain, what: str) -> None:
    path = min(lain.made.folder.glob(what))
    name = str(path.relative_to(lain.made.folder))
    with spoiled(path):
        done = lain.drilled()
        assert not done.ok
        assert name in done.message + " ".join(check.message for check in done.checks)
        (verified,) = lain.archive.backups.keeping.verify("test")
        assert {fault.name for fault in verified.faults} == {name}


def test_an_older_snapshot_does_not_stand_for_a_damaged_one(lain: Lain) -> None:
    keeping, older = lain.archive.backups.keeping, lain.snapshot()
    assert lain.archive.backups.taking.run("test")[0].ok
    newest = lain.snapshot()
    seal = lain.made.folder / "snapshots" / newest / "seal"
    with spoiled(seal):
        done = lain.drilled()
        assert (done.ok, done.snapshot) == (False, older)
        opened = {check.name: check.message for check in done.checks}["key"]
        assert opened.endswith(": 1")  # a damaged seal says nothing of its key
        assert f"snapshots/{newest}/seal" in " ".join(check.message for check in done.checks if not check.ok)
        assert {one.id: one.damaged for one in keeping.listed()} == {older: False, newest: True}
        with pytest.raises(BackupDamaged):
            keeping.find("latest")
        assert keeping.find(older)[1].id == older
    away = seal.rename(lain.made.folder.parent / "seal")
    done = lain.drilled()
    assert not done.ok  # nobody sees that it is gone but the journal
    assert f"snapshots/{newest}/seal" in " ".join(check.message for check in done.checks)
    away.rename(seal)
    assert lain.drilled().ok


def test_a_backup_that_ends_while_a_drill_goes_on_is_no_fault(lain: Lain) -> None:
    lying = Lying(lain.archive.backups.ground, lain.archive.backups.ground.places[0])
    before = lying.newest().id  # the seals are read here
    assert lain.archive.backups.taking.run("test")[0].ok
    assert lain.snapshot() != before
    assert lying.as_written().message == before
    assert lying.as_written().ok


def test_another_key_proves_nothing_and_says_so(lain: Lain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = lain.drilled(Identity.generate())
    assert (done.ok, done.code) == (False, KeyDoesNotOpen.code)
    assert "ключ" in done.message
    lost = drill_of(lain.archive).run_with("test", tmp_path / "lost.txt")
    assert [(one.ok, one.code) for one in lost] == [(False, BadIdentity.code)]
    (run, *_) = lain.archive.backups.state.runs(kind=RunKind.DRILL)
    assert (run.ok, run.code) == (False, BadIdentity.code)
    path = tmp_path / "identity.txt"
    proof = replace(lain.archive.backups.by_the_clock.keys, identity=path)
    assert proof.faults() == []  # it may be away between drills
    for text, words in ((str(IDENTITY), None), (str(Identity.generate()), str(path)), ("пусто", str(path))):
        path.write_text(text)
        assert [words in line for line in proof.faults()] == ([True] if words else [])  # type: ignore[operator]
    path.write_text(str(IDENTITY))
    with spoiled(min(lain.made.folder.glob("keys/*"), key=lambda one: one.stem != lain_key(lain))):
        assert len(proof.faults()) == 1


def lain_key(lain: Lain) -> str:
    return lain.archive.backups.keeping.find("latest")[1].key


def test_a_sample_says_how_certain_it_is_and_misses_nothing_that_is_away(lain: Lain, tmp_path: Path) -> None:
    archive = lain.archive
    number = file_one(archive, note(tmp_path, "запись, которую не показывают"))
    assert archive.backups.taking.run("test")[0].ok
    objects = sorted(lain.made.folder.glob("objects/*/*/*"))
    (done,) = drill_of(archive, 50, 50).run("test", [IDENTITY])
    assert (done.ok, done.sample and (done.sample["confidence"], done.sample["share"])) == (True, (50, 50))
    assert done.sample
    assert 0 < done.sample["drawn"] < done.sample["of"]
    said = {check.name: check.message for check in done.checks}
    assert f"{done.sample['drawn']} из {done.sample['of']}" in said["content"]
    assert "50 %" in said["content"]
    assert "1" in said["pages"]  # its blobs are brought, whatever chance has drawn
    (run, *_) = archive.backups.state.runs(kind=RunKind.DRILL)
    assert run.facts["sample"] == done.sample
    told = dict(drill_form(archive.backups.ground, run).facts)
    assert "50 %" in str(told["Проверено"])
    assert not any("(RTO)" in name for name in told), "of a part nobody knows how long the whole takes"
    with archive.sessions() as session:
        (scanned,) = session.scalars(select(Document.original_sha256).where(Document.media_type == "image/jpeg"))
        other = session.get_one(Document, number).original_sha256
    missing, rotten = (next(one for one in objects if one.name == key) for key in (other, scanned))
    away = missing.rename(lain.made.folder.parent / "object")
    (done,) = drill_of(archive, 1, 100).run("test", [IDENTITY])  # a sample of one, by chance
    away.rename(missing)
    assert not done.ok
    assert str(missing.relative_to(lain.made.folder)) in done.checks[0].message
    with spoiled(rotten, at=-40):
        (done,) = drill_of(archive, 1, 100).run("test", [IDENTITY])
        assert {check.name for check in done.checks if not check.ok} >= {"seal", "content"}


def test_destroyed_records_that_would_come_back_turn_it_red(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list beside the snapshots is gone, or was never written: the living archive knows what it must name."""
    monkeypatch.setattr(drill, "UNTIL_LISTED", timedelta())
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        document, _ = cabinet.closed("02-13", "ведомость по алгебре")
        work(archive)
        assert archive.backups.taking.run("test")[0].ok
        cabinet.executed()
        (done,) = drill_of(archive).run("test", [IDENTITY])
        assert [check.name for check in done.checks if not check.ok] == ["destroyed"]
        assert str(document) in next(check.message for check in done.checks if not check.ok)
        archive.backups.handlers["backup_ledger"](None)  # type: ignore[arg-type]
        (done,) = drill_of(archive).run("test", [IDENTITY])
        assert done.ok, done


def test_an_archive_without_images_of_pages_says_so(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "только текст"))
        work(archive)
        assert archive.backups.taking.run("test")[0].ok
        for confidence in (100, 50):
            (done,) = drill_of(archive, confidence).run("test", [IDENTITY])
            assert done.ok
            assert "не проверялось" in next(check.message for check in done.checks if check.name == "pages")


def test_pages_that_cannot_be_drawn_fail_it(lain: Lain, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1" in next(check for check in lain.drilled().checks if check.name == "pages").message
    monkeypatch.setattr(PageImages, "drawn", lambda *_: b"")
    done = lain.drilled()
    assert [check.name for check in done.checks if not check.ok] == ["pages"]
    assert "Не пройдено: изображения страниц" in found_words(lain.archive.backups.state.runs()[0])


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
    told: list[str] = []
    monkeypatch.setattr(Alarm, "raise_", lambda _self, _subject, text: told.append(text))
    with made.home.opened() as archive:
        assert {"backup", "drill", "backup_watch", "backup_ledger"} <= {
            one.kind for one in schedules_of(archive.settings)
        }
        archive.backups.handlers["backup_watch"](None)  # type: ignore[arg-type]
        assert told == []  # it is the first day: nothing could be missed yet
        with archive.sessions.begin() as session:
            number = enqueue(session, NewJob(kind="drill"), now=archive.clock())
        work(archive)
        with archive.sessions.begin() as session:
            waiting = session.get_one(Job, number)
            assert (waiting.state, waiting.attempts, archive.backups.state.runs()) == (JobState.WAITING, 0, [])
            session.delete(waiting)  # there was nothing to look at: it has waited for the first backup
    with made.home.opened(lambda: utc_now() + timedelta(days=3)) as archive:
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


def test_a_drill_that_is_broken_off_by_a_shutdown_has_proven_nothing(
    lain: Lain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "TOLD_EVERY", 1)

    def stop(_number: int) -> None:
        raise JobInterruptedError(job_id=1)

    with pytest.raises(JobInterruptedError):
        drill_of(lain.archive).run("test", [IDENTITY], stop)
    assert lain.archive.backups.state.runs(kind=RunKind.DRILL)[0].ok is None
    assert lain.drilled().ok
