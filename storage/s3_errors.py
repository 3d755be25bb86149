"""What can go wrong on the way to S3, in the words of the store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from storage.errors import BlobMissing, StorageDenied, StorageError, StorageFull, StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


_NOT_THERE = frozenset({"NoSuchKey", "NoSuchVersion"})
_DENIED = frozenset({"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "RequestTimeTooSkewed"})
_NO_ROOM = frozenset({"XMinioStorageFull", "InsufficientStorage", "QuotaExceeded"})
NO_LOCK = frozenset({"NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError", "InvalidRequest"})
"""Codes for "this object, or this bucket, has no lock": AWS and MinIO say the first, SeaweedFS the second."""


@contextmanager
def s3_errors(key: str | None = None) -> Iterator[None]:
    """Raise StorageErrors for what the SDK, the connection or the server raise; `key` is what is not there."""
    try:
        yield
    except S3Error as error:
        raise _from_answer(error, key) from error
    except (MinioException, HTTPError, OSError) as error:
        raise StorageUnavailable(str(error), reason=type(error).__name__) from error


def _from_answer(error: S3Error, key: str | None) -> StorageError:
    if error.code in _NOT_THERE and key is not None:
        return BlobMissing(key=key)
    if error.code in _DENIED:
        return StorageDenied(str(error), reason=error.code)
    if error.code in _NO_ROOM:
        return StorageFull(str(error))
    return StorageUnavailable(str(error), reason=error.code)
