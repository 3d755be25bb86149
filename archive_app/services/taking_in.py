"""Bytes into the store, looked into on the way; what else a filing has to find out is found out meanwhile."""

from __future__ import annotations

import os
import stat
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Generic, TypeVar

from archive_app.errors import ArchiveError
from archive_app.logs import log
from storage.errors import StorageError
from storage.intake import HashedPieces

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.formats import Identified
    from storage.protocol import BlobStore, StagedBlob

LOOKING_AT_ONCE = 8
"""Files looked into at the same time; those that are opened wait for a child besides."""
Found = TypeVar("Found")


class CannotRead(ArchiveError):
    """What is to be filed cannot be read: missing, a folder, closed to us, still being written. `name`, `reason`."""

    code = "cannot_read"


@dataclass(frozen=True, slots=True)
class Taken(Generic[Found]):
    """Bytes that wait in the store for their commit, what they are, and what was found out meanwhile."""

    staged: StagedBlob
    identified: Identified
    found: Found


@dataclass(frozen=True, slots=True)
class TakingIn:
    """Stages files. `inspect` tells the kind of bytes and refuses what cannot be kept usefully (damaged, locked)."""

    store: BlobStore
    inspect: Callable[[Path, str], Identified]
    max_blob: int
    _beside: Executor = field(default_factory=lambda: ThreadPoolExecutor(LOOKING_AT_ONCE, "looking"), repr=False)

    def take_in(self, path: Path, name: str, meanwhile: Callable[[], Found]) -> Taken[Found]:
        """Stage the file at `path`, having looked into it and run `meanwhile` while its first piece was hashed.

        What `meanwhile` raises is told first; then nothing was written.

        Raises:
            CannotRead; an error of `indexer.formats` or of `storage`; what `meanwhile` raises.
        """
        with _open(path, name) as stream:
            before = os.fstat(stream.fileno())
            pieces = HashedPieces(stream)
            pieces.begin()
            looking = self._beside.submit(self.inspect, path, name)
            try:
                found = meanwhile()
                staged = self.store.stage(pieces, size_hint=before.st_size, limit=self.max_blob)
            finally:
                wait([looking])  # nobody reads the file when we are done
        try:
            _require_unchanged(path, name, before, staged)  # a file that still grows looks damaged: this is told first
            return Taken(staged, looking.result(), found)
        except BaseException:
            self._discard(staged)
            raise

    def _discard(self, staged: StagedBlob) -> None:
        """Forget what was staged; where the store cannot, its sweep will, and the error that led here is told."""
        try:
            self.store.discard(staged)
        except StorageError:
            log.warning("staged bytes are left to the sweep", exc_info=True)


def _open(path: Path, name: str) -> BinaryIO:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe would be waited for without end
            raise CannotRead(name, name=name, reason="directory" if stat.S_ISDIR(mode) else "not_regular")
        return path.open("rb")
    except OSError as error:
        raise CannotRead(str(error), name=name, reason=error.strerror or str(error)) from error


def _require_unchanged(path: Path, name: str, before: os.stat_result, staged: StagedBlob) -> None:
    """The bytes looked at by their path must be those kept from the stream. Raises CannotRead."""
    try:
        now = path.stat()
    except OSError as error:
        raise CannotRead(str(error), name=name, reason=error.strerror or str(error)) from error
    same_file = os.path.samestat(now, before) and now.st_mtime_ns == before.st_mtime_ns
    if not same_file or not staged.size == before.st_size == now.st_size:
        raise CannotRead("changed", name=name, reason="changed")
