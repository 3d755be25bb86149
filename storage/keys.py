"""The address of a blob: the SHA-256 of its bytes."""

from __future__ import annotations

import re
from typing import Self

from storage.errors import BadBlobKey

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
        """Where the blob lies in a store, `ab/cd/abcd...`: no folder grows beyond what a file system likes."""
        return f"{self[:2]}/{self[2:4]}/{self}"


def is_key(name: str) -> bool:
    """Tell whether `name` is a key."""
    return _KEY.fullmatch(name) is not None


def checked_prefix(prefix: str) -> str:
    """Give back `prefix` if some key can begin with it; raises BadBlobKey."""
    if not _PREFIX.fullmatch(prefix):
        raise BadBlobKey(value=prefix[:100])
    return prefix


def sharded_prefix(prefix: str) -> str:
    """Turn the beginning of a key into the beginning of its sharded name: `abcdef` into `ab/cd/abcdef`."""
    if len(prefix) <= 2:  # noqa: PLR2004 - the width of a shard, as in BlobKey.sharded
        return prefix
    if len(prefix) <= 4:  # noqa: PLR2004 - two shards
        return f"{prefix[:2]}/{prefix[2:]}"
    return f"{prefix[:2]}/{prefix[2:4]}/{prefix}"
