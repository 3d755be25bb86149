"""Taking away snapshots that the rotation does not keep, then the objects that no snapshot needs any more.

The order makes it safe to be killed anywhere: a seal goes before the files it seals, so that no seal is left whose
files are gone; objects go last, and only those that no remaining snapshot lists. While the seal or the list of a
remaining snapshot cannot be proven right, no object goes at all: nobody knows which of them that snapshot needs.

Keys go last of all, and only those that no container names which is still there. A list would not do: what a run that
was killed has copied is relied upon by later snapshots, under its key. As each container is looked at for that, keys
are counted first, and looked at when many have come since the last time. A key goes when it was useless the last time
already: whoever writes the ledger, or shares the place, puts a key some time before what it is for.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.backup.blob_lists import listed_blobs
from storage.backup.container import read_header
from storage.backup.errors import BackupDamaged, BackupObjectMissing
from storage.backup.layout import BLOBS, KEYS, LEDGER, OBJECTS, SEAL, SNAPSHOTS, key_name, object_name
from storage.backup.parallel import in_parallel
from storage.backup.seals import read_seal, sealed_in, snapshot_folder
from storage.errors import StorageDenied

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from storage.backup.target import BackupTarget

KEYS_AT_ONCE = 30
"""So many new keys, a month of daily backups, are worth a look at every container."""


@dataclass(frozen=True, slots=True)
class KeysSeen:
    """What a look at the keys tells the next one: how many it left, and which of them nothing needed."""

    left: int = 0
    useless: Collection[str] = ()


NO_KEYS = KeysSeen()


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went; `bytes` as they were stored. `damaged` names what kept the objects from going.

    `locked` objects the place did not let go yet; snapshots whose seal is among them stay as they are.
    """

    snapshots: int
    objects: int
    bytes: int
    damaged: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    keys: int = 0
    """Of data keys that nothing needs any more."""
    looked: KeysSeen | None = None
    """What is left of the keys; None: they were not looked at."""


def prune(target: BackupTarget, doomed: Collection[str], *, seen: KeysSeen = NO_KEYS) -> Pruned:
    """Take the snapshots `doomed` away, remains of unfinished ones, objects and keys that nobody needs.

    `seen`: what was told of the keys when they were looked at last.

    For whoever holds the lease: a backup that runs would lose what it has just copied. Raises errors of the target.
    """
    kept = [folder for folder in sealed_in(target, SNAPSHOTS) if folder.split("/")[1] not in doomed]
    locked: list[str] = []
    going = map(snapshot_folder, sorted(doomed))
    kept += [folder for folder in going if not _removed(target, folder + SEAL, locked)]
    target.flush()
    gone = len(doomed) - len(locked)
    damaged = tuple(damaged_in(target, kept).values())  # proven before any object goes
    sealed = set(kept)
    for name in list(target.names(SNAPSHOTS)):
        if f"{name.rpartition('/')[0]}/" not in sealed:
            _removed(target, name, locked)
    counted = Counter[str]() if damaged else _sweep(target, kept, locked)
    target.flush()
    keys = [] if damaged else list(target.names(KEYS))
    looked = len(keys) >= seen.left + KEYS_AT_ONCE
    useless = _useless(target, keys) if looked else []
    removed = {name for name in useless if name in seen.useless and _removed(target, name, locked)}
    target.flush()
    still = tuple(name for name in useless if name not in removed)
    left = KeysSeen(len(keys) - len(removed), still) if looked else None
    return Pruned(gone, counted["objects"], counted["bytes"], damaged, tuple(locked), len(removed), left)


def _removed(target: BackupTarget, name: str, locked: list[str]) -> bool:
    """Whether it went; what the place holds by a lock is added to `locked`, and goes with a later pruning."""
    try:
        target.remove(name)
    except StorageDenied:
        locked.append(name)
        return False
    return True


def damaged_in(target: BackupTarget, folders: Iterable[str]) -> dict[str, str]:
    """Those of the snapshots that do not say for certain what they need: folder -> name of the seal or list."""
    found = {}
    for folder in folders:
        try:
            for _ in _needed(target, folder):
                pass
        except (BackupDamaged, BackupObjectMissing) as error:
            found[folder] = str(error.params["name"])
    return found


def _sweep(target: BackupTarget, kept: Collection[str], locked: list[str]) -> Counter[str]:
    """Merge the sorted list of what is needed with the sorted list of what is there; neither is held."""
    counted: Counter[str] = Counter()
    needed = heapq.merge(*(_needed(target, folder) for folder in kept))
    need = next(needed, None)
    for found in target.listed(OBJECTS):
        while need is not None and need < found.name:
            need = next(needed, None)
        if need == found.name:
            continue
        if _removed(target, found.name, locked):
            counted.update(objects=1, bytes=found.size)
    return counted


def _useless(target: BackupTarget, keys: Iterable[str]) -> list[str]:
    """Those of `keys` (names) that no container names; none where one cannot be read: it may need any."""
    stored = (name for prefix in (SNAPSHOTS, LEDGER, OBJECTS) for name in target.names(prefix))
    containers = (name for name in stored if name.rpartition("/")[2] not in {SEAL, BLOBS})
    try:
        needed = set(in_parallel(lambda name: _key_of(target, name), containers))
    except (BackupDamaged, BackupObjectMissing):
        return []
    return [name for name in keys if name not in needed]


def _key_of(target: BackupTarget, name: str) -> str:
    with target.open(name) as stored:
        return key_name(read_header(stored.stream, name).key_id)


def _needed(target: BackupTarget, folder: str) -> Iterator[str]:
    """Names of the objects of a snapshot, sorted: of one space, and the keys are."""
    seal = read_seal(target, folder)
    if BLOBS in seal.files:
        for key, _ in listed_blobs(target, folder, seal):
            yield object_name(seal.space, key)
