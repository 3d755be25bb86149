"""Checking a snapshot where it lies, to the last bit, without any private key."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.backup import container
from storage.backup.blob_lists import listed_blobs
from storage.backup.container import stored_size
from storage.backup.data_keys import read_key_file
from storage.backup.errors import BackupDamaged, BackupObjectMissing, SnapshotUnknown
from storage.backup.layout import BLOBS, SEAL, key_name, object_name
from storage.backup.parallel import WORKERS, in_parallel
from storage.backup.presence import not_there
from storage.backup.seals import read_seal
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from storage.backup.seals import Seal, StoredFile
    from storage.backup.target import BackupTarget
    from storage.keys import BlobKey

_PIECE = 1 << 20


class Fault(StrEnum):
    """What is wrong with an object. The last one says nothing about it: it could not be read now."""

    WRONG_BYTES = "wrong_bytes"
    MISSING = "missing"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Looked:
    """One object looked at; `size` in bytes. `fault` is None where all is well; `why` is a stable word."""

    name: str
    size: int
    fault: Fault | None = None
    why: str = ""


class Checking:
    """Checks snapshots of one target. `trusted` are public keys of signers; None: any that signs."""

    def __init__(self, target: BackupTarget, *, trusted: frozenset[str] | None = None, workers: int = WORKERS) -> None:
        self._target = target
        self._trusted = trusted
        self._workers = workers
        self._known: dict[str, Looked | None] = {}
        self._lock = threading.Lock()

    def folder(
        self, folder: str, passing: set[str] | None = None, only: Collection[str] | None = None
    ) -> Iterator[Looked]:
        """Everything that belongs to a seal: itself, the files beside it, the blobs they list, the keys of all.

        Blobs in `passing` were looked at before and are passed over; those looked at now are added to it. Of blobs that
        are not among `only` (keys; None: all) no byte is read: they are there, in their size.
        """
        seal, looked = self._seal(folder)
        yield looked
        if seal is None:
            return
        for name, stored in sorted(seal.files.items()):
            yield self._guarded(folder + name, lambda name=name, stored=stored: self._file(folder, name, stored))  # type: ignore[misc]
        if BLOBS in seal.files:
            try:
                yield from in_parallel(
                    lambda one: self._container(object_name(seal.space, one[0]), stored_size(one[1])),
                    _not_in(passing, seal.space, self._asked(folder, seal, only)),
                    workers=self._workers,
                )
                if only is not None:
                    yield from self._away(folder, seal)
            except StorageError:  # the list itself is damaged or away: its own line above says so
                yield self._guarded(folder + BLOBS, lambda: self._file(folder, BLOBS, seal.files[BLOBS]))
        self._note_key(seal.key)
        with self._lock:
            yield from (one for one in self._known.values() if one is not None)
            self._known = dict.fromkeys(self._known)

    def _asked(self, folder: str, seal: Seal, only: Collection[str] | None) -> Iterator[tuple[BlobKey, int]]:
        listed = listed_blobs(self._target, folder, seal)
        return (one for one in listed if only is None or one[0] in only)

    def _away(self, folder: str, seal: Seal) -> Iterator[Looked]:
        """Blobs that the place does not list, or not in their size."""
        for key, _, found in not_there(self._target, seal.space, listed_blobs(self._target, folder, seal)):
            name = object_name(seal.space, key)
            yield Looked(name, 0, Fault.MISSING) if found is None else Looked(name, 0, Fault.WRONG_BYTES, "size")

    def _seal(self, folder: str) -> tuple[Seal | None, Looked]:
        name = folder + SEAL
        try:
            seal = read_seal(self._target, folder)
        except SnapshotUnknown:
            return None, Looked(name, 0, Fault.MISSING)
        except BackupDamaged as error:
            return None, Looked(name, 0, Fault.WRONG_BYTES, str(error.params["why"]))
        except StorageError as error:
            return None, Looked(name, 0, Fault.NOT_CHECKED, error.code)
        if self._trusted is not None and seal.signer not in self._trusted:
            return seal, Looked(name, 0, Fault.WRONG_BYTES, "signed_by_another")
        return seal, Looked(name, 0)

    def _file(self, folder: str, name: str, expected: StoredFile) -> int:
        """A file beside a seal: the seal has the checksum of what is stored."""
        full = folder + name
        digest = hashlib.sha256()
        with self._target.open(full) as stored:
            while piece := stored.stream.read(_PIECE):
                digest.update(piece)
            size = stored.size
        if size != expected.size or digest.hexdigest() != expected.sha256:
            raise BackupDamaged(name=full, why="checksum")
        return size

    def _container(self, name: str, size: int) -> Looked:
        return self._guarded(name, lambda: self._whole(name, size))

    def _whole(self, name: str, size: int) -> int:
        with self._target.open(name) as stored:
            if stored.size != size:
                raise BackupDamaged(name=name, why="size")
            header = container.check(stored.stream, stored.size, name)
        self._note_key(header.key_id)
        return size

    def _note_key(self, key: str) -> None:
        """A data key is checked once: its file is small, and serves many."""
        with self._lock:
            if key in self._known:
                return
            self._known[key] = self._key(key)

    def _key(self, key: str) -> Looked:
        return self._guarded(key_name(key), lambda: len(read_key_file(self._target, key)))

    @staticmethod
    def _guarded(name: str, look: Callable[[], int]) -> Looked:
        """Never raises StorageError: the answer says it, and never takes "could not be read" for good."""
        try:
            return Looked(name, look())
        except BackupDamaged as error:
            return Looked(name, 0, Fault.WRONG_BYTES, str(error.params["why"]))
        except BackupObjectMissing:
            return Looked(name, 0, Fault.MISSING)
        except StorageError as error:
            return Looked(name, 0, Fault.NOT_CHECKED, error.code)


def _not_in(
    passing: set[str] | None, space: str, blobs: Iterator[tuple[BlobKey, int]]
) -> Iterator[tuple[BlobKey, int]]:
    seen = set() if passing is None else passing
    for key, size in blobs:
        name = object_name(space, key)
        if name not in seen:
            seen.add(name)
            yield key, size
