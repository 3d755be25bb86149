"""Snapshots of whole archives on both legs: taken, taken again, verified, pruned; rot and loss are never a success."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from archive_app.db.models import BackupRun, Blob, BlobState, Job, JobState, RunKind, Setting
from archive_app.jobs import NewJob, enqueue
from archive_app.services.backup import keeping as keeping_module
from archive_app.services.backup import taking as taking_module
from archive_app.services.backup.book import found_words
from archive_app.services.backup.database_copy import copy_database
from archive_app.services.backup.errors import BackupBusy, BackupNotSetUp
from archive_app.services.backup.lease import KEPT_AT, lease
from archive_app.services.backup.state import PlaceState
from archive_app.services.backup.taking import SIZES_EVERY
from archive_app.services.kinds import BACKUP, backup_job
from archive_app.wiring.drilling import drill_of
from storage.backup import pruning
from storage.backup.errors import BackupNotThere
from storage.keys import BlobKey
from tests.fixtures.archives import file_one, note
from tests.fixtures.backups import backed
from tests.fixtures.school_years import Clock

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from archive_app.services.backup.keeping import PrunedPlace
    from archive_app.services.backup.leaving import Leaving
    from tests.fixtures.archives import Home


def test_a_snapshot_is_whole_and_the_next_one_copies_what_is_new(home: Home, tmp_path: Path) -> None:
    made = backed(home, tmp_path / "b", beside_blobs=True)
    with made.home.opened(_clock()) as archive:
        file_one(archive, note(tmp_path, "первый", "1.txt"))
        backups = archive.backups
        first = backups.taking.run("test")
        assert [(one.ok, one.copied, one.there) for one in first] == [(True, 1, 0)] * len(first)
        file_one(archive, note(tmp_path, "второй", "2.txt"))
        again = backups.taking.run("test")
        assert [(one.ok, one.copied, one.there) for one in again] == [(True, 1, 1)] * len(first)
        assert len(first) == (2 if "postgresql" in archive.settings.database_url else 1)
        verified = backups.keeping.verify("test")
        assert all(one.ok and len(one.snapshots) == 2 for one in verified), verified
        listed = backups.keeping.listed()
        assert [one.blobs for one in listed] == [1, 2] * len(first)
        pruned = backups.keeping.prune("test")
        assert [(one.ok, len(one.gone), one.objects) for one in pruned] == [(True, 1, 0)] * len(first)
        assert all(one.ok for one in backups.keeping.verify("test"))
        with archive.sessions() as session:
            runs = session.query(BackupRun.kind, BackupRun.ok).all()
        assert all(ok for _, ok in runs)
        assert {kind for kind, _ in runs} == {RunKind.BACKUP, RunKind.VERIFY, RunKind.PRUNE}


def test_rot_and_loss_are_named_and_never_a_success(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        for name in ("целый", "гнилой", "пропавший"):
            file_one(archive, note(tmp_path, name, f"{name}.txt"))
        whole, rotten, lost = _blobs(archive, 3)
        _spoil(made.home, rotten)
        archive.store.remove(lost)
        (taken,) = archive.backups.taking.run("test")
        assert (taken.ok, taken.copied, taken.rotten, taken.lost) == (False, 1, (rotten,), (lost,))
        assert not list(made.folder.rglob(str(rotten)))
        assert list(made.folder.rglob(str(whole)))
        (listed,) = archive.backups.keeping.listed()
        assert (listed.blobs, listed.missing) == (1, 2)
        (run,) = archive.backups.state.runs()
        assert f"Повреждено в архиве: 1, пропало: 1; первое: {rotten}" in found_words(run)


def test_a_damaged_seal_stops_no_pruning_and_costs_no_kept_snapshot_its_content(
    embedded_home: Home, tmp_path: Path
) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        taking, keeping = archive.backups.taking, archive.backups.keeping
        file_one(archive, note(tmp_path, "один", "1.txt"))
        first, damaged = (taking.run("test")[0].snapshot for _ in range(2))
        with archive.sessions.begin() as session:  # only the older snapshots need the object now
            session.get_one(Blob, _blobs(archive, 1)[0]).state = BlobState.DESTROYED
        newest = taking.run("test")[0].snapshot
        seal = made.folder / "snapshots" / damaged / "seal"
        whole = seal.read_bytes()
        seal.chmod(0o600)
        seal.write_bytes(whole.replace(b"sqlite", b"sqlitf"))
        for pretend in (True, False):
            (pruned,) = keeping.prune("test", pretend=pretend)
            assert (pruned.ok, pruned.gone, pruned.damaged) == (False, (first,), (f"snapshots/{damaged}/seal",))
        assert f"snapshots/{damaged}/seal" in pruned.message
        seal.write_bytes(whole)
        assert all(one.ok for one in keeping.verify("test", damaged))
        seal.write_bytes(b"")
        (pruned,) = keeping.prune("test", drop_damaged=True)
        assert (pruned.ok, pruned.gone, pruned.objects) == (True, (damaged,), 1)
        assert [one.id for one in keeping.listed()] == [newest]


def test_what_an_act_destroys_meanwhile_is_explained(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fixtures.disposal import Cabinet

    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        cabinet.closed("02-13", "ведомость по алгебре")
        act = cabinet.approved()

        def then_destroyed(*arguments: object) -> object:
            copy = copy_database(*arguments)  # type: ignore[arg-type]
            cabinet.disposal.approving.execute(act, cabinet.keeper, typed=str(act))
            archive.worker().run(until_idle=True)
            return copy

        monkeypatch.setattr(taking_module, "copy_database", then_destroyed)
        (taken,) = archive.backups.taking.run("test")
        assert taken.ok
        assert taken.destroyed_meanwhile
        assert len(list(made.folder.glob("ledger/*/seal"))) == 1


def test_what_was_destroyed_leaves_the_backups_and_the_act_says_when(embedded_home: Home, tmp_path: Path) -> None:
    from tests.fixtures.disposal import Cabinet

    made = backed(embedded_home, tmp_path / "b")
    late = _clock(hour=22)  # where the organisation is, it is the next day
    with made.home.opened(late, backup_every="86400", backup_yearly="3") as archive:
        cabinet = Cabinet(archive, tmp_path)
        number, _ = cabinet.closed("02-13", "ведомость по алгебре")
        sha256 = cabinet.sha256(number)
        assert archive.backups.taking.run("test")[0].ok
        act = cabinet.executed()

        def copies() -> Leaving:
            (told,) = cabinet.disposal.acts.card(act, cabinet.keeper).copies
            return told

        rotation = archive.backups.ground.rotation
        years = archive.clock().year + rotation.yearly
        assert (copies().place, copies().since) == (str(made.folder), None)
        assert copies().by == date(years, 1, 3)  # the day after the first pruning of the year
        archive.backups.keeping.prune("test")
        assert copies().since is None  # the newest snapshot stays, and it has it
        assert archive.backups.taking.run("test")[0].ok
        assert list(made.folder.rglob(sha256))
        archive.backups.keeping.prune("test")
        assert not list(made.folder.rglob(sha256))
        assert (freed := copies().since)
        assert freed.date() == archive.today() == late.day + timedelta(days=1)
        printed = cabinet.disposal.printing.form(act, cabinet.keeper)
        assert any(f"{copies().since:%d.%m.%Y}" in line and copies().place in line for line in printed.closing)
    with made.home.opened(late, backup_url=str(tmp_path / "elsewhere"), backup_every="86400") as archive:
        archive.backups.taking.run("test")
        assert archive.disposal.acts.card(act, archive.actor("архивист")).copies[0].by is None  # not set any more


def test_two_at_once_do_not_run_and_a_dead_one_does_not_stand_in_the_way(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        with lease(archive.sessions, archive.clock), pytest.raises(BackupBusy):
            archive.backups.taking.run("test")
        with archive.sessions.begin() as session:
            dead = '{"owner": "elsewhere:1:00", "until": "2099-01-01T00:00:00+00:00"}'  # its clock was ahead
            session.add(Setting(key=KEPT_AT, value=dead, updated_at=archive.clock()))
        assert archive.backups.taking.run("test")[0].ok


def test_a_disk_that_is_away_is_told_and_not_replaced(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        assert archive.backups.taking.run("test")[0].ok
        made.folder.rename(tmp_path / "unplugged")
        (taken,) = archive.backups.taking.run("test")
        assert (taken.ok, taken.code) == (False, BackupNotThere.code)
        assert not made.folder.exists()


def test_what_is_away_is_missed_at_once_and_what_is_cut_short_within_a_week(
    embedded_home: Home, tmp_path: Path
) -> None:
    made, clock = backed(embedded_home, tmp_path / "b"), _clock()
    with made.home.opened(clock) as archive:
        taking = archive.backups.taking
        for name in ("один", "два", "три"):
            file_one(archive, note(tmp_path, name, f"{name}.txt"))
        taking.run("test")
        away, cut, _ = sorted(made.folder.glob("objects/*/*/*"))
        away.unlink()
        cut.chmod(0o600)
        cut.write_bytes(cut.read_bytes()[:-1])
        assert [(one.ok, one.copied, one.there) for one in taking.run("test")] == [(True, 1, 2)]
        clock.day += SIZES_EVERY
        assert [(one.ok, one.copied, one.there) for one in taking.run("test")] == [(True, 1, 2)]
        assert archive.backups.keeping.verify("test")[0].ok


def test_what_a_check_found_damaged_is_copied_anew(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        backups = archive.backups
        for name in ("один", "два"):
            file_one(archive, note(tmp_path, name, f"{name}.txt"))
        backups.taking.run("test")
        spoiled = min(made.folder.glob("objects/*/*/*"))
        _flip(spoiled)
        assert not backups.keeping.verify("test")[0].ok
        assert [(one.ok, one.copied, one.there) for one in backups.taking.run("test")] == [(True, 1, 1)]
        assert backups.keeping.verify("test")[0].ok
        assert [(one.ok, one.copied, one.there) for one in backups.taking.run("test")] == [(True, 0, 2)]


def test_what_a_damaged_key_opened_is_copied_anew(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        backups = archive.backups
        file_one(archive, note(tmp_path, "один", "1.txt"))
        backups.taking.run("test")
        (key,) = made.folder.glob("keys/*")
        file_one(archive, note(tmp_path, "два", "2.txt"))
        backups.taking.run("test")
        _flip(key)
        assert not backups.keeping.verify("test")[0].ok
        taken = backups.taking.run("test")
        assert [(one.ok, one.copied, one.there) for one in taken] == [(True, 1, 1)]
        assert backups.keeping.verify("test", taken[0].snapshot)[0].ok


def test_keys_that_nothing_needs_go_and_no_other(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "KEYS_AT_ONCE", 2)
    made = backed(home, tmp_path / "b", beside_blobs=True)
    made.home.variables["ARCHIVE_BACKUP_URL"] = made.home.variables["ARCHIVE_BACKUP_URL"].split()[-1]
    with made.home.opened() as archive:
        backups = archive.backups

        def keys() -> int:
            ground = backups.ground
            with ground.opened(*ground.require_places()) as target:
                return len(list(target.listed("keys/")))

        def pruned() -> PrunedPlace:
            (one,) = backups.keeping.prune("test")
            assert one.ok
            return one

        file_one(archive, note(tmp_path, "один", "1.txt"))
        for _ in range(3):  # the first has copied the object, the second nothing; the third is kept
            assert backups.taking.run("test")[0].ok
        (useless,) = (first := pruned()).looked.useless  # type: ignore[union-attr]
        assert (first.keys, keys()) == (0, 3), "one that was put just now may be of what is being written"
        assert backups.taking.run("test")[0].ok
        assert (pruned().looked, keys()) == (None, 4), "one more is not worth a look"
        assert backups.taking.run("test")[0].ok
        again = pruned()
        assert again.looked
        assert (again.keys, again.looked.left, keys()) == (1, 4, 4)
        assert len(set(again.looked.useless) - {useless}) == 2
        assert all(one.ok for one in backups.keeping.verify("test"))
        (done,) = drill_of(archive).run_with("test", made.identity)
        assert done.ok, done


def test_no_key_goes_while_it_is_not_known_what_needs_it(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "KEYS_AT_ONCE", 1)
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "один", "1.txt"))
        for _ in range(3):
            archive.backups.taking.run("test")
        spoiled = next(made.folder.glob("objects/*/*/*"))
        whole = spoiled.read_bytes()
        spoiled.chmod(0o600)
        spoiled.write_bytes(bytes(8) + whole[8:])
        for number in (3, 4):
            assert archive.backups.keeping.prune("test")[0].keys == 0
            assert len(list(made.folder.glob("keys/*"))) == number
            archive.backups.taking.run("test")


def test_more_damage_than_the_journal_names_is_copied_anew_too(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_module, "MOST_NAMED", 1)
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        backups = archive.backups
        for name in ("один", "два", "три"):
            file_one(archive, note(tmp_path, name, f"{name}.txt"))
        backups.taking.run("test")
        (key,) = made.folder.glob("keys/*")
        file_one(archive, note(tmp_path, "четыре", "4.txt"))
        newest = backups.taking.run("test")[0].snapshot
        _flip(max(made.folder.glob("objects/*/*/*")))
        _flip(next(made.folder.glob(f"snapshots/{newest}/manifest")))
        _flip(key)
        (verified,) = backups.keeping.verify("test")
        assert len(verified.faults) == 3
        (run,) = backups.state.runs(kind=RunKind.VERIFY)
        assert (run.facts["faults"], len(run.facts["named"])) == (3, 1)  # type: ignore[arg-type]
        assert "ещё 2" in found_words(run)
        (taken,) = backups.taking.run("test")
        assert taken.ok
        assert taken.copied >= 3, "what the damaged key opened, and the damaged object"
        assert backups.keeping.verify("test", taken.snapshot)[0].ok


def _flip(path: Path) -> None:
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:90] + bytes([whole[90] ^ 4]) + whole[91:])


def test_a_place_that_is_away_is_no_success_and_hides_no_other(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    other = tmp_path / "b/other"
    both = replace(made.home, variables=made.home.variables | {"ARCHIVE_BACKUP_URL": f"{made.folder} {other}"})
    with both.opened() as archive:
        snapshot = archive.backups.taking.run("test")[0].snapshot
        other.rename(tmp_path / "unplugged")
        found = archive.backups.keeping.verify("test", snapshot)
        assert [(one.ok, one.code) for one in found] == [(True, None), (False, "backup_not_there")]
        listed = archive.backups.keeping.listed()
        assert [(one.id, one.code) for one in listed] == [(snapshot, None), ("", "backup_not_there")]


def test_a_check_of_one_snapshot_says_nothing_of_a_place_without_it(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        snapshot = archive.backups.taking.run("test")[0].snapshot
    both = {"ARCHIVE_BACKUP_URL": f"{made.folder} {tmp_path / 'b' / 'other'}"}
    with replace(made.home, variables=made.home.variables | both).opened() as archive:
        archive.backups.taking.run("test")
        assert [one.ok for one in archive.backups.keeping.verify("test", snapshot)] == [True]
        assert [place.failed for place in archive.backups.state.places()] == [(), ()]


def test_the_day_of_the_last_good_backup_is_that_of_the_school(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    evening = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)  # in Moscow the first of February
    late = PlaceState("place", evening, evening, backup_overdue=True, drill_overdue=True)
    with made.home.opened() as archive:
        assert all("01.02.2026" in line for line in archive.backups.state.overdue([late]))


def test_without_a_place_it_says_what_to_set(embedded_home: Home) -> None:
    with embedded_home.opened() as archive, pytest.raises(BackupNotSetUp):
        archive.backups.taking.run("test")


def _clock(hour: int = 9) -> Clock:
    """Later than the set-up, and far from the end of any week, month or year."""
    return Clock(date(datetime.now(UTC).year + 1, 3, 10), hour)


def _blobs(archive: Archive, number: int) -> list[BlobKey]:
    from sqlalchemy import select

    from archive_app.db.models import Document

    with archive.sessions() as session:
        found = session.scalars(select(Document.original_sha256).order_by(Document.id)).all()
    assert len(found) == number
    return [BlobKey(one) for one in found]


def _spoil(home: Home, key: BlobKey) -> None:
    path = home.folder / "blobs" / "blobs" / key.sharded
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])


def test_of_two_backups_the_clock_s_waits_and_the_asked_one_is_told(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        with archive.sessions.begin() as session:
            enqueue(session, NewJob(kind=BACKUP), now=archive.clock())
        with lease(archive.sessions, archive.clock):
            archive.worker().run(until_idle=True)
        assert _jobs(archive) == [(JobState.WAITING, 0, None)]
        with archive.sessions.begin() as session:
            session.execute(delete(Job))
            enqueue(session, backup_job(BACKUP, by="соколова", certainty={}), now=archive.clock())
        with lease(archive.sessions, archive.clock):
            archive.worker().run(until_idle=True)
        assert _jobs(archive) == [(JobState.DEAD, 1, "backup_busy")]


def _jobs(archive: Archive) -> list[tuple[str, int, str | None]]:
    with archive.sessions() as session:
        found = session.execute(select(Job.state, Job.attempts, Job.last_error_code).where(Job.kind == BACKUP))
        return [(row.state, row.attempts, row.last_error_code) for row in found]
