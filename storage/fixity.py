"""Fixity: are the stored bytes still the bytes that were taken in? Read again, hash again, compare.

The address of a blob is its checksum, so the store alone can answer; what *should* be there is known to the
caller's database. Addresses are hashes and so spread evenly: checking the keys that begin with n given
hexadecimal digits is a fair sample of one in 16^n.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.errors import BlobMissing, StorageError
from storage.intake import HashedPieces
from storage.pace import UNHURRIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.keys import BlobKey
    from storage.pace import Pace
    from storage.protocol import BlobStore


class FixityOutcome(StrEnum):
    """What a check found. Only the first is good; only the last says nothing about the blob."""

    INTACT = "intact"
    WRONG_BYTES = "wrong_bytes"
    MISSING = "missing"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class FixityReport:
    """One check of one blob. `size` counts the bytes read; `reason` is the error's code where it was not checked."""

    key: BlobKey
    outcome: FixityOutcome
    size: int = 0
    reason: str | None = None


def verify(store: BlobStore, key: BlobKey, pace: Pace = UNHURRIED) -> FixityReport:
    """Recompute the checksum of a blob by streaming it. Never raises StorageError: the report says it."""
    try:
        with store.open(key) as blob:
            pieces = HashedPieces(blob)
            for piece in pieces:
                pace.take(len(piece))
    except BlobMissing:
        return FixityReport(key, FixityOutcome.MISSING)
    except StorageError as error:
        return FixityReport(key, FixityOutcome.NOT_CHECKED, reason=error.code)
    outcome = FixityOutcome.INTACT if pieces.key == key else FixityOutcome.WRONG_BYTES
    return FixityReport(key, outcome, pieces.size)


def verify_all(store: BlobStore, keys: Iterable[BlobKey]) -> Iterator[FixityReport]:
    """Check blobs one after another, as the caller asks for reports."""
    return (verify(store, key) for key in keys)
