"""What one place has damaged or lost comes from another place, and it is said which one."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from archive_app.restored import restore_into
from archive_app.services.backup.extracting import Wanted
from archive_app.settings import load_settings
from storage.backup.data_keys import read_identities
from storage.backup.local_target import LocalTarget
from storage.errors import StorageUnavailable
from tests.e2e.cli.conftest import Cli
from tests.fixtures.archives import Home, file_one, note, work
from tests.fixtures.backups import Backed, backed
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from pathlib import Path


def two_places(home: Home, folder: Path) -> tuple[Backed, str]:
    """A folder, and the second place: of an archive on servers its S3, else another folder."""
    made = backed(home, folder, beside_blobs=True)
    if len(made.home.variables["ARCHIVE_BACKUP_URL"].split()) == 1:
        both = f"{made.folder} {folder / 'second'}"
        made = replace(made, home=replace(made.home, variables=made.home.variables | {"ARCHIVE_BACKUP_URL": both}))
    with made.home.opened() as archive:
        return made, archive.backups.ground.places[1].shown


def spoil(path: Path) -> str:
    """Flip a bit in the last bytes."""
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-40] + bytes([whole[-40] ^ 4]) + whole[-39:])
    return path.name


def test_a_document_comes_out_of_the_place_that_has_it_whole(home: Home, tmp_path: Path) -> None:
    made, second = two_places(home, tmp_path / "b")
    with made.home.opened() as archive:
        numbers = [file_one(archive, note(tmp_path, word, f"{word}.txt")) for word in ("один", "два")]
        work(archive)
        assert all(one.ok for one in archive.backups.taking.run("test"))
        keeper, keys = Cabinet(archive, tmp_path).keeper, read_identities(made.identity)
        extracting = archive.backups.extracting(archive.today)
        objects = sorted(made.folder.glob("objects/*/*/*"))
        spoil(objects[0])
        objects[1].unlink()
        for number, word in zip(numbers, ("один", "два"), strict=True):
            done = extracting.run("latest", Wanted(document=number), tmp_path / word, keys, keeper)
            assert (done.ok, done.place) == (True, str(made.folder))
            assert list(done.elsewhere.values()) == [second]
            assert [path.read_text() for path in (tmp_path / word).glob(f"*{word}.txt")] == [word]
        for name in ("database", "manifest"):
            spoil(next(made.folder.glob(f"snapshots/*/{name}")))
        for key in made.folder.glob("keys/*"):
            spoil(key)
        done = extracting.run("latest", Wanted(document=numbers[0]), tmp_path / "again", keys, keeper)
        assert (done.ok, set(done.elsewhere.values())) == (True, {second})
        assert any(name.endswith("/database") for name in done.elsewhere)


def test_a_snapshot_is_restored_from_what_is_whole_of_two_places(home: Home, new_database: str, tmp_path: Path) -> None:
    made, second = two_places(home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        _, case_file = cabinet.closed("02-13", "ведомость по алгебре")
        for word in ("один", "два", "три"):
            file_one(archive, note(tmp_path, word, f"{word}.txt"))
        work(archive)
        assert all(one.ok for one in archive.backups.taking.run("test"))
        cabinet.executed()
        archive.backups.handlers["backup_ledger"](None)  # type: ignore[arg-type]
    spoil(next(made.folder.glob("ledger/*/destructions")))  # the other place has the same list
    for path in (*sorted(made.folder.glob("objects/*/*/*"))[:2], next(made.folder.glob("snapshots/*/database"))):
        spoil(path)
    environment = {name: value for name, value in made.home.environment.items() if name.startswith("ARCHIVE_")}
    nothing = {"storage_url": "", "search_url": "", "uploads_url": "", "audit_heads": ""}
    settings = load_settings(environment, home=tmp_path / "new", database_url=new_database, **nothing)
    outcome = restore_into(settings, "latest", made.identity, by="test")
    assert outcome.ok, (outcome.restored, outcome.diagnosis.checks)
    assert set(outcome.restored.elsewhere.values()) == {second}
    assert outcome.restored.destroyed_again == [case_file]


def test_it_is_said_which_place_was_used_and_which_did_not_answer(embedded_home: Home, tmp_path: Path) -> None:
    made, second = two_places(embedded_home, tmp_path / "b")
    cli = Cli(made.home)
    with made.home.opened() as archive:
        number = file_one(archive, note(tmp_path, "приказ"))
        assert all(one.ok for one in archive.backups.taking.run("test"))
    spoil(next(made.folder.glob("objects/*/*/*")))
    take_out = ("backup", "extract", "latest", "--identity", made.identity, "--document", number, "--to")
    assert f"1, взято из {second}" in cli.says(*take_out, tmp_path / "out")
    (tmp_path / "b/second").rename(tmp_path / "unplugged")
    told = cli.says(*take_out, tmp_path / "not", code=1)
    assert "objects/" in told
    assert f"{second} не отвечает" in told
    assert f"{second} не отвечает" in cli.says(
        "restore", "latest", "--home", tmp_path / "new", "--identity", made.identity, code=1
    )


def test_a_place_that_goes_in_the_middle_of_a_restore(
    embedded_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another place the restore goes on from there; without one it is told, and the same command goes on later."""
    made, second = two_places(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        for word in ("один", "два", "три"):
            file_one(archive, note(tmp_path, word, f"{word}.txt"))
        assert all(one.ok for one in archive.backups.taking.run("test"))
    environment = {name: value for name, value in made.home.environment.items() if name.startswith("ARCHIVE_")}
    nothing = dict.fromkeys(("database_url", "storage_url", "search_url", "uploads_url", "audit_heads"), "")
    whole, blobs = LocalTarget.open, count(1)

    def unplugged(target: LocalTarget, name: str) -> Any:
        if target._root == made.folder and name.startswith("objects/") and next(blobs) > 1:
            raise StorageUnavailable(reason="EIO")
        return whole(target, name)

    with monkeypatch.context() as patched:
        patched.setattr(LocalTarget, "open", unplugged)
        both = load_settings(environment, home=tmp_path / "new", **nothing)
        outcome = restore_into(both, "latest", made.identity, by="t")
        assert outcome.ok, outcome
        assert list(outcome.restored.elsewhere.values()) == [second, second]
        alone = load_settings(environment, home=tmp_path / "alone", **nothing)
        with pytest.raises(StorageUnavailable):
            restore_into(alone, "latest", made.identity, by="t", place=str(made.folder))
    outcome = restore_into(alone, "latest", made.identity, by="t", place=str(made.folder))
    assert (outcome.ok, outcome.restored.blobs) == (True, 3)
