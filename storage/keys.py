"""The address of a blob: the SHA-256 of its bytes."""

from __future__ import annotations

import re
from typing import Self

from storage.errors import BadBlobKey

SHELF_DIGITS = 2
"""So many first digits of its key name the folder, the shelf, of a blob."""
_KEY = re.compile(r"[0-9a-f]{64}")
_PREFIX = re.compile(r"[0-9a-f]{0,64}")


class BlobKey(str):
    """64 lowercase hexadecimal digits. A key that exists is a valid one, so it can never lead out of a folder.

    Raises BadBlobKey for anything else.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> Self:
        """Check and make."""
        if not is_key(value):
            raise BadBlobKey(value=value[:100])
        return super().__new__(cls, value)

    @property
    def sharded(self) -> str:
        """Where the blob lies in a store, `ab/abcd...`: 256 folders, each of some thousand names in a big school.

        One level and not two, because the name of every new folder costs a sync of its parent when a blob is filed.
        """
        return f"{self[:SHELF_DIGITS]}/{self}"


def is_key(name: str) -> bool:
    """Tell whether `name` is a key."""
    return _KEY.fullmatch(name) is not None


def checked_prefix(prefix: str) -> str:
    """Give back `prefix` if some key can begin with it; raises BadBlobKey."""
    if not _PREFIX.fullmatch(prefix):
        raise BadBlobKey(value=prefix[:100])
    return prefix


def sharded_prefix(prefix: str) -> str:
    """Turn the beginning of a key into the beginning of its sharded name: `abcdef` into `ab/abcdef`."""
    if len(prefix) <= 2:  # noqa: PLR2004 - the width of a shard, as in BlobKey.sharded
        return prefix
    return f"{prefix[:2]}/{prefix}"
