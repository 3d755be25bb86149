"""Writing to a disk so that it is there after a loss of power, and saying clearly why it could not be."""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from storage.errors import StorageError, StorageFull, StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_SYNC_FILE_RANGE_WRITE = 2
"""For `syncfs`, which Python does not offer: it tells of errors of writing (Linux 5.8), as `sync` does not."""
_SYNCED_WHOLE = frozenset(
    {
        0xEF53,  # ext4
        0x58465342,  # XFS
        0x9123683E,  # Btrfs
        0xF2F52010,  # F2FS
        0x2FC12FC1,  # ZFS
        0x794C7630,  # overlayfs: it asks the file system below
        0x01021994,  # tmpfs: there is nothing to sync
    }
)
"""File systems whose `syncfs` does what syncing every file does, by their numbers in Linux's `magic.h`."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def storage_error(error: OSError) -> StorageError:
    """Turn what the operating system says of a disk into StorageFull or StorageUnavailable."""
    if error.errno in _NO_ROOM:
        return StorageFull(str(error))
    return StorageUnavailable(str(error), reason=errno.errorcode.get(error.errno or 0, "unknown"))


@contextmanager
def disk_errors() -> Iterator[None]:
    """Raise StorageFull or StorageUnavailable for an OSError inside."""
    try:
        yield
    except OSError as error:
        raise storage_error(error) from error


def write_all(file: IO[bytes], data: bytes) -> None:
    """Write every byte to an unbuffered file: the operating system may take fewer at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def synced_whole(folder: Path) -> bool:
    """Whether `syncing_disk` is enough on the file system of `folder`. Raises OSError.

    A program behind FUSE (disks from Windows by way of ntfs-3g, sshfs, mergerfs) is not asked by `syncfs` to write out
    what it holds, nor is a server behind SMB: there, and wherever it is not known, each file has to be synced.
    """
    found = ctypes.create_string_buffer(512)  # struct statfs; its first field is the number of the file system
    if _libc.statfs(os.fsencode(folder), found):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    return ctypes.c_long.from_buffer(found).value & 0xFFFFFFFF in _SYNCED_WHOLE


@contextmanager
def syncing_disk(folder: Path) -> Iterator[Callable[[], None]]:
    """Give a call that makes everything durable that was written to the file system of `folder`, see `synced_whole`.

    It raises OSError for every error of writing since the block began: the system tells an error that somebody has been
    told of to nobody who comes after.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)

    def sync() -> None:
        if _libc.syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))

    try:
        yield sync
    finally:
        os.close(handle)


def begin_writing_out(file: int) -> None:
    """Let the disk begin with what was written to the descriptor `file`, which would keep it idle until `syncing_disk`.

    A hint, whose outcome that call tells; of a thousand files the last ones are then waited for, not all of them.
    """
    _libc.sync_file_range(file, ctypes.c_int64(0), ctypes.c_int64(0), _SYNC_FILE_RANGE_WRITE)


def make_shard(folder: Path) -> None:
    """Create `ab` in a folder that exists: if it does not, a disk is missing, and that must be noticed.

    The names are yet to be synced, after all the changes: a journalling file system then writes them out together.
    """
    folder.mkdir(exist_ok=True)


def replace_file(path: Path, data: bytes, *, draft: Path) -> None:
    """Put a small file in place whole or not at all, by way of `draft` beside it. The name is yet to be synced."""
    try:
        with draft.open("xb", buffering=0) as file:
            write_all(file, data)
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
