"""Which blobs a target or a store has: two sorted lists side by side, a shelf at a time; neither is held or read."""

from __future__ import annotations

from itertools import groupby, repeat
from typing import TYPE_CHECKING

from storage.backup.container import stored_size
from storage.backup.layout import space_prefix
from storage.keys import SHELF_DIGITS, BlobKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.backup.target import BackupTarget
    from storage.protocol import BlobStore


def not_there(
    target: BackupTarget, space: str, wanted: Iterable[tuple[str, int]], *, every: bool = False
) -> Iterator[tuple[BlobKey, int, int | None]]:
    """Those of `wanted` that the target does not hold in their size; `every`: all of them.

    `wanted` are keys with plain sizes, sorted by key. The last of each answer is the size that its object has; None:
    there is none. Most blobs of most archives are there, and of those nothing is made: microseconds are hours for
    whoever has a hundred million.
    """
    prefix = space_prefix(space)
    listed = ((one.name, one.size) for one in target.listed(prefix))
    for blobs, found in _shelves(listed, len(prefix), wanted):
        for key, size in blobs:
            there = found.get(key)
            if every or there != stored_size(size):
                yield BlobKey(key), size, there


def not_named(
    target: BackupTarget, space: str, wanted: Iterable[tuple[str, int]]
) -> Iterator[tuple[BlobKey, int, None]]:
    """As `not_there` by names alone, which a disk tells much sooner: an object of another size passes for a copy."""
    prefix = space_prefix(space)
    for blobs, found in _shelves(zip(target.names(prefix), repeat(None)), len(prefix), wanted):
        for key, size in blobs:
            if key not in found:
                yield BlobKey(key), size, None


def marked(store: BlobStore, wanted: Iterable[tuple[str, int]]) -> Iterator[tuple[BlobKey, int, bool]]:
    """All of `wanted`, sorted by key, each with whether `store` has something at its address: it is asked by lists."""
    listed = ((one.key.sharded, None) for one in store.iterate())
    for blobs, found in _shelves(listed, 0, wanted):
        for key, size in blobs:
            yield BlobKey(key), size, key in found


def _shelves(
    objects: Iterable[tuple[str, int | None]], start: int, wanted: Iterable[tuple[str, int]]
) -> Iterator[tuple[Iterator[tuple[str, int]], dict[str, int | None]]]:
    """The blobs wanted of each shelf, and what is listed there: key -> size. Shelves are named from `start` on."""
    end = start + SHELF_DIGITS
    listed = groupby(objects, key=lambda one: one[0][start:end])
    shelf, lying = next(listed, (None, iter(())))
    for name, blobs in groupby(wanted, key=lambda one: one[0][:SHELF_DIGITS]):
        while shelf is not None and shelf < name:
            shelf, lying = next(listed, (None, iter(())))
        there = lying if shelf == name else ()
        yield blobs, {one[end + 1 :]: size for one, size in there}
