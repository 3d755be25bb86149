"""A restore from end to end: the place, the bytes, then the index built anew, and the doctor's word on it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from archive_app.db.models import RunKind
from archive_app.services.backup.ground import INCOMPLETE
from archive_app.services.backup.restoring import Destination, Restored, Restoring
from archive_app.services.backup.sources import opened_source
from storage.backup.porter import Road
from storage.backup.porters import WORTH_IT, Porters
from storage.local import LocalBlobStore

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    import pyrage

    from archive_app.services.backup.ground import Ground, Place
    from archive_app.services.doctor import Diagnosis, Doctor
    from archive_app.services.indexing import Indexing
    from storage.backup.reading import Reading
    from storage.backup.seals import Seal
    from storage.backup.target import BackupTarget
    from storage.protocol import BlobStore


@dataclass(frozen=True, slots=True)
class Opened:
    """A restored archive: its index, its doctor, its journal of backups; `publish` begins its published heads anew."""

    indexing: Indexing
    doctor: Doctor
    ground: Ground
    publish: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`ok` only where everything came back and the doctor finds nothing."""

    restored: Restored
    diagnosis: Diagnosis

    @property
    def ok(self) -> bool:
        """Whether nothing is left to be done."""
        return self.restored.ok and self.diagnosis.ok


@dataclass(frozen=True, slots=True)
class WholeRestore:
    """`places` may hold the snapshot; `opened` opens the restored archive; `clock` and `today` are the product's.

    `store` opens the destination's store once more, for a process of its own.
    """

    places: Sequence[Place]
    destination: Destination
    store: Callable[[], BlobStore]
    opened: Callable[[], AbstractContextManager[Opened]]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def run(
        self,
        place: Place,
        seal: Seal,
        identities: Sequence[pyrage.x25519.Identity],
        by: str,
        *,
        overwrite: bool = False,
        tell: Callable[[int], None] = lambda _number: None,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Outcome:
        """Restore, or go on restoring; for `meanwhile` and errors see `Restoring.run`. Raises errors of the place."""
        with ExitStack() as held:
            source = held.enter_context(opened_source(self.places, place, identities))
            carry = None
            if seal.blobs >= WORTH_IT and place.local and isinstance(self.destination.store, LocalBlobStore):
                road = Road(self._places_of(source), [str(one) for one in identities], self.store, seal.space)
                carry = partial(held.enter_context(Porters()).carry, road)
            restoring = Restoring(source, self.clock, self.today, carry=carry)
            restored = restoring.run(seal, self.destination, overwrite=overwrite, tell=tell, meanwhile=meanwhile)
        with self.opened() as archive:
            archive.indexing.rebuild()
            ground = archive.ground
            run = ground.begin(RunKind.RESTORE, place, by, seal.id)
            archive.publish()
            diagnosis = archive.doctor.diagnose()
            told = {"blobs": restored.blobs, "bytes": restored.bytes, "elsewhere": len(restored.elsewhere)}
            code = None if restored.ok and diagnosis.ok else INCOMPLETE
            named = {"faults": restored.faults[:1000], "destroyed_again": restored.destroyed_again}
            ground.finish(run, ok=code is None, code=code, **named, **told)
        if restored.ok:
            restoring.finish(self.destination)
        return Outcome(restored, diagnosis)

    def _places_of(self, source: Reading) -> list[tuple[str, Callable[[], BackupTarget]]]:
        """Those that are read from, the snapshot's first."""
        made = {place.shown: place.make for place in self.places}
        return [(one.shown, made[one.shown]) for one in (source, *source.others)]
