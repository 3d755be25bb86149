"""Originals kept for a while beside the scratch folders: who leafs through a book fetches it once, not for every page.

A page gets a hard link of its own, so that what is thrown out meanwhile stays readable for who still reads it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from archive_app.services.originals import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.protocol import BlobStore

LIMIT = 2 * 2**30
"""Bytes kept altogether; a larger original is fetched each time."""
KEPT_FOR = 3600.0
"""Seconds since the last look."""


@dataclass(frozen=True, slots=True)
class KeptOriginals:
    """Safe for several threads and processes of one machine, which share `folder`."""

    store: BlobStore
    folder: Path
    limit: int = LIMIT

    def give(self, sha256: str, size: int, target: Path) -> Path:
        """Put the blob of `size` bytes at `target`, which must not be changed, and return that.

        Raises what `archive_app.services.originals.fetch` does.
        """
        if size > self.limit:
            return fetch(self.store, sha256, target)
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / sha256
        with self._one_at_a_time(sha256):  # forty thumbnails asked for at once are one fetch
            if not self._linked(kept, size, target):
                self._fetch(sha256, kept, target)
                self.sweep()
        return target

    def forget(self, sha256: str) -> None:
        """Throw out what is kept of a blob, also what still comes."""
        for path in self.folder.glob(f"{sha256}*"):
            path.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Throw out what nobody has looked at for an hour, and the oldest beyond the limit; returns how many."""
        found = []
        for path in self.folder.glob("[0-9a-f]*"):
            try:
                state = path.stat()
            except FileNotFoundError:  # another process sweeps too
                continue
            whole = path.suffix != ".part"  # one that still comes is not in the way
            found.append((state.st_mtime, state.st_size if whole else 0, path))
        kept, swept, oldest = 0, 0, time.time() - KEPT_FOR
        for modified, size, path in sorted(found, reverse=True):
            kept += size
            if modified < oldest or (size and kept > self.limit):
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    @staticmethod
    def _linked(kept: Path, size: int, target: Path) -> bool:
        try:
            if kept.stat().st_size != size:  # cut off by a power failure
                return False
            os.utime(kept)
            _link(kept, target)
        except FileNotFoundError:  # not there, or thrown out at this moment
            return False
        return True

    def _fetch(self, sha256: str, kept: Path, target: Path) -> None:
        part = self.folder / f"{sha256}.{uuid4().hex}.part"
        try:
            fetch(self.store, sha256, part)
            _link(part, target)
            part.replace(kept)
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _one_at_a_time(self, sha256: str) -> Iterator[None]:
        with (self.folder / f".{sha256[:2]}.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go of when the file closes, also by a crash
            yield


def _link(kept: Path, target: Path) -> None:
    try:
        os.link(kept, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(kept, target)
