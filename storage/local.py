"""Blobs in a local directory: `blobs/ab/abcd...`, `staging/` and `locks/` in one file system.

A blob is written under a temporary name, synced, made read-only and renamed, so that under its address there
is the whole blob or nothing, at any instant and whatever dies.
"""

from __future__ import annotations

import io
import os
import shutil
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self
from uuid import UUID, uuid4

from storage import moments
from storage.durable import (
    begin_writing_out,
    disk_errors,
    make_shard,
    storage_error,
    sync_folder,
    synced_whole,
    syncing_disk,
    write_all,
)
from storage.errors import BlobLocked, BlobMissing, StagedMissing, StorageFull, StorageUnavailable
from storage.intake import HashedPieces, refuse_beyond
from storage.keys import BlobKey, checked_prefix, is_key
from storage.local_locks import LockRecords
from storage.protocol import BlobRef, BlobStat, StagedBlob, StoreHealth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from _typeshed import WriteableBuffer

    from storage.protocol import Readable

_READ_BUFFER_BYTES = 256 << 10
_READ_ONLY = 0o444


class LocalBlobStore:
    """A BlobStore in the directory `root`. `clock` decides whether a lock has ended."""

    def __init__(self, root: Path, *, clock: Callable[[], datetime] = moments.now) -> None:
        self._root = Path(root)
        self._blobs = self._root / "blobs"
        self._staging = self._root / "staging"
        self._locks_folder = self._root / "locks"
        self._locks = LockRecords(self._locks_folder)
        self._clock = clock
        self._durable_shards: set[Path] = set()
        self._at_once = True

    def prepare(self) -> None:
        """See BlobStore. Creates `root` and the folders in it, also those of the blobs: then no filing has to."""
        with disk_errors():
            for folder in (self._blobs, self._staging, self._locks_folder):
                folder.mkdir(parents=True, exist_ok=True)
            for shard in range(256):
                make_shard(self._blobs / f"{shard:02x}")
            for folder in (self._blobs, self._root):
                sync_folder(folder)
            sync_folder(self._root.parent)

    # --- bytes in -------------------------------------------------------------------------------------------

    def stage(
        self, stream: Readable | HashedPieces, *, size_hint: int | None = None, limit: int | None = None
    ) -> StagedBlob:
        """See BlobStore."""
        refuse_beyond(limit, size_hint)
        self._refuse_without_room(size_hint)
        pieces = HashedPieces.of(stream, limit=limit, beside=self._at_once)
        draft = self._staging / uuid4().hex
        with self._translated():
            file = draft.open("xb", buffering=0)
        try:
            with closing(file):
                for piece in pieces:
                    with disk_errors():  # only around our own disk: what the stream raises is not ours to name
                        write_all(file, piece)
                with disk_errors():
                    os.fchmod(file.fileno(), _READ_ONLY)
                    (os.fsync if self._at_once else begin_writing_out)(file.fileno())
        except BaseException:
            with disk_errors():
                draft.unlink(missing_ok=True)
            raise
        return StagedBlob(pieces.key, pieces.size, draft.name)

    def commit(self, staged: StagedBlob) -> BlobRef:
        """See BlobStore. Of two processes with the same bytes either rename may win: both are right."""
        target = self._path(staged.key)
        with self._translated():
            if _size(target) == staged.size:
                self._draft(staged).unlink(missing_ok=True)
                self._sync_shard(target.parent)  # its writer may not have come to it yet
                return BlobRef(staged.key, staged.size)
        return self.replace(staged)

    def replace(self, staged: StagedBlob) -> BlobRef:
        """See BlobStore. A name always leads to whole bytes, the old ones or the new ones."""
        draft, target = self._draft(staged), self._path(staged.key)
        with self._translated():
            if not target.parent.is_dir():  # asked first: making what is there waits for all others who make something
                make_shard(target.parent)
            try:
                draft.rename(target)
            except FileNotFoundError:
                if _size(target) != staged.size:  # else another thread committed this very staging
                    raise StagedMissing(key=staged.key) from None
            self._sync_shard(target.parent)
        return BlobRef(staged.key, staged.size)

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """See BlobStore. One call for the file system writes out in its own order what thousands would in ours."""
        with ExitStack() as held:
            with disk_errors():
                sync = held.enter_context(syncing_disk(self._root))
                self._at_once = not synced_whole(self._root)
            try:
                yield
                with disk_errors():
                    sync()
            finally:
                self._at_once = True

    def discard(self, staged: StagedBlob) -> None:
        """See BlobStore."""
        with disk_errors():
            self._draft(staged).unlink(missing_ok=True)

    def sweep_staging(self, older_than: timedelta) -> int:
        """See BlobStore. A living upload touches its draft with every piece and so stays young."""
        swept = 0
        oldest = (moments.now() - older_than).timestamp()
        with self._translated():
            for draft in self._staging.iterdir():
                try:
                    if draft.stat().st_mtime <= oldest:
                        draft.unlink()
                        swept += 1
                except FileNotFoundError:
                    continue  # committed or discarded while we looked
        return swept

    # --- bytes out ------------------------------------------------------------------------------------------

    def open(self, key: BlobKey) -> BinaryIO:
        """See BlobStore."""
        with self._translated(key):
            return io.BufferedReader(_BlobFile(self._path(key)), _READ_BUFFER_BYTES)

    def read_range(self, key: BlobKey, start: int, length: int) -> bytes:
        """See BlobStore."""
        if start < 0 or length < 0:
            raise ValueError("a range has no negative numbers")
        with self.open(key) as blob:
            blob.seek(start)
            return blob.read(length)

    def stat(self, key: BlobKey) -> BlobStat:
        """See BlobStore."""
        with self._translated(key):
            return _described(key, self._path(key).stat())

    def exists(self, key: BlobKey) -> bool:
        """See BlobStore."""
        try:
            self.stat(key)
        except BlobMissing:
            return False
        return True

    def iterate(self, prefix: str = "") -> Iterator[BlobStat]:
        """See BlobStore. Holds the names of one folder, about a 256th of the store, at a time."""
        return self._walk(checked_prefix(prefix))

    def _walk(self, prefix: str) -> Iterator[BlobStat]:
        with self._translated():
            for shard in _names(self._blobs, prefix[:2]):
                folder = self._blobs / shard
                for name in filter(is_key, _names(folder, prefix)):  # NFS leaves names of its own
                    try:
                        yield _described(BlobKey(name), (folder / name).stat())
                    except FileNotFoundError:
                        continue  # removed while we listed

    # --- locks and removal ----------------------------------------------------------------------------------

    def lock_until(self, key: BlobKey, until: datetime) -> None:
        """See BlobStore. The lock binds this program; the file is read-only besides."""
        end = moments.lock_end(until)
        with self._translated(key), self._locks.guard():
            self._path(key).stat()
            current = self._locks.read(key)
            if current is None or current < end:
                self._locks.write(key, end)

    def locked_until(self, key: BlobKey) -> datetime | None:
        """See BlobStore."""
        self.stat(key)
        with disk_errors():
            return self._locks.read(key)

    def remove(self, key: BlobKey) -> bool:
        """See BlobStore. The record of a lock goes last: a crash between leaves a record without a blob, harmless."""
        with self._translated(), self._locks.guard():
            if not self.exists(key):
                return False
            until = self._locks.read(key)
            if until is not None and until > self._clock():
                raise BlobLocked(key=key, until=until)
            path = self._path(key)
            path.unlink()
            sync_folder(path.parent)
            self._locks.erase(key)
        return True

    # --- the store itself -----------------------------------------------------------------------------------

    def check(self) -> StoreHealth:
        """See BlobStore."""
        self.discard(self.stage(io.BytesIO(b"probe")))
        with disk_errors():
            return StoreHealth(free_bytes=shutil.disk_usage(self._root).free)

    def close(self) -> None:
        """See BlobStore. Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _refuse_without_room(self, size: int | None) -> None:
        with self._translated():
            free = shutil.disk_usage(self._staging).free
        if size is not None and size > free:
            raise StorageFull(needed=size, free=free)

    def _draft(self, staged: StagedBlob) -> Path:
        return self._staging / UUID(hex=staged.token).hex  # nothing but our own names, wherever the token has been

    def _path(self, key: BlobKey) -> Path:
        return self._blobs / key.sharded

    def _sync_shard(self, folder: Path) -> None:
        """Make a new name in a shard durable, and the shard's own name: once, for shards are never removed."""
        if not self._at_once:
            return
        sync_folder(folder)
        if folder not in self._durable_shards:
            there = set(self._blobs.iterdir())
            sync_folder(self._blobs)
            self._durable_shards |= there

    @contextmanager
    def _translated(self, key: BlobKey | None = None) -> Iterator[None]:
        """Raise BlobMissing(key) for a missing file, unless the whole store is missing, and disk errors as they are."""
        try:
            yield
        except FileNotFoundError as error:
            if not all(folder.is_dir() for folder in (self._blobs, self._staging, self._locks_folder)):
                raise StorageUnavailable(reason="not_prepared", root=str(self._root)) from error
            if key is None:
                raise storage_error(error) from error
            raise BlobMissing(key=key) from error
        except OSError as error:
            raise storage_error(error) from error


class _BlobFile(io.FileIO):
    """A file whose failures while reading (a dying disk) are named as the store's."""

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        with disk_errors():
            return super().readinto(buffer)

    def readall(self) -> bytes:
        with disk_errors():
            return super().readall()


def _size(path: Path) -> int | None:
    """Size in bytes, None if there is no file."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _names(folder: Path, prefix: str) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.name.startswith(prefix))


def _described(key: BlobKey, status: os.stat_result) -> BlobStat:
    return BlobStat(key, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))
