"""The locks of what lies at a place are lengthened once in the time that it holds, by the first backup that is whole."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from archive_app.db.models import Document
from archive_app.services.backup.ground import Place
from archive_app.services.backup.taking import EPOCH, Taking
from storage.backup.local_target import LocalTarget
from storage.keys import BlobKey
from tests.fixtures.archives import file_one, note
from tests.fixtures.backups import backed
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

HELD = timedelta(days=10)
BEGIN = EPOCH + HELD * 400
"""When a time of holding begins, long after the set-up."""


class HoldingTarget(LocalTarget):
    """A folder that remembers which objects it was to hold."""

    def __init__(self, root: Path, held: list[str]) -> None:
        super().__init__(root)
        self._held = held

    def hold(self, name: str) -> None:
        self._held.append(name)


@dataclass
class Holding:
    """An archive whose only place holds what is written."""

    archive: Archive
    folder: Path
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    held: list[str] = field(default_factory=list)

    def backup(self, at: timedelta) -> tuple[bool, int]:
        """Take one `at` so much after the beginning: whether it is whole, and how many objects it had held longer."""
        self.now = BEGIN + at
        self.held.clear()
        place = Place(str(self.folder), lambda: HoldingTarget(self.folder, self.held), HELD)
        ground = replace(self.archive.backups.ground, places=[place], clock=lambda: self.now)
        (taken,) = Taking(ground).run("test")
        return taken.ok, sum(name.startswith("objects/") for name in self.held)


def test_locks_are_lengthened_once_in_each_time_of_holding(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        for name in ("1.txt", "2.txt"):
            file_one(archive, note(tmp_path, name, name))
        place = Holding(archive, made.folder)
        days = [timedelta(days=number) for number in (1, 9, 10, 19, 35)]
        assert place.backup(days[0]) == (True, 0)  # due, but nothing was there yet
        assert place.backup(days[1]) == (True, 0)  # still of the same time
        assert place.backup(days[2]) == (True, 2)
        assert place.backup(days[3]) == (True, 0)
        assert place.backup(days[4]) == (True, 2)  # a time without a backup: the next one does it


def test_keys_and_the_ledger_are_held_as_long_as_what_needs_them(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        cabinet = Cabinet(archive, tmp_path)
        cabinet.closed("02-13", "ведомость по алгебре")
        cabinet.executed()
        place = Holding(archive, made.folder)
        assert place.backup(timedelta(days=1))[0]
        before = {str(path.relative_to(made.folder)) for path in made.folder.glob("[kl]e*/**/*") if path.is_file()}
        assert any(name.startswith("keys/") for name in before)
        assert any(name.startswith("ledger/") for name in before)
        assert place.backup(timedelta(days=11))[0]
        assert before <= set(place.held)


def test_a_backup_that_is_not_whole_leaves_it_to_the_next_one(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "1", "1.txt"))
        place = Holding(archive, made.folder)
        assert place.backup(timedelta(days=1)) == (True, 0)
        file_one(archive, note(tmp_path, "2", "2.txt"))
        with archive.sessions() as session:
            lost = BlobKey(session.query(Document.original_sha256).order_by(Document.id.desc()).limit(1).scalar())
        archive.store.remove(lost)
        assert place.backup(timedelta(days=11)) == (False, 1)
        archive.store.commit(archive.store.stage(io.BytesIO(b"2")))
        assert place.backup(timedelta(days=12)) == (True, 1)  # the one before may have ended before it came to all
        assert place.backup(timedelta(days=13)) == (True, 0)


def test_a_place_without_locks_is_never_asked_to_hold(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        file_one(archive, note(tmp_path, "1", "1.txt"))
        held: list[str] = []
        place = Place(str(made.folder), lambda: HoldingTarget(made.folder, held))
        for days in (1, 11):
            now = BEGIN + timedelta(days=days)
            assert Taking(replace(archive.backups.ground, places=[place], clock=lambda now=now: now)).run("test")[0].ok  # type: ignore[misc]
        assert held == []
