"""Taking bytes in: counted, hashed and bounded on the way, never whole in memory."""

from __future__ import annotations

import hashlib
from threading import Thread
from typing import TYPE_CHECKING

from storage.errors import StageTooLarge
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.protocol import Readable

PIECE_BYTES = 1 << 20
_WORTH_A_THREAD_BYTES = 128 << 10


class HashedPieces:
    """Iterate over a stream in pieces of at most 1 MiB; `key` and `size` tell of the pieces given so far.

    A piece is hashed in a thread beside whatever the caller does with it (hashlib lets go of the interpreter):
    on a processor without SHA instructions hashing takes longer than the disk, and so hides it.
    Raises StageTooLarge instead of giving the piece that crosses `limit` (bytes).
    """

    def __init__(self, stream: Readable, *, limit: int | None = None) -> None:
        self._stream = stream
        self._limit = limit
        self._hash = hashlib.sha256()
        self._hashing: Thread | None = None
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._stream.read(PIECE_BYTES):
            self.size += len(piece)
            refuse_beyond(self._limit, self.size)
            self._hash_beside(memoryview(piece))
            yield piece

    @property
    def key(self) -> BlobKey:
        """The address of the bytes given so far."""
        self._wait()
        return BlobKey(self._hash.hexdigest())

    def _hash_beside(self, piece: memoryview) -> None:
        self._wait()
        if len(piece) < _WORTH_A_THREAD_BYTES:
            self._hash.update(piece)
        else:
            self._hashing = Thread(target=self._hash.update, args=(piece,), daemon=True)
            self._hashing.start()

    def _wait(self) -> None:
        if self._hashing is not None:
            self._hashing.join()
            self._hashing = None


def refuse_beyond(limit: int | None, size: int | None) -> None:
    """Raise StageTooLarge if `size` bytes are more than `limit`; an unknown one of either is no reason."""
    if limit is not None and size is not None and size > limit:
        raise StageTooLarge(limit=limit)


def in_parts(pieces: Iterator[bytes], part_bytes: int) -> Iterator[bytes]:
    """Join pieces into parts of exactly `part_bytes`, the last one shorter; no bytes at all make one empty part."""
    part = bytearray()
    given = 0
    for piece in pieces:
        view = memoryview(piece)
        while view:
            taken = view[: part_bytes - len(part)]
            part += taken
            view = view[len(taken) :]
            if len(part) == part_bytes:
                yield bytes(part)
                given += 1
                part.clear()
    if part or not given:
        yield bytes(part)
