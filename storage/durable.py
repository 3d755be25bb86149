"""Writing to a disk so that it is there after a loss of power, and saying clearly why it could not be."""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from storage.errors import StorageError, StorageFull, StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
"""For `syncfs`, which Python does not offer: it tells of errors of writing (Linux 5.8), as `sync` does not."""
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


def sync_disk(folder: Path) -> None:
    """Make everything durable that was written to the file system of `folder`. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if _libc.syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(handle)


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
