"""Names of objects in a target, the same on a disk and in S3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.keys import BlobKey

DESCRIPTOR = "archivarius-backup.json"
DESCRIPTION = b'{"format": 1, "product": "archivarius"}\n'
SNAPSHOTS = "snapshots/"
LEDGER = "ledger/"
OBJECTS = "objects/"
KEYS = "keys/"
SEAL = "seal"
DATABASE = "database"
MANIFEST = "manifest"
BLOBS = "blobs.txt"
DESTRUCTIONS = "destructions"
_NAME = re.compile(r"[a-z0-9][A-Za-z0-9.-]*(/[A-Za-z0-9][A-Za-z0-9.-]*)*")


def is_name(name: str) -> bool:
    """Tell whether `name` is a name of ours: it can never lead out of a folder."""
    return _NAME.fullmatch(name) is not None


def key_name(key: str) -> str:
    """Where the file of a data key lies."""
    return f"{KEYS}{key}.age"


def space_prefix(space: str) -> str:
    """Where the blobs lie that one set of recipients can open."""
    return f"{OBJECTS}{space}/"


def object_name(space: str, blob: BlobKey) -> str:
    """Where the copy of a blob lies."""
    return space_prefix(space) + blob.sharded
