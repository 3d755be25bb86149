"""Taking bytes in: counted, hashed and bounded on the way, never whole in memory."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from storage.errors import StageTooLarge
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from storage.protocol import Readable

PIECE_BYTES = 1 << 20
"""A scan in one or two: handing a piece from thread to thread costs as much as hashing a tenth of it."""
_MOST_WAITING = 4
"""Pieces that may wait for their hash: the last ones reach the disk, and are synced, while others are hashed."""
_hashers = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="hashing")
"""Made once: starting a thread takes as long as hashing a part of a piece. No task of theirs waits for anything."""


class HashedPieces:
    """Iterate over a stream in pieces of at most `PIECE_BYTES`; `key` and `size` tell of the pieces given so far.

    A piece is hashed in a thread beside whatever the caller does with it (hashlib lets go of the interpreter):
    on a processor without SHA instructions hashing takes longer than the disk, and so hides it. Without `beside` the
    caller waits: where many streams keep all processors busy, waking a thread for each piece costs a tenth.
    Raises StageTooLarge instead of giving the piece that crosses `limit` (bytes).
    """

    def __init__(self, stream: Readable, *, limit: int | None = None, beside: bool = True) -> None:
        self._stream = stream
        self._beside = beside
        self._limit = limit
        self._ahead: bytes | None = None
        self._hash = hashlib.sha256()
        self._waiting: deque[bytes] = deque()
        self._hashing: Future[None] | None = None
        self._lock = Lock()
        self.size = 0

    @classmethod
    def of(cls, stream: Readable | HashedPieces, *, limit: int | None, beside: bool = True) -> HashedPieces:
        """The pieces of a stream, or those that were begun. Raises StageTooLarge."""
        if not isinstance(stream, HashedPieces):
            return cls(stream, limit=limit, beside=beside)
        refuse_beyond(limit, stream.size)
        stream._limit = limit  # noqa: SLF001  # its own class
        return stream

    def begin(self) -> None:
        """Read the first piece and let it be hashed: the caller has something to do before the bytes are stored."""
        self._ahead = self._next()

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._next():
            yield piece

    def _next(self) -> bytes:
        """The next piece, on its way to being hashed; none at the end."""
        if self._ahead is not None:
            piece, self._ahead = self._ahead, None
            return piece
        piece = self._stream.read(PIECE_BYTES)
        self.size += len(piece)
        refuse_beyond(self._limit, self.size)
        if piece:
            (self._hash_beside if self._beside else self._hash.update)(piece)
        return piece

    @property
    def key(self) -> BlobKey:
        """The address of the bytes given so far."""
        self._catch_up()
        return BlobKey(self._hash.hexdigest())

    def _hash_beside(self, piece: bytes) -> None:
        if len(self._waiting) == _MOST_WAITING:
            self._catch_up()
        with self._lock:
            self._waiting.append(piece)
            if self._hashing is None:
                self._hashing = _hashers.submit(self._hash_waiting)

    def _hash_waiting(self) -> None:
        """Hash what waits, in order: one thread at a time does it for a stream, and it ends where nothing waits."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._hashing = None
                    return
                piece = self._waiting.popleft()
            self._hash.update(piece)

    def _catch_up(self) -> None:
        hashing = self._hashing
        if hashing is not None:
            hashing.result()


def refuse_beyond(limit: int | None, size: int | None) -> None:
    """Raise StageTooLarge if `size` bytes are more than `limit`; an unknown one of either is no reason."""
    if limit is not None and size is not None and size > limit:
        raise StageTooLarge(limit=limit)


def in_parts(pieces: Iterator[bytes], part_bytes: int) -> Iterator[bytes]:
    """Join pieces into parts of exactly `part_bytes`, the last one shorter; no bytes at all make one empty part.

    A piece that is a part by itself is given as it is: joining it with nothing copies nothing.
    """
    waiting: list[bytes | memoryview] = []
    room = part_bytes
    given = False
    for piece in pieces:
        rest: bytes | memoryview = piece
        while len(rest) >= room:
            waiting.append(rest if len(rest) == room else memoryview(rest)[:room])
            rest = memoryview(rest)[room:]
            yield b"".join(waiting)
            given = True
            waiting, room = [], part_bytes
        if rest:
            waiting.append(rest)
            room -= len(rest)
    if waiting or not given:
        yield b"".join(waiting)
