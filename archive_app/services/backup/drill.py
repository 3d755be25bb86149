"""A drill: the newest snapshot of each place is brought back into a scratch place, looked at, and cleared away again.

It proves that what lies there opens with the key, restores and is complete; and measures how much work would be lost
(RPO: the age of the snapshot) and how long it takes to have an archive again (RTO: from the first byte to the index).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.models import RunKind
from archive_app.errors import ArchiveError, describe
from archive_app.services.backup.drill_checks import Scratch
from archive_app.services.backup.finding import LATEST, find_snapshot
from archive_app.services.backup.restoring import Destination, Restored, Restoring
from archive_app.services.backup.scratch_database import scratch_database
from archive_app.services.doctor import Check
from archive_app.services.scratch import scratch_folder, sweep_scratch
from storage.backup.checking import Checking
from storage.backup.data_keys import Keyring
from storage.backup.reading import Reading
from storage.backup.seals import snapshot_folder
from storage.errors import StorageError
from storage.local import LocalBlobStore

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    import pyrage

    from archive_app.services.backup.ground import Ground, Place
    from storage.backup.seals import Seal

OpenScratch = Callable[[Destination], AbstractContextManager[Scratch]]
"""Opens what was restored to a destination, its index built."""


@dataclass(frozen=True, slots=True)
class Drilled:
    """The report on one place. `rpo` and `rto` are seconds; `code` and `message` say what ended it early."""

    place: str
    at: datetime.datetime
    ok: bool
    snapshot: str = ""
    taken_at: datetime.datetime | None = None
    blobs: int = 0
    bytes: int = 0
    rpo: float = 0.0
    rto: float = 0.0
    checks: tuple[Check, ...] = ()
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """The use case. `opened` composes a scratch archive."""

    ground: Ground
    today: Callable[[], datetime.date]
    opened: OpenScratch

    def run(self, by: str, identities: Sequence[pyrage.x25519.Identity]) -> list[Drilled]:
        """Drill the newest snapshot of each place; nothing of it stays. Raises BackupNotSetUp."""
        sweep_scratch(self.ground.work)
        return [self._at(place, by, identities) for place in self.ground.require_places()]

    def _at(self, place: Place, by: str, identities: Sequence[pyrage.x25519.Identity]) -> Drilled:
        ground = self.ground
        run = ground.begin(RunKind.DRILL, place, by)
        try:
            done = self._drilled(place, identities)
        except (StorageError, ArchiveError, OSError) as error:
            problem = describe(error)
            done = Drilled(place.shown, ground.clock(), ok=False, code=problem.code, message=problem.message)
        checks = [{"name": check.name, "ok": check.ok, "message": check.message} for check in done.checks]
        told = {"blobs": done.blobs, "bytes": done.bytes, "rpo": done.rpo, "rto": done.rto, "checks": checks}
        failed = None if done.ok else done.code or "snapshot_incomplete"
        ground.finish(run, ok=done.ok, code=failed, proven=done.snapshot, message=done.message, **told)
        return done

    def _drilled(self, place: Place, identities: Sequence[pyrage.x25519.Identity]) -> Drilled:
        ground = self.ground
        _, seal = find_snapshot([place], LATEST)
        now = ground.clock()
        began = time.monotonic()
        with scratch_folder(ground.work) as folder, scratch_database(ground.database, folder) as database:
            home = folder / "home"
            to = Destination(home, database, LocalBlobStore(home / "blobs"), folder)
            restored = self._restored(place, seal, to, identities)
            with self.opened(to) as scratch:
                rto = time.monotonic() - began
                checks = [self._as_written(place, seal), *scratch.examined(restored)]
        return Drilled(
            place=place.shown,
            at=now,
            ok=restored.ok and all(check.ok for check in checks),
            snapshot=seal.id,
            taken_at=seal.at,
            blobs=restored.blobs,
            bytes=restored.bytes,
            rpo=(now - seal.at).total_seconds(),
            rto=rto,
            checks=tuple(checks),
        )

    def _restored(
        self, place: Place, seal: Seal, to: Destination, identities: Sequence[pyrage.x25519.Identity]
    ) -> Restored:
        with place.opened() as target:
            reading = Reading(target, Keyring(target, identities))
            return Restoring(reading, self.ground.clock, self.today).run(seal, to)

    def _as_written(self, place: Place, seal: Seal) -> Check:
        """Every bit of the snapshot, also those that a restore has no use for, and the signature of this archive."""
        trusted = frozenset({self.ground.signer().public})
        with place.opened() as target:
            looked = Checking(target, trusted=trusted).folder(snapshot_folder(seal.id))
            faults = [one.name for one in looked if one.fault is not None]
        return Check("seal", ok=not faults, message=", ".join(faults[:20]) or seal.id)
