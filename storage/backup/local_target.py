"""Backups on a local disk: files under one folder, each written aside, synced and renamed."""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack, contextmanager
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import uuid4

from storage.backup.drafts import Drafts
from storage.backup.errors import BackupDamaged, BackupNotThere, BackupObjectMissing
from storage.backup.layout import DESCRIPTION, DESCRIPTOR, is_name
from storage.backup.target import OpenObject, StoredObject
from storage.durable import disk_errors, sync_folder, synced_whole, syncing_disk, write_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import timedelta
    from io import FileIO
    from pathlib import Path

_DRAFTS = "tmp"
_READ_ONLY = 0o400


class LocalTarget:
    """A BackupTarget in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._drafts = root / _DRAFTS
        self._changed: set[Path] = set()
        self._waiting: Drafts | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """See BackupTarget."""
        with disk_errors():
            self._drafts.mkdir(parents=True, exist_ok=True)
            if not (self._root / DESCRIPTOR).exists():
                self.put(DESCRIPTOR, [DESCRIPTION], len(DESCRIPTION))
                self.flush()
        self.require()

    def require(self) -> None:
        """See BackupTarget."""
        try:
            with disk_errors():
                found = (self._root / DESCRIPTOR).read_bytes()
        except Exception as error:
            if isinstance(error.__cause__, (FileNotFoundError, NotADirectoryError)):
                raise BackupNotThere(place=str(self._root)) from error
            raise
        if found != DESCRIPTION:
            raise BackupDamaged(name=DESCRIPTOR, why="checksum")

    def put(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """See BackupTarget."""
        path, draft = self._path(name), self._drafts / uuid4().hex
        with disk_errors():
            file = draft.open("xb", buffering=0)
        try:
            with file:
                for piece in pieces:
                    with disk_errors():  # only around our own disk: what the pieces raise is not ours to name
                        write_all(file, piece)
                with disk_errors():
                    os.fchmod(file.fileno(), _READ_ONLY)
                    if self._waiting is None:
                        os.fsync(file.fileno())
                    written = file.tell()
            _require_size(name, written, size)
            if self._waiting is None:
                self._name(draft, path)
            else:
                self._waiting.add(draft, path, size)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """See BackupTarget."""
        with ExitStack() as held:
            with disk_errors():
                waiting = Drafts(held.enter_context(syncing_disk(self._root)), self._name)
                self._waiting = waiting if synced_whole(self._root) else None
            try:
                yield
                waiting.name_all()
                self.flush()
            finally:
                self._waiting = None
                waiting.drop()

    def flush(self) -> None:
        """See BackupTarget."""
        with self._lock:
            changed, self._changed = self._changed, set()
        with disk_errors():
            for folder in changed:
                sync_folder(folder)

    def require_locks(self) -> None:
        """See BackupTarget. Nobody asks a folder for locks."""

    def hold(self, name: str) -> None:
        """See BackupTarget. A folder does not lock."""

    @contextmanager
    def open(self, name: str) -> Iterator[OpenObject]:
        """See BackupTarget."""
        try:
            with disk_errors():
                file = self._path(name).open("rb", buffering=0)
        except Exception as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise BackupObjectMissing(name=name) from error
            raise
        with file:
            yield OpenObject(_Disk(file), os.fstat(file.fileno()).st_size)

    def listed(self, prefix: str) -> Iterator[StoredObject]:
        """See BackupTarget."""
        with disk_errors():
            for name, entry in self._walk(self._root / prefix, prefix):
                yield StoredObject(name, entry.stat().st_size)

    def names(self, prefix: str) -> Iterator[str]:
        """See BackupTarget."""
        with disk_errors():
            for name, _ in self._walk(self._root / prefix, prefix):
                yield name

    def remove(self, name: str) -> None:
        """See BackupTarget."""
        path = self._path(name)
        with disk_errors():
            path.unlink(missing_ok=True)
        with self._lock:
            self._changed.add(path.parent)

    def sweep(self, older_than: timedelta) -> None:
        """See BackupTarget."""
        oldest = time.time() - older_than.total_seconds()
        with disk_errors():
            for draft in self._drafts.iterdir():
                if draft.stat().st_mtime < oldest:
                    draft.unlink(missing_ok=True)

    def close(self) -> None:
        """See BackupTarget. Nothing is held open."""

    def _walk(self, folder: Path, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=attrgetter("name"))
        except FileNotFoundError:
            return
        for entry in entries:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if name != _DRAFTS:
                    yield from self._walk(folder / entry.name, f"{name}/")
            elif is_name(name):
                yield name, entry

    def _name(self, draft: Path, path: Path) -> None:
        """Let a whole draft bear its name; that is durable with `flush`."""
        with disk_errors():
            self._make(path.parent)
            draft.rename(path)
        with self._lock:
            self._changed.add(path.parent)

    def _make(self, folder: Path) -> None:
        """Make a folder below `root`, which must be there, and remember to sync the names of the new ones."""
        missing = []
        while not folder.is_dir() and folder != self._root:
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            with self._lock:
                self._changed.add(one.parent)

    def _path(self, name: str) -> Path:
        if not is_name(name):
            raise BackupDamaged(name=name[:100], why="name")
        return self._root / name


def _require_size(name: str, written: int, size: int) -> None:
    if written != size:
        raise BackupDamaged(name=name, why="size")


class _Disk:
    """Reads whole pieces; a dying disk is named as the store's."""

    def __init__(self, file: FileIO) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        with disk_errors():
            data = self._file.read(size)
            while len(data) < size and (more := self._file.read(size - len(data))):
                data += more
            return data
