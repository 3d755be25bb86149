"""What a target of backups does: whole objects by name. Local disk and S3 keep the same contract."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from storage.errors import BadStorageUrl
from storage.s3_config import SCHEMES, S3Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from storage.protocol import Readable


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as a listing tells of it. `size` in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class OpenObject:
    """An object being read. `size` in bytes."""

    stream: Readable
    size: int


class BackupTarget(Protocol):
    """Objects are put whole or not at all. All may raise StorageUnavailable, StorageDenied; `put` StorageFull."""

    def prepare(self) -> None:
        """Make the place. Idempotent. Nothing else makes it: a disk that is not mounted must be noticed."""

    def require(self) -> None:
        """Raise BackupNotThere where `prepare` has never been here, BackupDamaged where its mark is not as written."""

    def put(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """Store an object of `size` bytes, replacing one that is there; what `pieces` raises passes, nothing is left.

        Its bytes are durable when this returns, its name when `flush` returns.
        """

    def bulk(self) -> AbstractContextManager[None]:
        """Put many quickly: what is put inside is there, and durable, when the block has ended well.

        A loss of power inside leaves whole objects only, as `put` does outside.
        """

    def flush(self) -> None:
        """Make durable what was put and removed."""

    def require_locks(self) -> None:
        """Raise LocksUnsupported where what is written shall be locked, and the place offers no locks."""

    def hold(self, name: str) -> None:
        """Lock an object that is there as long as one that is written now; nothing where the place does not lock."""

    def open(self, name: str) -> AbstractContextManager[OpenObject]:
        """Open an object. Raises BackupObjectMissing; reading raises StorageUnavailable rather than ending early."""

    def listed(self, prefix: str) -> Iterator[StoredObject]:
        """List what lies under `prefix` (empty, or ending with `/`), sorted by name."""

    def names(self, prefix: str) -> Iterator[str]:
        """As `listed`, without sizes: a disk is not asked for each."""

    def remove(self, name: str) -> None:
        """Remove an object for good. Idempotent. Raises StorageDenied where it is locked."""

    def sweep(self, older_than: timedelta) -> None:
        """Clear away what dead runs have left of objects that they were putting."""

    def close(self) -> None:
        """Give connections back."""


def open_target(url: str, *, access_key: str | None = None, secret_key: str | None = None) -> BackupTarget:
    """Make a target from `file:///path`, a plain path or `s3://…`. Touches neither disk nor network.

    Raises BadStorageUrl.
    """
    parts = urlsplit(url)
    if parts.scheme in SCHEMES:
        from storage.backup.s3_target import S3Target

        return S3Target(S3Config.from_url(url, access_key=access_key, secret_key=secret_key))
    from storage.backup.local_target import LocalTarget

    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return LocalTarget(Path(unquote(parts.path)))
    if parts.scheme or not url.startswith("/"):
        raise BadStorageUrl(reason="unknown_scheme" if parts.scheme else "file_path_not_absolute")
    return LocalTarget(Path(url))


def held_at(url: str) -> timedelta:
    """How long the place at `url` holds what was written; locks last up to twice that. Raises BadStorageUrl."""
    if urlsplit(url).scheme not in SCHEMES:
        return timedelta()
    return S3Config.from_url(url, access_key="-", secret_key="-").hold  # noqa: S106 - no secret: nothing is opened


def read_small(target: BackupTarget, name: str, *, limit: int = 1 << 20) -> bytes:
    """A small object, whole. Raises BackupObjectMissing; ValueError where it is longer than `limit` bytes."""
    with target.open(name) as stored:
        if stored.size > limit:
            raise ValueError(f"{name} has {stored.size} bytes")
        return stored.stream.read(stored.size)


@contextmanager
def closing_target(target: BackupTarget) -> Iterator[BackupTarget]:
    """Close it in the end."""
    try:
        yield target
    finally:
        target.close()
