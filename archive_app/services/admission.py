"""Bytes that are taken in while somebody still asks whether they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from concurrent.futures import Future

BEFORE_ADMISSION = 8 << 20
"""Bytes that are given before the answer is waited for: all that is ever written of what is refused."""


class AdmittedStream:
    """A stream that goes on beyond `BEFORE_ADMISSION` only where it is admitted, else raises what `admission` raises.

    A scan is read, hashed and written while its place is found; of a long recording that has none little is written.
    """

    def __init__(self, stream: BinaryIO, admission: Future[Any]) -> None:
        self._stream = stream
        self._admission = admission
        self._given = 0

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes; none at the end."""
        if self._given >= BEFORE_ADMISSION:
            self._admission.result()
        piece = self._stream.read(size)
        self._given += len(piece)
        return piece
