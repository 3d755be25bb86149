"""Pieces of uploads as blobs of a store of their own, so that any node can take the next one.

Each piece begins with a salt: no two are the same blob, so that one may be removed without a look at the others.
"""

from __future__ import annotations

import hmac
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from archive_app.logs import log
from archive_app.services.uploads.errors import TooMuchSent, WrongChecksum
from storage.errors import StageTooLarge, StorageError
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.protocol import BlobStore, Readable

SALT_BYTES = 16
COPY_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes must come to: a running hash of `hashlib`, and its digest."""

    running: Any
    digest: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Durable bytes. `size` without the salt."""

    key: str
    size: int


def keep(store: BlobStore, stream: Readable, room: int, checksum: Checksum | None = None) -> Piece:
    """Keep what `stream` gives, at most `room` bytes; durable when this returns.

    Raises:
        TooMuchSent: there is more. WrongChecksum: it is not what was sent. In both cases nothing is kept.
    """
    salted = _Salted(stream, checksum)
    try:
        staged = store.stage(salted, limit=room + SALT_BYTES)
    except StageTooLarge as error:
        raise TooMuchSent(size=room) from error
    if checksum is not None and not hmac.compare_digest(checksum.running.digest(), checksum.digest):
        store.discard(staged)
        raise WrongChecksum
    blob = store.commit(staged)
    return Piece(str(blob.key), blob.size - SALT_BYTES)


def join(store: BlobStore, keys: Iterable[str], target: BinaryIO) -> None:
    """Write the pieces one after the other to `target`."""
    for key in keys:
        with store.open(BlobKey(key)) as piece:
            piece.seek(SALT_BYTES)
            shutil.copyfileobj(piece, target, COPY_BYTES)


def forget(store: BlobStore, keys: Iterable[str]) -> None:
    """Remove pieces; where the store does not answer they are left to the sweep."""
    for key in keys:
        try:
            store.remove(BlobKey(key))
        except StorageError:
            log.warning("a piece of an upload is left to the sweep", key=key, exc_info=True)


class _Salted:
    """A salt, then the bytes of a stream, which are hashed as they pass."""

    def __init__(self, stream: Readable, checksum: Checksum | None) -> None:
        self._stream, self._checksum = stream, checksum
        self._salt = secrets.token_bytes(SALT_BYTES)

    def read(self, size: int, /) -> bytes:
        if self._salt:
            head, self._salt = self._salt[:size], self._salt[size:]
            return head
        piece = self._stream.read(size)
        if self._checksum is not None:
            self._checksum.running.update(piece)
        return piece
