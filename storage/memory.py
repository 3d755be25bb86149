"""A blob store in memory for tests: the same contract, and faults on order."""

from __future__ import annotations

import io
import threading
from collections import defaultdict, deque
from contextlib import nullcontext
from typing import TYPE_CHECKING, BinaryIO, Self
from uuid import uuid4

from storage import moments
from storage.errors import BlobLocked, BlobMissing, StagedMissing, StorageFull, StorageUnavailable
from storage.intake import HashedPieces, refuse_beyond
from storage.keys import BlobKey, checked_prefix
from storage.protocol import BlobRef, BlobStat, StagedBlob, StoreHealth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta
    from types import TracebackType

    from _typeshed import WriteableBuffer

    from storage.protocol import Readable


class MemoryBlobStore:
    """A BlobStore in a dictionary. `capacity` (bytes, staged and stored) makes it full; `clock` ends locks.

    Faults: `fail_next`, `truncate_next_read`, `corrupt`, `lose`.
    """

    def __init__(self, *, capacity: int | None = None, clock: Callable[[], datetime] = moments.now) -> None:
        self._capacity = capacity
        self._clock = clock
        self._mutex = threading.RLock()
        self._blobs: dict[BlobKey, tuple[bytes, datetime]] = {}
        self._staged: dict[str, tuple[bytes, datetime]] = {}
        self._locks: dict[BlobKey, datetime] = {}
        self._faults: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self._truncate_at: int | None = None

    # --- faults on order ------------------------------------------------------------------------------------

    def fail_next(self, operation: str, error: Exception, *, times: int = 1) -> None:
        """Let the next `times` calls of a method, by its name, raise `error`; `stage` fails after its first piece.

        Raises AttributeError for a method that a store does not have.
        """
        getattr(self, operation)
        self._faults[operation].extend([error] * times)

    def truncate_next_read(self, after: int) -> None:
        """Let the next opened blob break off after so many bytes."""
        self._truncate_at = after

    def corrupt(self, key: BlobKey) -> None:
        """Flip one bit of a blob (of at least one byte), as a dying disk does."""
        data, modified = self._found(key)
        self._blobs[key] = (bytes([data[0] ^ 1]) + data[1:], modified)

    def lose(self, key: BlobKey) -> None:
        """Make a blob vanish, locked or not."""
        self._blobs.pop(key)

    def staged_count(self) -> int:
        """Count the stagings neither committed nor discarded."""
        return len(self._staged)

    # --- the contract ---------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """See BlobStore."""
        self._maybe_fail("prepare")

    def stage(
        self, stream: Readable | HashedPieces, *, size_hint: int | None = None, limit: int | None = None
    ) -> StagedBlob:
        """See BlobStore."""
        refuse_beyond(limit, size_hint)
        self._refuse_without_room(size_hint or 0)
        pieces = HashedPieces.of(stream, limit=limit)
        data = bytearray()
        for piece in pieces:
            data += piece
            self._maybe_fail("stage")
            self._refuse_without_room(len(data))
        self._maybe_fail("stage")
        token = uuid4().hex
        with self._mutex:
            self._staged[token] = (bytes(data), self._clock())
        return StagedBlob(pieces.key, pieces.size, token)

    def commit(self, staged: StagedBlob) -> BlobRef:
        """See BlobStore."""
        self._maybe_fail("commit")
        with self._mutex:
            taken = self._staged.pop(staged.token, None)
            there = self._blobs.get(staged.key)
            if there is None or len(there[0]) != staged.size:
                if taken is None:
                    raise StagedMissing(key=staged.key)
                self._blobs[staged.key] = (taken[0], self._clock())
        return BlobRef(staged.key, staged.size)

    def replace(self, staged: StagedBlob) -> BlobRef:
        """See BlobStore."""
        self._maybe_fail("replace")
        with self._mutex:
            taken = self._staged.pop(staged.token, None)
            if taken is None:
                raise StagedMissing(key=staged.key)
            self._blobs[staged.key] = (taken[0], self._clock())
        return BlobRef(staged.key, staged.size)

    def bulk(self) -> AbstractContextManager[None]:
        """See BlobStore."""
        return nullcontext()

    def discard(self, staged: StagedBlob) -> None:
        """See BlobStore."""
        self._maybe_fail("discard")
        self._staged.pop(staged.token, None)

    def open(self, key: BlobKey) -> BinaryIO:
        """See BlobStore."""
        self._maybe_fail("open")
        data, _ = self._found(key)
        break_off, self._truncate_at = self._truncate_at, None
        return io.BufferedReader(_MemoryFile(data, break_off))

    def read_range(self, key: BlobKey, start: int, length: int) -> bytes:
        """See BlobStore."""
        self._maybe_fail("read_range")
        if start < 0 or length < 0:
            raise ValueError("a range has no negative numbers")
        return self._found(key)[0][start : start + length]

    def stat(self, key: BlobKey) -> BlobStat:
        """See BlobStore."""
        self._maybe_fail("stat")
        data, modified = self._found(key)
        return BlobStat(key, len(data), modified)

    def exists(self, key: BlobKey) -> bool:
        """See BlobStore."""
        self._maybe_fail("exists")
        return key in self._blobs

    def iterate(self, prefix: str = "") -> Iterator[BlobStat]:
        """See BlobStore."""
        checked_prefix(prefix)
        self._maybe_fail("iterate")
        with self._mutex:
            found = sorted((key, kept) for key, kept in self._blobs.items() if key.startswith(prefix))
        return (BlobStat(key, len(data), modified) for key, (data, modified) in found)

    def lock_until(self, key: BlobKey, until: datetime) -> None:
        """See BlobStore."""
        end = moments.lock_end(until)
        self._maybe_fail("lock_until")
        with self._mutex:
            self._found(key)
            self._locks[key] = max(end, self._locks.get(key, end))

    def locked_until(self, key: BlobKey) -> datetime | None:
        """See BlobStore."""
        self._maybe_fail("locked_until")
        self._found(key)
        return self._locks.get(key)

    def remove(self, key: BlobKey) -> bool:
        """See BlobStore."""
        self._maybe_fail("remove")
        with self._mutex:
            if key not in self._blobs:
                return False
            until = self._locks.get(key)
            if until is not None and until > self._clock():
                raise BlobLocked(key=key, until=until)
            del self._blobs[key]
            self._locks.pop(key, None)
        return True

    def sweep_staging(self, older_than: timedelta) -> int:
        """See BlobStore."""
        self._maybe_fail("sweep_staging")
        oldest = self._clock() - older_than
        with self._mutex:
            leftovers = [token for token, (_, staged) in self._staged.items() if staged <= oldest]
            for token in leftovers:
                del self._staged[token]
        return len(leftovers)

    def check(self) -> StoreHealth:
        """See BlobStore."""
        self._maybe_fail("check")
        self._refuse_without_room(1)
        return StoreHealth(free_bytes=self._free())

    def close(self) -> None:
        """See BlobStore."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _maybe_fail(self, operation: str) -> None:
        if self._faults[operation]:
            raise self._faults[operation].popleft()

    def _found(self, key: BlobKey) -> tuple[bytes, datetime]:
        try:
            return self._blobs[key]
        except KeyError:
            raise BlobMissing(key=key) from None

    def _free(self) -> int | None:
        if self._capacity is None:
            return None
        with self._mutex:
            return self._capacity - sum(len(data) for data, _ in (*self._blobs.values(), *self._staged.values()))

    def _refuse_without_room(self, needed: int) -> None:
        free = self._free()
        if free is not None and needed > free:
            raise StorageFull(needed=needed, free=free)


class _MemoryFile(io.RawIOBase):
    """Bytes that break off where ordered."""

    def __init__(self, data: bytes, break_off: int | None) -> None:
        super().__init__()
        self._data = io.BytesIO(data)
        self._break_off = len(data) if break_off is None else break_off
        self._size = len(data)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._data.seek(offset, whence)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = max(self._break_off - self._data.tell(), 0)
        if not room and self._break_off < self._size:
            raise StorageUnavailable(reason="ended_early")
        return self._data.readinto(memoryview(buffer)[:room])
