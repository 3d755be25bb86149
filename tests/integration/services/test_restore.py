"""Snapshots become archives again on both legs: whole, in a new place, without what was destroyed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyrage
import pytest

from archive_app.db.engine import reading
from archive_app.db.models import BackupRun, CaseFile, CaseFileState, Document, DocumentState, RunKind
from archive_app.errors import CannotWrite
from archive_app.restored import restore_into
from archive_app.services.backup import restoring, whole_restore
from archive_app.services.backup.errors import OtherDatabaseKind, PlaceNotEmpty, RestoreUnfinished
from archive_app.services.documents import card
from archive_app.settings import load_settings
from storage.backup.errors import BackupDamaged, KeyDoesNotOpen
from storage.backup.porters import WORTH_IT
from storage.keys import BlobKey
from tests.fixtures.archives import Home, actor_of, file_one, note, work
from tests.fixtures.backups import Backed, backed
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings


def new_settings(made: Backed, folder: Path, database: str = "") -> Settings:
    environment = {name: value for name, value in made.home.environment.items() if name.startswith("ARCHIVE_")}
    nothing = {"storage_url": "", "search_url": "", "uploads_url": "", "audit_heads": ""}
    return load_settings(environment, home=folder, database_url=database, **nothing)


@pytest.mark.parametrize("worth_it", [1, WORTH_IT], ids=["by processes", "by threads"])
def test_an_archive_comes_back_whole(
    home: Home, new_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth_it: int
) -> None:
    monkeypatch.setattr(whole_restore, "WORTH_IT", worth_it)
    made = backed(home, tmp_path / "b", beside_blobs=True)
    with made.home.opened() as archive:
        number = file_one(archive, note(tmp_path, "приказ о зачислении Рябининой"), "Рябинина Елена Дмитриевна")
        work(archive)
        assert all(one.ok for one in archive.backups.taking.run("test"))
        file_one(archive, note(tmp_path, "после снимка", "2.txt"))
    settings = new_settings(made, tmp_path / "new", new_database)
    monkeypatch.setattr(restoring, "TOLD_EVERY", 1)
    told: list[int] = []
    outcome = restore_into(settings, "latest", made.identity, by="test", tell=told.append)
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)
    assert told == list(range(1, outcome.restored.blobs + 1))
    with Home(tmp_path / "new", made.home.variables).opened(
        database_url=settings.database_url, storage_url="", search_url="", uploads_url="", audit_heads=""
    ) as restored:
        shown = card(restored.journal.reads, number, actor_of(restored), with_text=True)
        assert "зачислении" in str(shown.pages[0].text)
        assert [hit.document_id for hit in restored.searching.search("Рябининой", actor_of(restored)).hits] == [number]
        with reading(restored.sessions) as session:
            assert session.query(Document).count() == 1
            assert session.query(BackupRun.ok).filter(BackupRun.kind == RunKind.RESTORE).all() == [(True,)]
        assert all(one.ok for one in restored.backups.taking.run("test"))  # no lease was left in the copy
    assert (tmp_path / "new/secret-key").read_bytes() == (home.folder / "secret-key").read_bytes()


def test_what_was_destroyed_after_the_snapshot_stays_gone(home: Home, new_database: str, tmp_path: Path) -> None:
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        document, case_file = cabinet.closed("02-13", "ведомость по алгебре")
        living, _ = cabinet.filed("02-13", "ведомость по геометрии")
        work(archive)
        assert all(one.ok for one in archive.backups.taking.run("test"))
        act = cabinet.executed()
        sha256, kept = cabinet.sha256(document), cabinet.sha256(living)
        archive.backups.handlers["backup_ledger"](None)  # type: ignore[arg-type]
    outcome = restore_into(new_settings(made, tmp_path / "new", new_database), "latest", made.identity, by="test")
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)
    assert outcome.restored.destroyed_again == [case_file]
    with Home(tmp_path / "new", made.home.variables).opened(
        database_url=new_settings(made, tmp_path / "new", new_database).database_url,
        storage_url="",
        search_url="",
        uploads_url="",
        audit_heads="",
    ) as restored:
        cabinet = Cabinet(restored, tmp_path)
        with restored.sessions() as session:
            assert session.get_one(CaseFile, case_file).state is CaseFileState.DESTROYED
            assert session.get_one(Document, document).state is DocumentState.DESTROYED
        assert not restored.store.exists(BlobKey(sha256))
        assert restored.store.exists(BlobKey(kept))
        assert not restored.engine.stamps([document])
        assert restored.engine.stamps([living])
        assert all(stone.destroyed_at for stone in cabinet.stones(act))
        cabinet.filed("02-13", "новая ведомость")  # numbers go on where the rows that were taken over end
        assert restored.doctor.diagnose().ok


def _reopened(made: Backed, folder: Path) -> AbstractContextManager[Archive]:
    own = dict.fromkeys(("database_url", "storage_url", "search_url", "uploads_url", "audit_heads"), "")
    return Home(folder, made.home.variables).opened(**own)


def test_what_a_restored_archive_destroys_stays_gone_too(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        _, old = cabinet.closed("02-13", "ведомость по алгебре")
        work(archive)
        first = archive.backups.taking.run("test")[0].snapshot
        cabinet.closed("02-13", "ведомость, которой в снимке нет")
        cabinet.executed()  # two documents: the fullest list that this place ever gets
        archive.backups.handlers["backup_ledger"](None)  # type: ignore[arg-type]
    beside = made.folder.parent / "set-aside"
    (made.folder / "ledger").rename(beside)  # so the snapshot comes back as if nothing had been destroyed
    assert restore_into(new_settings(made, tmp_path / "new"), first, made.identity, by="test").ok
    beside.rename(made.folder / "ledger")
    with _reopened(made, tmp_path / "new") as restored:
        cabinet = Cabinet(restored, tmp_path)
        _, other = cabinet.closed("02-13", "ведомость по геометрии")
        work(restored)
        second = restored.backups.taking.run("test")[0].snapshot
        cabinet.executed()  # the same number of documents as the list that is there names
        for _ in range(2):
            restored.backups.handlers["backup_ledger"](None)  # type: ignore[arg-type]
    assert len(list(made.folder.glob("ledger/*/seal"))) == 2
    outcome = restore_into(new_settings(made, tmp_path / "newer"), second, made.identity, by="test")
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)
    assert {old, other} <= set(outcome.restored.destroyed_again)


def test_a_restored_archive_has_the_keys_of_the_one_it_was(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ"))
        archive.backups.taking.run("test")
    (tmp_path / "new").mkdir()
    for name in ("secret-key", "backup-signing-key"):
        (tmp_path / "new" / name).write_text("of another archive that is overwritten")
    assert restore_into(new_settings(made, tmp_path / "new"), "latest", made.identity, by="test", overwrite=True).ok
    for name in ("secret-key", "backup-signing-key"):
        assert (tmp_path / "new" / name).read_bytes() == (embedded_home.folder / name).read_bytes()
    with _reopened(made, tmp_path / "new") as restored:
        assert all(one.ok for one in restored.backups.keeping.verify("test"))


def test_what_cannot_be_done_is_refused_clearly(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "приказ"))
        first = archive.backups.taking.run("test")[0].snapshot
        archive.backups.taking.run("test")
    with pytest.raises(OtherDatabaseKind):
        restore_into(new_settings(made, tmp_path / "new", "postgresql://x@/y"), first, made.identity, by="test")
    with pytest.raises(PlaceNotEmpty):
        restore_into(new_settings(made, embedded_home.folder), first, made.identity, by="test")
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(KeyDoesNotOpen):
        restore_into(new_settings(made, tmp_path / "new"), first, stranger, by="test")
    with pytest.raises(CannotWrite, match="stranger"):
        restore_into(new_settings(made, stranger / "below"), first, made.identity, by="test")
    with pytest.raises(RestoreUnfinished):
        restore_into(new_settings(made, tmp_path / "new"), "latest", made.identity, by="test")
    assert restore_into(new_settings(made, tmp_path / "new"), first, made.identity, by="test").ok  # goes on
    with pytest.raises(PlaceNotEmpty):
        restore_into(new_settings(made, tmp_path / "new"), first, made.identity, by="test")
    again = restore_into(new_settings(made, tmp_path / "new"), first, made.identity, by="test", overwrite=True)
    assert again.ok


def test_a_damaged_blob_is_named_and_the_rest_comes_back(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        for name in ("один", "два"):
            file_one(archive, note(tmp_path, name, f"{name}.txt"))
        archive.backups.taking.run("test")
    spoiled = min(made.folder.glob("objects/*/*/*"))
    whole = spoiled.read_bytes()
    spoiled.chmod(0o600)
    spoiled.write_bytes(whole[:90] + bytes([whole[90] ^ 4]) + whole[91:])
    outcome = restore_into(new_settings(made, tmp_path / "new"), "latest", made.identity, by="test")
    assert not outcome.ok
    assert outcome.restored.faults == [str(spoiled.relative_to(made.folder))]
    assert outcome.restored.blobs == 1
    (brought,) = (path for path in (tmp_path / "new/blobs/blobs").rglob("*") if path.is_file())
    right = brought.read_bytes()
    brought.chmod(0o600)
    brought.write_bytes(bytes(len(right)))  # what a loss of power leaves: the size, and no bytes
    spoiled.write_bytes(whole)  # a good copy was found: the same command goes on
    outcome = restore_into(new_settings(made, tmp_path / "new"), "latest", made.identity, by="test")
    assert outcome.ok
    assert outcome.restored.blobs == 2
    assert brought.read_bytes() == right
    assert not (tmp_path / "new" / restoring.MARK).exists()


def test_a_damaged_database_restores_nothing(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        archive.backups.taking.run("test")
    spoiled = next(made.folder.glob("snapshots/*/database"))
    whole = spoiled.read_bytes()
    spoiled.chmod(0o600)
    spoiled.write_bytes(whole[:-40] + bytes([whole[-40] ^ 4]) + whole[-39:])
    with pytest.raises(BackupDamaged, match="database"):
        restore_into(new_settings(made, tmp_path / "new"), "latest", made.identity, by="test")
    assert not (tmp_path / "new/archive.db").exists()
