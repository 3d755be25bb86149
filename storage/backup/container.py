"""A container: one object of a backup, encrypted in chunks, whole or found out. See docs/backup-format.md.

Header, chunks under AES-256-GCM, then a digest of all that: by the last one a server without any private key sees that
a bit has flipped, by GCM whoever has the key sees that somebody has changed it. Nothing is held but a chunk.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from dataclasses import dataclass
from functools import cache, partial
from timeit import timeit
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.backup.errors import BackupDamaged
from storage.intake import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from storage.backup.data_keys import DataKey
    from storage.protocol import Readable

CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
DIGEST_BYTES = 32
_HEADER = struct.Struct(">8s16s32s16sI")
DIGESTS: Mapping[bytes, Callable[[], Digest]] = {
    b"ARHBKP1\n": partial(hashlib.blake2b, digest_size=DIGEST_BYTES),
    b"ARHBKP2\n": hashlib.sha256,
}
"""What a container ends with, by its first bytes. Every copy opens both."""
_MOST_CHUNK_BYTES = 16 << 20
"""A header that asks for more is a damaged one: nobody's memory is given to it."""
_TRIAL = bytes(CHUNK_BYTES)


class Digest(Protocol):
    """An object of hashlib."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""

    def digest(self) -> bytes:
        """DIGEST_BYTES bytes."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in clear before the chunks. `key_id` in hexadecimal digits, `chunk_bytes` of plain text."""

    raw: bytes
    key_id: str
    name_digest: bytes
    chunk_bytes: int


@cache
def quickest_magic() -> bytes:
    """Of the digests the one that this machine computes quicker: half of a backup's arithmetic is that digest.

    With instructions for SHA (`grep sha_ni /proc/cpuinfo`) SHA-256 takes 0.4 of the time of BLAKE2b, without them 1.9.
    """
    return min(DIGESTS, key=_seconds_of)


def _seconds_of(magic: bytes) -> float:
    """The best of three: whatever else the machine does only lengthens them."""
    tried = [timeit(lambda: DIGESTS[magic]().update(_TRIAL), number=1) for _ in range(3)]
    return min(tried)


def stored_size(plain_size: int) -> int:
    """The size of the container of so many plain bytes: known before a byte is read."""
    return _HEADER.size + plain_size + TAG_BYTES * max(1, -(-plain_size // CHUNK_BYTES)) + DIGEST_BYTES


def encrypted(key: DataKey, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The container of `pieces` for the object `name`, piece by piece. What `pieces` raises passes."""
    header = _HEADER.pack(quickest_magic(), bytes.fromhex(key.id), _digest(name), os.urandom(16), CHUNK_BYTES)
    digest = _stored_digest(header)
    cipher = _cipher(key.secret, header)
    yield header
    for number, (chunk, last) in enumerate(_with_last(in_parts(iter(pieces), CHUNK_BYTES))):
        sealed = cipher.encrypt(_nonce(number, last=last), chunk, None)
        digest.update(sealed)
        yield sealed
    yield digest.digest()


def decrypted(stream: Readable, size: int, name: str, secret_of: Callable[[str], bytes]) -> Iterator[bytes]:
    """The plain bytes of the container `stream` of `size` bytes; `secret_of` gives the secret of a key's id.

    The tags vouch for header, order, length and every byte that is given; the digest behind them, which is for those
    without a key (`check`), would say it a second time at several times the cost, and is not computed here.

    Raises BackupDamaged at the first thing that is wrong; what was given before is right, and not yet all.
    """
    header = read_header(stream, name)
    cipher = _cipher(secret_of(header.key_id), header.raw)
    for number, (sealed, last) in enumerate(_chunks(stream, size, name, header)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), sealed, None)
        except InvalidTag as error:
            raise BackupDamaged(name=name, why="not_authentic") from error


def check(stream: Readable, size: int, name: str) -> Header:
    """Read a container to its end without any key. Raises BackupDamaged where a bit differs from what was written."""
    header = read_header(stream, name)
    digest = _stored_digest(header.raw)
    for sealed, _ in _chunks(stream, size, name, header):
        digest.update(sealed)
    _require_digest(stream, name, digest.digest())
    return header


def read_header(stream: Readable, name: str) -> Header:
    """The header of the object `name`. Raises BackupDamaged, also where the object belongs under another name."""
    raw = _exactly(stream, _HEADER.size, name)
    magic, key_id, name_digest, _salt, chunk_bytes = _HEADER.unpack(raw)
    if magic not in DIGESTS or not 0 < chunk_bytes <= _MOST_CHUNK_BYTES:
        raise BackupDamaged(name=name, why="no_container")
    if name_digest != _digest(name):
        raise BackupDamaged(name=name, why="another_object")
    return Header(raw, key_id.hex(), name_digest, chunk_bytes)


def _chunks(stream: Readable, size: int, name: str, header: Header) -> Iterator[tuple[bytes, bool]]:
    left = size - _HEADER.size - DIGEST_BYTES
    if left < TAG_BYTES:
        raise BackupDamaged(name=name, why="cut_off")
    while left:
        length = min(left, header.chunk_bytes + TAG_BYTES)
        left -= length
        yield _exactly(stream, length, name), not left


def _require_digest(stream: Readable, name: str, expected: bytes) -> None:
    if _exactly(stream, DIGEST_BYTES, name) != expected or stream.read(1):
        raise BackupDamaged(name=name, why="checksum")


def _exactly(stream: Readable, length: int, name: str) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise BackupDamaged(name=name, why="cut_off")
    return data


def _with_last(parts: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    part = next(parts)  # there is one at least: no bytes make one empty part
    for following in parts:
        yield part, False
        part = following
    yield part, True


def _stored_digest(header: bytes) -> Digest:
    """Of what is stored, begun with the header, whose first bytes name it."""
    digest = DIGESTS[header[:8]]()
    digest.update(header)
    return digest


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode("ascii")).digest()


def _cipher(secret: bytes, header: bytes) -> AESGCM:
    """The header makes the key of this one object: a nonce never meets the same key twice, and no header is changed."""
    return AESGCM(hmac.new(secret, header, hashlib.sha256).digest())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
