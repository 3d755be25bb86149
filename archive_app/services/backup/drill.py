"""A drill: the newest snapshot of each place is brought back into a scratch place, looked at, and cleared away again.

It proves that what lies there opens with the key, restores and is complete; and measures how much work would be lost
(RPO: the age of the snapshot) and how long it takes to have an archive again (RTO: from the first byte to the index).
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from archive_app.db.engine import reading
from archive_app.db.models import Document, DocumentState, RunKind, Tombstone
from archive_app.errors import ArchiveError, describe
from archive_app.jobs import JobInterruptedError, LeaseLostError
from archive_app.logs import log
from archive_app.services.backup.drill_checks import Scratch
from archive_app.services.backup.ground import INCOMPLETE
from archive_app.services.backup.lying import Lying
from archive_app.services.backup.restoring import Destination, Restored, Restoring
from archive_app.services.backup.scratch_database import scratch_database
from archive_app.services.backup.state import REPORT
from archive_app.services.scratch import scratch_folder, sweep_scratch
from storage.backup.data_keys import Keyring, read_identities
from storage.backup.errors import BadIdentity
from storage.backup.reading import Reading
from storage.errors import StorageError
from storage.local import LocalBlobStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyrage

    from archive_app.services.backup.ground import Ground, Place
    from archive_app.services.backup.sampling import Certainty, Told
    from archive_app.services.doctor import Check
    from storage.backup.seals import Seal

UNTIL_LISTED = datetime.timedelta(hours=1)
"""The clock has what was destroyed written beside the snapshots each ten minutes."""
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
    sample: Told | None = None
    """Where not all was looked at."""
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """The use case. `opened` composes a scratch archive."""

    ground: Ground
    today: Callable[[], datetime.date]
    opened: OpenScratch
    certainty: Certainty | None = None
    """None: every blob is brought and compared; otherwise a sample that is large enough for it."""

    def run(
        self, by: str, identities: Sequence[pyrage.x25519.Identity], tell: Callable[[int], None] = lambda _number: None
    ) -> list[Drilled]:
        """Drill the newest snapshot of each place; nothing of it stays. Raises BackupNotSetUp.

        `tell` is told now and then how many blobs were brought.
        """
        sweep_scratch(self.ground.work)
        return [self._at(place, by, identities, tell) for place in self.ground.require_places()]

    def run_with(self, by: str, identity: Path, tell: Callable[[int], None] = lambda _number: None) -> list[Drilled]:
        """The same with the private key in a file; one that cannot be read fails the drill at every place."""
        try:
            return self.run(by, read_identities(identity), tell)
        except BadIdentity as error:
            log.warning("no key for the drill", path=str(identity))
            places = self.ground.require_places()
            return [self._written(place, self.ground.begin(RunKind.DRILL, place, by), error) for place in places]

    def _at(
        self, place: Place, by: str, identities: Sequence[pyrage.x25519.Identity], tell: Callable[[int], None]
    ) -> Drilled:
        run = self.ground.begin(RunKind.DRILL, place, by)
        try:
            return self._written(place, run, self._drilled(place, run, identities, tell))
        except (JobInterruptedError, LeaseLostError):
            raise  # nothing is proven either way: the job begins anew
        except (StorageError, ArchiveError) as error:
            log.warning("drill failed", place=place.shown, error=str(error))
            return self._written(place, run, error)
        except Exception as error:  # whatever damaged bytes make a library say: the drill has failed then
            log.exception("drill failed", place=place.shown)
            return self._written(place, run, error)

    def _written(self, place: Place, run: int, outcome: Drilled | Exception) -> Drilled:
        """Into the journal, with a report that nobody can change unnoticed: it is signed as a seal is."""
        ground, done = self.ground, outcome
        if isinstance(done, Exception):
            problem = describe(done)
            done = Drilled(place.shown, ground.clock(), ok=False, code=problem.code, message=problem.message)
        checks = [{"name": check.name, "ok": check.ok, "message": check.message} for check in done.checks]
        told = {"blobs": done.blobs, "bytes": done.bytes, "rpo": done.rpo, "rto": done.rto, "checks": checks}
        told |= {"sample": done.sample} if done.sample else {}
        told |= {"proven": done.snapshot, "message": done.message}
        failed = None if done.ok else done.code or INCOMPLETE
        head = {"drill": run, "place": place.shown, "at": done.at.isoformat(), "ok": done.ok, "code": failed}
        told[REPORT] = ground.signer().signed(head | told).decode("ascii")
        ground.finish(run, ok=done.ok, code=failed, **told)
        return done

    def _drilled(
        self, place: Place, run: int, identities: Sequence[pyrage.x25519.Identity], tell: Callable[[int], None]
    ) -> Drilled:
        ground = self.ground
        lying = Lying(ground, place)
        seal = lying.newest()
        ground.name_snapshot(run, seal.id)
        now = ground.clock()
        began = time.monotonic()
        with scratch_folder(ground.work) as folder, scratch_database(ground.database, folder) as database:
            home = folder / "home"
            to = Destination(home, database, LocalBlobStore(home / "blobs"), folder)
            restored = self._restored(place, seal, to, identities, tell)
            with self.opened(to) as scratch:
                rto = time.monotonic() - began
                keys = restored.sample.keys if restored.sample else None
                checks = [
                    lying.as_written(keys),
                    lying.opens(identities),
                    *scratch.examined(restored, self._destroyed()),
                ]
        return Drilled(
            place=place.shown,
            at=now,
            ok=restored.ok and all(check.ok for check in checks),
            snapshot=seal.id,
            taken_at=seal.at,
            blobs=restored.blobs,
            bytes=restored.bytes,
            rpo=max(0.0, (now - seal.at).total_seconds()),  # less only where a clock went back
            rto=rto,
            checks=tuple(checks),
            sample=restored.sample.told if restored.sample else None,
        )

    def _destroyed(self) -> dict[int, str]:
        """Documents that are destroyed for long enough to stand in the list beside the snapshots: their originals."""
        long_ago = Tombstone.destroyed_at <= self.ground.clock() - UNTIL_LISTED
        original = Document.id == Tombstone.document_id, Document.original_sha256 == Tombstone.sha256
        query = select(Document.id, Document.original_sha256).join(Tombstone, and_(*original))
        with reading(self.ground.sessions) as session:
            rows = session.execute(query.where(long_ago, Document.state == DocumentState.DESTROYED))
            return {number: sha256 for number, sha256 in rows}  # noqa: C416 - a result is no mapping to `dict`

    def _restored(
        self,
        place: Place,
        seal: Seal,
        to: Destination,
        identities: Sequence[pyrage.x25519.Identity],
        tell: Callable[[int], None],
    ) -> Restored:
        with place.opened() as target:
            source = Reading(target, Keyring(target, identities))
            return Restoring(source, self.ground.clock, self.today, self.certainty).run(seal, to, tell=tell)
