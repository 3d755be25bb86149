"""Good copies to repair from: backups, which need their private key, and replicas of the store."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from archive_app.services.fixity.errors import NoGoodCopies
from storage.backup.data_keys import Keyring
from storage.backup.errors import BackupDamaged
from storage.backup.layout import SNAPSHOTS
from storage.backup.reading import Reading
from storage.backup.seals import read_seal, sealed_in
from storage.errors import BlobMissing, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyrage

    from archive_app.services.backup.ground import Ground, Place
    from storage.backup.target import BackupTarget
    from storage.keys import BlobKey
    from storage.protocol import BlobStore, StagedBlob


class Copies(Protocol):
    """A place of copies."""

    @property
    def shown(self) -> str:
        """Its address without secrets."""

    def staged(self, store: BlobStore, key: BlobKey, size: int) -> StagedBlob:
        """Bring the bytes, hashed on the way and found right, into `store`. Raises StorageError."""


@dataclass(frozen=True, slots=True)
class Replica:
    """Another store with the same addresses."""

    shown: str
    replica: BlobStore

    def staged(self, store: BlobStore, key: BlobKey, size: int) -> StagedBlob:
        """See Copies."""
        with self.replica.open(key) as stream:
            staged = store.stage(stream, size_hint=size)
        if staged.key != key:
            store.discard(staged)
            raise BackupDamaged(name=f"{self.shown} {key}", why="another_blob")
        return staged


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A place of backups. `spaces`: where its snapshots, the newest first, keep their blobs."""

    shown: str
    reading: Reading
    spaces: Sequence[str]

    def staged(self, store: BlobStore, key: BlobKey, size: int) -> StagedBlob:
        """See Copies."""
        fault: StorageError = BlobMissing(key=key)
        for space in self.spaces:
            try:
                return self.reading.staged(store, space, key, size)
            except StorageError as error:
                fault = error
        raise fault


@contextmanager
def opened_copies(
    ground: Ground, identities: Sequence[pyrage.x25519.Identity], replicas: Sequence[Replica]
) -> Iterator[list[Copies]]:
    """All places that answer. Raises NoGoodCopies where there is none to ask, the fault of the last where none does."""
    fault: StorageError | None = None
    with ExitStack() as open_places:
        found: list[Copies] = list(replicas)
        for place in ground.places if identities else ():
            try:
                found.append(_backed_up(place, open_places.enter_context(ground.opened(place)), identities))
            except StorageError as error:
                fault = error
        if not found:
            raise fault or NoGoodCopies
        yield found


def _backed_up(place: Place, target: BackupTarget, identities: Sequence[pyrage.x25519.Identity]) -> BackedUp:
    spaces: dict[str, None] = {}
    for folder in sorted(sealed_in(target, SNAPSHOTS), reverse=True):
        try:
            spaces.setdefault(read_seal(target, folder).space)
        except BackupDamaged:
            continue  # `archive backup verify` names it; its blobs are looked for under the other seals
    return BackedUp(place.shown, Reading(target, Keyring(target, identities)), tuple(spaces))
