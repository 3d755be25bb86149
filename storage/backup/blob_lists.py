"""`blobs.txt` of a snapshot: a line `sha256 size` for each blob, sorted.

In clear, so that a server without any private key knows which objects a kept snapshot needs; the seal holds its
checksum.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from storage.backup.errors import BackupDamaged
from storage.backup.layout import BLOBS
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.backup.seals import Seal
    from storage.backup.target import BackupTarget

_LINE = re.compile(rb"([0-9a-f]{64}) (0|[1-9][0-9]{0,15})")
_PIECE = 1 << 20


def blob_line(key: str, size: int) -> bytes:
    """One line of a list, for a key as the database has it."""
    return f"{key} {size}\n".encode("ascii")


def listed_blobs(target: BackupTarget, folder: str, seal: Seal) -> Iterator[tuple[BlobKey, int]]:
    """The blobs of a snapshot, streamed. Raises BackupDamaged, at the end for a checksum that differs."""
    name = folder + BLOBS
    digest, rest = hashlib.sha256(), b""
    with target.open(name) as stored:
        while piece := stored.stream.read(_PIECE):
            digest.update(piece)
            *lines, rest = (rest + piece).split(b"\n")
            yield from (_parsed(line, name) for line in lines)
    if rest or digest.hexdigest() != seal.files[BLOBS].sha256:
        raise BackupDamaged(name=name, why="checksum")


def _parsed(line: bytes, name: str) -> tuple[BlobKey, int]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise BackupDamaged(name=name, why="checksum")
    return BlobKey(found[1].decode("ascii")), int(found[2])
