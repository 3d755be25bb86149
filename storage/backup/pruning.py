"""Taking away snapshots that the rotation does not keep, then the objects that no snapshot needs any more.

The order makes it safe to be killed anywhere: a seal goes before the files it seals, so that no seal is left whose
files are gone; objects go last, and only those that no remaining snapshot lists. Nothing is taken away while some
list cannot be read to its end and proven right: a kept snapshot is never broken by a damaged one.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.backup.blob_lists import listed_blobs
from storage.backup.layout import BLOBS, OBJECTS, SEAL, SNAPSHOTS, object_name
from storage.backup.seals import read_seal, sealed_in, snapshot_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from storage.backup.target import BackupTarget


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went; `bytes` as they were stored."""

    snapshots: int
    objects: int
    bytes: int


def prune(target: BackupTarget, doomed: Collection[str]) -> Pruned:
    """Take the snapshots `doomed` away, remains of unfinished ones, and objects that nobody needs.

    For whoever holds the lease: a backup that runs would lose what it has just copied.
    Raises BackupDamaged where a seal or a list of a kept snapshot is not right: nothing was taken away then.
    """
    kept = [folder for folder in sealed_in(target, SNAPSHOTS) if folder.split("/")[1] not in doomed]
    for folder in kept:
        for _ in _needed(target, folder):
            pass  # read and proven before anything goes
    for snapshot in sorted(doomed):
        target.remove(snapshot_folder(snapshot) + SEAL)
    target.flush()
    sealed = set(kept)
    for found in list(target.listed(SNAPSHOTS)):
        if f"{found.name.rpartition('/')[0]}/" not in sealed:
            target.remove(found.name)
    counted = _sweep(target, kept)
    target.flush()
    return Pruned(len(doomed), counted["objects"], counted["bytes"])


def _sweep(target: BackupTarget, kept: Collection[str]) -> Counter[str]:
    """Merge the sorted list of what is needed with the sorted list of what is there; neither is held."""
    counted: Counter[str] = Counter()
    needed = heapq.merge(*(_needed(target, folder) for folder in kept))
    need = next(needed, None)
    for found in target.listed(OBJECTS):
        while need is not None and need < found.name:
            need = next(needed, None)
        if need == found.name:
            continue
        target.remove(found.name)
        counted.update(objects=1, bytes=found.size)
    return counted


def _needed(target: BackupTarget, folder: str) -> Iterator[str]:
    """Names of the objects of a snapshot, sorted: of one space, and the keys are."""
    seal = read_seal(target, folder)
    if BLOBS in seal.files:
        for key, _ in listed_blobs(target, folder, seal):
            yield object_name(seal.space, key)
