"""Copying blobs into a target: only those it has not, several at a time, each hashed as it is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.backup.container import check, encrypted, read_header, stored_size
from storage.backup.data_keys import read_key_file
from storage.backup.errors import BackupDamaged, BackupObjectMissing
from storage.backup.layout import KEYS, LEDGER, key_name, object_name
from storage.backup.parallel import WORKERS, in_parallel
from storage.backup.presence import not_named, not_there
from storage.errors import BlobCorrupt, BlobMissing
from storage.intake import PIECE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.backup.data_keys import DataKey
    from storage.backup.target import BackupTarget
    from storage.keys import BlobKey
    from storage.protocol import BlobStore


class CopyState(StrEnum):
    """What became of one blob. Only the first two are in the target."""

    THERE = "there"
    COPIED = "copied"
    ROTTEN = "rotten"
    """The store holds other bytes than it was given: these are never copied."""
    GONE = "gone"
    """The store has no such blob: destroyed meanwhile, or lost. The database knows."""


@dataclass(frozen=True, slots=True)
class Copied:
    """One blob. `size` in bytes, as the database has it."""

    key: BlobKey
    size: int
    state: CopyState

    @property
    def saved(self) -> bool:
        """Whether the target has it."""
        return self.state is CopyState.THERE or self.state is CopyState.COPIED


@dataclass(frozen=True, slots=True)
class Copying:
    """From one store to one target, for those who read `space`."""

    store: BlobStore
    target: BackupTarget
    key: DataKey
    space: str
    workers: int = WORKERS
    sizes: bool = True
    """Whether what is there is asked for its size; else an object that is cut short passes for a copy."""
    hold: bool = False
    """Whether the locks of what is there are lengthened, of keys and of the ledger too."""
    doubted: frozenset[str] = frozenset()
    """Names of objects that a check has found damaged: copied anew, and so is what needs a key that is among them."""
    unnamed: bool = False
    """Whether checks have found more than they name: each object is read to its end before it is relied on."""

    def run(self, wanted: Iterable[tuple[str, int]]) -> Iterator[Copied]:
        """Copy what is missing of `wanted` (sorted by key): an outcome, in its order, for each blob that was not there.

        What the target holds is not read again, `checking` does that, and has no outcome unless its lock was lengthened
        or there are doubts. Raises errors of the target, and those of a store that does not answer.
        """
        if self.hold:  # what opens the blobs, and what says which must not come back, outlives their locks as well
            for name in (*self.target.names(KEYS), *self.target.names(LEDGER)):
                self.target.hold(name)
        with self.target.bulk():
            yield from in_parallel(self._brought, self._missing(wanted), workers=self.workers)

    def _missing(self, wanted: Iterable[tuple[str, int]]) -> Iterator[tuple[BlobKey, int, int | None]]:
        every = self.hold or bool(self.doubted) or self.unnamed
        if self.sizes or every:
            return not_there(self.target, self.space, wanted, every=every)
        return not_named(self.target, self.space, wanted)

    def _brought(self, one: tuple[BlobKey, int, int | None]) -> Copied:
        key, size, found = one
        name = object_name(self.space, key)
        if found == stored_size(size) and not self._doubtful(name):
            self.target.hold(name)
            return Copied(key, size, CopyState.THERE)
        try:
            self.target.put(name, encrypted(self.key, name, self._right_bytes(key, size)), stored_size(size))
        except BlobMissing:
            return Copied(key, size, CopyState.GONE)
        except BlobCorrupt:
            return Copied(key, size, CopyState.ROTTEN)
        return Copied(key, size, CopyState.COPIED)

    def _doubtful(self, name: str) -> bool:
        if name in self.doubted:
            return True
        keys = any(one.startswith(KEYS) for one in self.doubted)
        if not keys and not self.unnamed:
            return False
        try:
            with self.target.open(name) as stored:
                whole = check(stored.stream, stored.size, name) if self.unnamed else read_header(stored.stream, name)
            if self.unnamed:
                read_key_file(self.target, whole.key_id)
        except (BackupDamaged, BackupObjectMissing):
            return True
        return key_name(whole.key_id) in self.doubted

    def _right_bytes(self, key: BlobKey, size: int) -> Iterator[bytes]:
        """The pieces of a blob; raises BlobCorrupt at the end where they were not those of its address."""
        digest, read = hashlib.sha256(), 0
        with self.store.open(key) as blob:
            while piece := blob.read(PIECE_BYTES):
                digest.update(piece)
                read += len(piece)
                if read > size:
                    break
                yield piece
        if read != size or digest.hexdigest() != key:
            raise BlobCorrupt(key=key, expected=size, found=read)
