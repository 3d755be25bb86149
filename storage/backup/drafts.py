"""Drafts on a disk that are made durable many at a time, and only then named: a name always means whole bytes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from storage.durable import disk_errors
from storage.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BYTES = 64 << 20
NUMBER = 1000
"""A batch is of so many objects, or of so many bytes, at most and one object more."""


class Drafts:
    """Written files of several threads that wait for their names; `name` gives a draft the path that it belongs to.

    `sync` makes durable what was written. Where it has failed once nothing is named any more: whose bytes did not get
    to the disk is not known, and the next call would not tell.
    """

    def __init__(self, sync: Callable[[], None], name: Callable[[Path, Path], None]) -> None:
        self._sync = sync
        self._name = name
        self._failed = False
        self._syncing = threading.Lock()
        self._waiting: list[tuple[Path, Path]] = []
        self._bytes = 0
        self._lock = threading.Lock()

    def add(self, draft: Path, path: Path, size: int) -> None:
        """Let a draft of `size` bytes wait; name all that wait where they are a batch. Raises as `name_all`."""
        with self._lock:
            self._waiting.append((draft, path))
            self._bytes += size
            full = self._bytes >= BYTES or len(self._waiting) >= NUMBER
        if full:
            self.name_all()

    def name_all(self) -> None:
        """Make durable what waits by one call for the file system, and name it. Raises StorageFull, StorageUnavailable.

        Then nothing of it is left.
        """
        batch = self._taken()
        try:
            self._make_durable()
            for draft, path in batch:
                self._name(draft, path)
        finally:
            _remove(batch)

    def drop(self) -> None:
        """Remove what waits."""
        _remove(self._taken())

    def _make_durable(self) -> None:
        with self._syncing:
            if self._failed:
                raise StorageUnavailable("an earlier batch was not written out", reason="EIO")
            self._failed = True
            with disk_errors():
                self._sync()
            self._failed = False

    def _taken(self) -> list[tuple[Path, Path]]:
        with self._lock:
            batch, self._waiting, self._bytes = self._waiting, [], 0
        return batch


def _remove(batch: list[tuple[Path, Path]]) -> None:
    for draft, _ in batch:
        draft.unlink(missing_ok=True)
