"""Finding a snapshot among places, without a database: it may be what is lost."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from archive_app.services.backup.errors import BackupNotSetUp
from storage.backup.errors import BackupDamaged, SnapshotUnknown
from storage.backup.layout import SEAL, SNAPSHOTS
from storage.backup.seals import read_seal, sealed_in, seals_in, snapshot_folder
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.services.backup.ground import Place
    from storage.backup.seals import Seal
    from storage.backup.target import BackupTarget

LATEST = "latest"
SKEW = datetime.timedelta(hours=1)
"""By so much the clocks of two servers may differ."""


def find_snapshot(places: Sequence[Place], snapshot: str, now: datetime.datetime) -> tuple[Place, Seal]:
    """The place that has `snapshot` (`latest`: the newest of all), and its seal. A place that is away is passed over.

    `latest` never means an older one in silence: where the seal of a newer one is damaged at every place that has it,
    somebody must name the snapshot that is wanted instead.

    Raises BackupNotSetUp, SnapshotUnknown, BackupDamaged; the error of the first place where no place answers at all.
    """
    if not places:
        raise BackupNotSetUp
    found: list[tuple[Place, Seal]] = []
    damaged: list[str] = []
    faults: list[StorageError] = []
    for place in places:
        try:
            with place.opened() as target:
                target.require()
                seals = _sealed(target, snapshot)
        except StorageError as error:
            faults.append(error)
            continue
        found += [(place, seal) for seal in seals.values() if seal]
        damaged += [folder for folder, seal in seals.items() if seal is None]
    if not found and faults:
        raise faults[0]
    newest = max(found, key=lambda one: rank(one[1], now), default=None)
    whole = {snapshot_folder(seal.id) for _, seal in found}
    for folder in sorted(set(damaged) - whole, reverse=True):
        if newest is None or folder > snapshot_folder(newest[1].id):
            raise BackupDamaged(name=folder + SEAL, why="signature")
    if newest is None:
        raise SnapshotUnknown(snapshot=snapshot[:100])
    return newest


def rank(seal: Seal, now: datetime.datetime) -> tuple[bool, datetime.datetime, str]:
    """What snapshots are ordered by; the newest has the greatest. One of the future (a clock went back) is the last."""
    return seal.at <= now + SKEW, seal.at, seal.id


def _sealed(target: BackupTarget, snapshot: str) -> dict[str, Seal | None]:
    if snapshot == LATEST:
        return dict(seals_in(target, SNAPSHOTS))
    folders = [folder for folder in sealed_in(target, SNAPSHOTS) if folder == snapshot_folder(snapshot)]
    return {folder: read_seal(target, folder) for folder in folders}
