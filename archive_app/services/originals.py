"""Blobs brought to a file for the programs that need one; the hash is checked on the way."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.errors import BlobCorrupt
from storage.keys import BlobKey

if TYPE_CHECKING:
    from pathlib import Path

    from storage.protocol import BlobStore

CHUNK = 1024 * 1024


def fetch(store: BlobStore, sha256: str, target: Path) -> Path:
    """Stream the blob into `target` and return it.

    Raises:
        BlobCorrupt: the bytes are not the ones that were filed; nothing is built from them.
        an error of `storage`: missing or out of reach.
    """
    digest = hashlib.sha256()
    with store.open(BlobKey(sha256)) as source, target.open("wb") as copy:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    if digest.hexdigest() != sha256:
        raise BlobCorrupt("hash differs", key=sha256)
    return target
