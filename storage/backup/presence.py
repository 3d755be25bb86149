"""Which blobs a target has: two sorted lists side by side, neither is held and nothing is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.backup.layout import object_name, space_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.backup.target import BackupTarget
    from storage.keys import BlobKey


def with_presence(
    target: BackupTarget, space: str, wanted: Iterable[tuple[BlobKey, int]]
) -> Iterator[tuple[BlobKey, int, int | None]]:
    """Each of `wanted` (key and plain size, sorted by key) with the size that its object has; None: there is none."""
    listed = target.listed(space_prefix(space))
    found = next(listed, None)
    for key, size in wanted:
        name = object_name(space, key)
        while found is not None and found.name < name:
            found = next(listed, None)
        yield key, size, found.size if found is not None and found.name == name else None
