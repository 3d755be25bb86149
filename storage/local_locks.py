"""Locks of the local store: one small file beside each locked blob, holding the moment when the lock ends."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from storage import moments
from storage.durable import make_shard, replace_file, sync_folder
from storage.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.keys import BlobKey


class LockRecords:
    """Reads and writes lock records under `folder`. OSError passes to the caller."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Keep out every other thread and process between looking at a lock and acting on it."""
        with (self._folder / "guard").open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file is closed, also by a crash
            yield

    def read(self, key: BlobKey) -> datetime | None:
        """Give the end of the lock, None if there is no record. Raises StorageUnavailable for a damaged one.

        A record that cannot be read counts as a lock: destroying is what must never happen by mistake.
        """
        try:
            record = self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        try:
            return moments.lock_end(datetime.fromisoformat(record.decode("ascii")))
        except ValueError as error:
            raise StorageUnavailable(reason="lock_record_damaged", key=key) from error

    def write(self, key: BlobKey, until: datetime) -> None:
        """Record the end of the lock, durably."""
        path = self._path(key)
        make_shard(path.parent)
        replace_file(path, until.isoformat().encode("ascii"), draft=path.with_name(f"{uuid4().hex}.draft"))
        for folder in (path.parent, self._folder):
            sync_folder(folder)

    def erase(self, key: BlobKey) -> None:
        """Forget the record of a blob that was removed."""
        path = self._path(key)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def _path(self, key: BlobKey) -> Path:
        return self._folder / key.sharded
