"""Reading an S3 object as a file: seekable, one open answer at a time, never ending early."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from storage.errors import StorageUnavailable
from storage.s3_errors import s3_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer
    from urllib3 import BaseHTTPResponse


class S3Reader(io.RawIOBase):
    """Bytes of a blob of a known size. `fetch(offset)` asks for the object from there to its end.

    Asks only when bytes are wanted, so that `seek` costs nothing. Raises StorageUnavailable while reading.
    """

    def __init__(self, key: str, size: int, fetch: Callable[[int], BaseHTTPResponse]) -> None:
        super().__init__()
        self._key = key
        self._size = size
        self._fetch = fetch
        self._position = 0
        self._answer: BaseHTTPResponse | None = None

    def readable(self) -> bool:
        """See io.RawIOBase."""
        return True

    def seekable(self) -> bool:
        """See io.RawIOBase."""
        return True

    def tell(self) -> int:
        """See io.RawIOBase."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """See io.RawIOBase."""
        position = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence] + offset
        if position < 0:
            raise ValueError("before the beginning")
        if position != self._position:
            self._hang_up()
            self._position = position
        return position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See io.RawIOBase."""
        target = memoryview(buffer).cast("B")
        wanted = min(len(target), self._size - self._position)
        if wanted <= 0:
            return 0
        with s3_errors(self._key):
            if self._answer is None:
                self._answer = self._fetch(self._position)
            piece = self._answer.read(wanted)
        if not piece:
            raise StorageUnavailable(reason="ended_early", key=self._key)
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        """See io.RawIOBase."""
        self._hang_up()
        super().close()

    def _hang_up(self) -> None:
        """Let the connection go; one with bytes still on the way cannot be used again, so it is closed."""
        if self._answer is not None:
            self._answer.close()
            self._answer.release_conn()
            self._answer = None
