"""What a drill asks of a place beside the restore: is all of it as written, and does the key open all of it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import BackupRun, RunKind
from archive_app.i18n import translate
from archive_app.services.backup.finding import rank
from archive_app.services.doctor import Check
from storage.backup.checking import Checking
from storage.backup.data_keys import Keyring
from storage.backup.errors import BackupDamaged, SnapshotUnknown
from storage.backup.layout import LEDGER, SEAL, SNAPSHOTS
from storage.backup.seals import read_seal, sealed_in, seals_in, snapshot_folder
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pyrage

    from archive_app.services.backup.ground import Ground, Place
    from storage.backup.seals import Seal
    from storage.backup.target import BackupTarget

MOST_NAMED = 20


@dataclass
class Lying:
    """One place; its seals are read once."""

    ground: Ground
    place: Place

    @cached_property
    def seals(self) -> dict[str, Seal | None]:
        """Folder -> seal of each snapshot; None: damaged. Raises errors of the place."""
        with self.ground.opened(self.place) as target:
            return dict(seals_in(target, SNAPSHOTS))

    def newest(self) -> Seal:
        """The newest snapshot whose seal is right. Raises BackupDamaged, SnapshotUnknown, errors of the place."""
        whole = [seal for seal in self.seals.values() if seal]
        if not whole:
            for name in self._damaged():
                raise BackupDamaged(name=name, why="signature")
            raise SnapshotUnknown(snapshot=self._last_known() or "latest")
        now = self.ground.clock()
        return max(whole, key=lambda seal: rank(seal, now))

    def as_written(self, only: Collection[str] | None = None) -> Check:
        """Every bit of the newest snapshot and of the ledger, also what a restore has no use for; every other seal.

        Of its blobs those among `only` (keys; None: all), the others by their size. And that nobody took the newest one
        away: the journal knows what was taken last.
        """
        newest = self.newest()
        trusted = frozenset({self.ground.signer().public})
        with self.ground.opened(self.place) as target:
            checking = Checking(target, trusted=trusted)
            looked = [checking.folder(snapshot_folder(newest.id), only=only)]
            looked += [checking.folder(folder) for folder in sealed_in(target, LEDGER)]
            faults = [one.name for part in looked for one in part if one.fault is not None]
            faults += [*self._damaged(), *self._taken_away(newest, target)]
        return Check("seal", ok=not faults, message=", ".join(faults[:MOST_NAMED]) or newest.id)

    def opens(self, identities: Sequence[pyrage.x25519.Identity]) -> Check:
        """The private key opens not only the newest snapshot, but each one that is kept."""
        with self.ground.opened(self.place) as target:
            keyring = Keyring(target, identities)
            whole = [seal for seal in self.seals.values() if seal]
            closed = [seal.id for seal in whole if not _opens(keyring, seal.key)]
        if closed:
            names = ", ".join(sorted(closed, reverse=True)[:MOST_NAMED])
            words = translate(
                "the private key does not open: {names}; bring the key that they were made for", names=names
            )
            return Check("key", ok=False, message=words)
        return Check("key", ok=True, message=translate("snapshots that the private key opens: {n}", n=len(whole)))

    def _damaged(self) -> list[str]:
        return [folder + SEAL for folder, seal in self.seals.items() if seal is None]

    def _taken_away(self, newest: Seal, target: BackupTarget) -> Iterator[str]:
        known = self._last_known()
        if known and known > newest.id and (folder := snapshot_folder(known)) not in self.seals:
            try:
                read_seal(target, folder)  # it may have come since the seals were read
            except (SnapshotUnknown, BackupDamaged):
                yield folder + SEAL

    def _last_known(self) -> str | None:
        """The snapshot that was taken here last, as the journal of backups knows."""
        taken = BackupRun.place == self.place.shown, BackupRun.kind == RunKind.BACKUP, BackupRun.ok.is_(True)
        with reading(self.ground.sessions) as session:
            return session.scalar(select(BackupRun.snapshot).where(*taken).order_by(BackupRun.id.desc()).limit(1))


def _opens(keyring: Keyring, key: str) -> bool:
    try:
        keyring.secret(key)
    except StorageError:
        return False
    return True
