"""What a blob store does. Every adapter keeps this contract; tests/integration/storage checks it on the real thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta
    from types import TracebackType

    from storage.intake import HashedPieces
    from storage.keys import BlobKey


class Readable(Protocol):
    """A source of bytes: an upload, an open file, a pipe."""

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class StagedBlob:
    """Bytes that are durable but have no address yet. `token` is the store's own note of where they lie."""

    key: BlobKey
    size: int
    token: str


@dataclass(frozen=True, slots=True)
class BlobRef:
    """A committed blob. `size` in bytes."""

    key: BlobKey
    size: int


@dataclass(frozen=True, slots=True)
class BlobStat:
    """What the store knows of a blob. `size` in bytes; `modified` is aware, in UTC, precise to a second at best."""

    key: BlobKey
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """The answer of a store that works. `free_bytes` is None where the store does not tell (S3)."""

    free_bytes: int | None


class BlobStore(Protocol):
    """Content-addressed bytes: written once, read often, removed only under an act.

    Any call may raise StorageUnavailable (worth a retry) or StorageDenied. A store is safe to share between
    threads; every process opens its own.
    """

    def prepare(self) -> None:
        """Create the folders or the bucket. Idempotent.

        Nothing else creates them: a disk that is not mounted must be noticed, not replaced by an empty store.
        Raises LocksUnsupported where an existing bucket cannot keep the locks that the configuration asks for.
        """

    def stage(
        self, stream: Readable | HashedPieces, *, size_hint: int | None = None, limit: int | None = None
    ) -> StagedBlob:
        """Take in a stream of any length in pieces; when this returns, the bytes are on the disk, not in a cache.

        They have no address yet, so nothing may be promised before `commit`.
        A stream whose hashing the caller has begun comes as its pieces.
        `size_hint` (bytes) lets the store refuse early and choose well; it need not be right.
        Raises StageTooLarge beyond `limit` bytes, StorageFull; what the stream raises passes unchanged.
        After any exception nothing is left behind (or, if the store is gone, is found by `sweep_staging`).
        """

    def commit(self, staged: StagedBlob) -> BlobRef:
        """Give staged bytes their address: whole or not at all, durable when this returns.

        Idempotent; bytes that are already there are not stored again, but a blob of a wrong size is replaced.
        Raises StagedMissing.
        """

    def replace(self, staged: StagedBlob) -> BlobRef:
        """As `commit`, over whatever lies there: bytes of the same size were found to be wrong. Locks stay as they are.

        Raises StagedMissing.
        """

    def bulk(self) -> AbstractContextManager[None]:
        """Store many quickly: what is staged and committed inside is durable when the block has ended well.

        Until then a loss of power may leave an address with the right size and other bytes: read what is there before
        it is taken for good.
        """

    def discard(self, staged: StagedBlob) -> None:
        """Forget staged bytes. Idempotent."""

    def open(self, key: BlobKey) -> BinaryIO:
        """Open for reading: buffered, seekable, to be closed (a context manager). Raises BlobMissing.

        Reading raises StorageUnavailable rather than ending early.
        """

    def read_range(self, key: BlobKey, start: int, length: int) -> bytes:
        """Give bytes `start` to `start + length`, fewer at the end of the blob. Raises BlobMissing, ValueError."""

    def stat(self, key: BlobKey) -> BlobStat:
        """Raise BlobMissing."""

    def exists(self, key: BlobKey) -> bool:
        """Tell whether the blob is there. A store that does not answer raises; it never says no."""

    def iterate(self, prefix: str = "") -> Iterator[BlobStat]:
        """List the blobs whose key begins with `prefix`, sorted by key, without loading the list. Raises BadBlobKey."""

    def lock_until(self, key: BlobKey, until: datetime) -> None:
        """Make the blob unremovable until a moment (aware; rounded up to a second). Never shortens a lock.

        Raises BlobMissing, LocksUnsupported, ValueError for a naive moment.
        """

    def locked_until(self, key: BlobKey) -> datetime | None:
        """Give the end of the lock, also one that has passed; None if never locked. Raises BlobMissing."""

    def remove(self, key: BlobKey) -> bool:
        """Remove the bytes for good; False if there were none. Raises BlobLocked."""

    def sweep_staging(self, older_than: timedelta) -> int:
        """Clear away what crashes left in staging, untouched for `older_than`; give the number of stagings."""

    def check(self) -> StoreHealth:
        """Write and remove a probe. Raises StorageFull, StorageUnavailable, StorageDenied."""

    def close(self) -> None:
        """Give connections back. Idempotent."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
