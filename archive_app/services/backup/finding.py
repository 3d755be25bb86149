"""Finding a snapshot among places, without a database: it may be what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.backup.errors import BackupNotSetUp
from storage.backup.errors import BackupDamaged, SnapshotUnknown
from storage.backup.layout import SNAPSHOTS
from storage.backup.seals import read_seal, sealed_in, snapshot_folder
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive_app.services.backup.ground import Place
    from storage.backup.seals import Seal
    from storage.backup.target import BackupTarget

LATEST = "latest"


def find_snapshot(places: Sequence[Place], snapshot: str) -> tuple[Place, Seal]:
    """The place that has `snapshot` (`latest`: the newest of all), and its seal. A place that is away is passed over.

    Raises BackupNotSetUp, SnapshotUnknown; the error of the first place where no place answers at all.
    """
    if not places:
        raise BackupNotSetUp
    found: list[tuple[Place, Seal]] = []
    faults: list[StorageError] = []
    for place in places:
        try:
            with place.opened() as target:
                target.require()
                found += [(place, seal) for seal in _sealed(target, snapshot)]
        except StorageError as error:
            faults.append(error)
    if not found and faults:
        raise faults[0]
    if not found:
        raise SnapshotUnknown(snapshot=snapshot[:100])
    return max(found, key=lambda one: (one[1].at, one[1].id))


def _sealed(target: BackupTarget, snapshot: str) -> Iterator[Seal]:
    if snapshot != LATEST:
        folders = [folder for folder in sealed_in(target, SNAPSHOTS) if folder == snapshot_folder(snapshot)]
        yield from (read_seal(target, folder) for folder in folders)
        return
    for folder in sealed_in(target, SNAPSHOTS):
        try:
            yield read_seal(target, folder)
        except BackupDamaged:
            continue  # `archive backup list` and `verify` name it; an older one is better than none
