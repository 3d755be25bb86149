"""Versions of S3 objects. A bucket with object lock keeps versions, and a lock is on a version, not on a name.

A plain removal there only lays a delete marker over the bytes, and of two nodes that commit the same bytes at once
each leaves a version. So locks are set on every version of a name, asked of all of them, and removal takes all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from minio.retention import Retention

from storage.errors import StorageDenied, StorageUnavailable
from storage.s3_errors import NO_LOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from minio import Minio
    from minio.datatypes import Object


class Versions:
    """Versions in one bucket. What the SDK raises passes to the caller, to be named by `s3_errors`."""

    def __init__(self, client: Minio, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def below(self, prefix: str) -> Iterator[Object]:
        """List every version and delete marker of every name that begins with `prefix`, sorted by name."""
        found: Iterator[Object] = self._client.list_objects(self._bucket, prefix, recursive=True, include_version=True)
        return found

    def lock_end(self, version: Object) -> datetime | None:
        """Give the end of a version's lock, also one that has passed."""
        try:
            retention = self._client.get_object_retention(
                self._bucket, str(version.object_name), version_id=version.version_id
            )
        except S3Error as error:
            if error.code in NO_LOCK:
                return None
            raise
        return retention.retain_until_date if retention else None

    def lock(self, version: Object, until: datetime, mode: str) -> None:
        """Lock a version, or lengthen its lock; the server refuses to shorten."""
        self._client.set_object_retention(
            self._bucket, str(version.object_name), Retention(mode, until), version_id=version.version_id
        )

    def destroy(self, versions: Iterable[Object]) -> None:
        """Remove versions and delete markers for good; the first refusal raises StorageDenied or StorageUnavailable."""
        doomed = (DeleteObject(str(version.object_name), version.version_id) for version in versions)
        for refusal in self._client.remove_objects(self._bucket, doomed):
            if refusal.code == "AccessDenied":
                raise StorageDenied(refusal.message or "", reason=refusal.code)
            raise StorageUnavailable(refusal.message or "", reason=refusal.code)
