"""Errors of the store: each class has a stable code; the application turns codes into Russian sentences."""

from __future__ import annotations

from typing import ClassVar


class StorageError(Exception):
    """Base of all. `code` is stable and documented; `params` fill the message shown to a person.

    `retryable` tells a job whether the same call may succeed later without anybody's help.
    """

    code: ClassVar[str] = "storage"
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or f"{self.code} {params}")
        self.detail = detail
        self.params = params


class BadBlobKey(StorageError):
    """Not a lowercase hexadecimal SHA-256 (or, for a listing, not the beginning of one). `value`."""

    code = "bad_blob_key"


class BadStorageUrl(StorageError):
    """A store cannot be made from this address. `reason`, `setting`; never the secret."""

    code = "bad_storage_url"


class BlobMissing(StorageError):
    """The store answered, and has no such blob. `key`."""

    code = "blob_missing"


class BlobLocked(StorageError):
    """The blob may not be removed before `until`. `key`, `until`."""

    code = "blob_locked"


class BlobCorrupt(StorageError):
    """What the store holds under the address are not the bytes of that address. `key`, `expected`, `found` (bytes)."""

    code = "blob_corrupt"


class StagedMissing(StorageError):
    """The staged bytes are gone: discarded, or swept as a leftover. `key`. The stream must be staged again."""

    code = "staged_missing"


class StageTooLarge(StorageError):
    """The stream is longer than allowed. `limit` (bytes)."""

    code = "stage_too_large"


class StorageFull(StorageError):
    """No room. `needed`, `free` (bytes) where known. Somebody has to make room, so it is not retryable."""

    code = "storage_full"


class StorageUnavailable(StorageError):
    """The store did not answer, or answered that it cannot now. `reason`."""

    code = "storage_unavailable"
    retryable = True


class StorageDenied(StorageError):
    """The store refuses our credentials or our right. `reason`."""

    code = "storage_denied"


class LocksUnsupported(StorageError):
    """The store cannot hold a blob unremovable: the bucket has no object lock, or the setting leaves it out."""

    code = "locks_unsupported"
