"""Where an embedded index lives: generations side by side, a pointer to the current one, a lock for the writer.

index/
CURRENT             name of the generation that answers
writer.lock         held by whoever writes
g-0192…/            one generation, never reused
archive.json    engine, layout, analyzer stamp
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from indexer.search.errors import IndexBusyError, IndexUnavailableError
from indexer.search.model import Reason

if TYPE_CHECKING:
    from pathlib import Path

_POINTER = "CURRENT"
_META = "archive.json"


@dataclass(frozen=True, slots=True)
class Meta:
    """What made a generation; anything else than the running program's own is outdated."""

    engine: str
    layout: int
    analyzer: str


class IndexDirectory:
    """The folder of one index. Creating the object touches nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock: int | None = None

    def current(self) -> Path:
        """The generation that answers now.

        Raises:
            IndexUnavailableError: missing, or the pointer points nowhere.
        """
        try:
            name = (self.root / _POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise IndexUnavailableError(Reason.MISSING, f"no index in {self.root}") from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnavailableError(Reason.CORRUPTED, str(error)) from error
        generation = self.root / name
        if not name.startswith("g-") or not generation.is_dir():
            raise IndexUnavailableError(Reason.MISSING, f"generation {name!r} is gone")
        return generation

    def check(self, generation: Path, expected: Meta) -> None:
        """Refuse a generation that another program made.

        Raises:
            IndexUnavailableError: corrupted or outdated.
        """
        found = self.meta(generation)
        if found != expected:
            raise IndexUnavailableError(Reason.OUTDATED, f"index made by {found}, this is {expected}")

    def meta(self, generation: Path) -> Meta:
        """What made this generation.

        Raises:
            IndexUnavailableError: corrupted.
        """
        try:
            return Meta(**json.loads((generation / _META).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise IndexUnavailableError(Reason.CORRUPTED, str(error)) from error

    def new_generation(self) -> Path:
        """An empty folder beside the current one."""
        generation = self.root / f"g-{uuid.uuid4().hex}"
        generation.mkdir(parents=True)
        return generation

    def publish(self, generation: Path, meta: Meta) -> None:
        """Make a finished generation current, at once and durably, and drop all others."""
        (generation / _META).write_text(json.dumps(asdict(meta)), encoding="utf-8")
        sync_tree(generation)
        pointer = self.root / f"{_POINTER}.new"
        pointer.write_text(generation.name + "\n", encoding="ascii")
        sync(pointer)
        pointer.replace(self.root / _POINTER)
        sync(self.root)
        for other in self.root.glob("g-*"):
            if other != generation:
                shutil.rmtree(other, ignore_errors=True)  # a reader may be opening it: the next rebuild gets the rest

    def acquire(self) -> None:
        """Become the writer; nothing happens if we are.

        Raises:
            IndexBusyError: somebody else is, in this process or another.
        """
        if self._lock is not None:
            return
        self.root.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.root / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise IndexBusyError(f"{self.root} is being written", path=str(self.root)) from None
        self._lock = lock

    def release(self) -> None:
        """Stop being the writer."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def sync(path: Path) -> None:
    """Force a file or folder onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Force a folder and everything in it onto the disk."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
