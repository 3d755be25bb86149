"""Long before it is needed: does the private key of drills still open the newest backups?

The file may be away between drills; a drill that is due and finds none fails. While it is there, every watch tries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.errors import describe
from archive_app.i18n import translate
from archive_app.services.backup.finding import rank
from storage.backup.data_keys import Keyring, read_identities
from storage.backup.errors import BackupDamaged, BackupObjectMissing, BadIdentity, KeyDoesNotOpen
from storage.backup.layout import SNAPSHOTS
from storage.backup.seals import seals_in
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyrage

    from archive_app.services.backup.ground import Ground, Place


@dataclass(frozen=True, slots=True)
class KeyProof:
    """`identity` is the file of the private key for drills by the clock; None: drills are run by hand."""

    ground: Ground
    identity: Path | None

    def faults(self) -> list[str]:
        """A sentence for each thing that is wrong with the key."""
        if self.identity is None or not self.identity.exists():
            return []
        try:
            identities = read_identities(self.identity)
        except BadIdentity as error:
            return [describe(error).message]
        if not {str(one.to_public()) for one in identities} & set(self.ground.recipients):
            words = translate("No backup that is taken now opens with the private key {path}.", path=self.identity)
            return [words]
        return [line for place in self.ground.places for line in self._at(place, identities)]

    def _at(self, place: Place, identities: Sequence[pyrage.x25519.Identity]) -> Iterator[str]:
        """A place that is away is the backup's own alarm."""
        try:
            with self.ground.opened(place) as target:
                seals = [seal for _, seal in seals_in(target, SNAPSHOTS) if seal]
                if seals:
                    now = self.ground.clock()
                    Keyring(target, identities).secret(max(seals, key=lambda seal: rank(seal, now)).key)
        except (KeyDoesNotOpen, BackupDamaged, BackupObjectMissing) as error:
            yield f"{place.shown}: {describe(error).message}"
        except StorageError:
            return
