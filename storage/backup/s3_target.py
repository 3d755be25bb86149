"""Backups in a bucket of any S3: `{prefix}snapshots/…` and so on, by way of the MinIO SDK."""

from __future__ import annotations

import base64
import hashlib
import io
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

from minio import Minio
from minio.error import S3Error
from minio.retention import Retention

from storage import moments
from storage.backup.errors import BackupDamaged, BackupNotThere, BackupObjectMissing
from storage.backup.layout import DESCRIPTION, DESCRIPTOR, is_name
from storage.backup.target import OpenObject, StoredObject, read_small
from storage.errors import BlobMissing, LocksUnsupported, StorageError, StorageUnavailable
from storage.intake import in_parts
from storage.s3 import patient_pool
from storage.s3_config import LockMode
from storage.s3_errors import NO_LOCK, s3_errors
from storage.s3_reader import S3Reader
from storage.s3_staging import MIN_PART_BYTES, S3Staging
from storage.s3_versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import timedelta

    from urllib3 import BaseHTTPResponse

    from storage.s3_config import S3Config

_ONE_REQUEST_BYTES = 16 << 20
"""Smaller objects go in one request; larger ones are staged in parts and joined inside the server."""
_READ_BYTES = 1 << 20


class S3Target:
    """A BackupTarget in one bucket."""

    def __init__(self, config: S3Config) -> None:
        self._config = config
        self._bucket, self._prefix = config.bucket, config.prefix
        self._pool = patient_pool(config)
        self._client = Minio(
            config.endpoint,
            access_key=config.access_key,
            secret_key=config.secret_key,
            secure=config.secure,
            region=config.region,
            http_client=self._pool,
        )
        self._versions = Versions(self._client, self._bucket)
        self._staging = S3Staging(self._client, self._bucket, f"{self._prefix}staging/", self._versions)

    def prepare(self) -> None:
        """See BackupTarget."""
        with s3_errors():
            if not self._client.bucket_exists(self._bucket):
                try:
                    self._client.make_bucket(self._bucket, object_lock=self._config.lock is not LockMode.NONE)
                except S3Error as error:
                    if error.code != "BucketAlreadyOwnedByYou":
                        raise
        self.require_locks()
        with suppress(BackupNotThere):
            self.require()
            return
        self.put(DESCRIPTOR, [DESCRIPTION], len(DESCRIPTION))

    def require(self) -> None:
        """See BackupTarget."""
        try:
            found = read_small(self, DESCRIPTOR)
        except (BackupObjectMissing, StorageUnavailable) as error:
            if isinstance(error, StorageUnavailable) and error.params.get("reason") != "NoSuchBucket":
                raise
            raise BackupNotThere(place=f"{self._config.endpoint}/{self._bucket}/{self._prefix}") from error
        if found != DESCRIPTION:
            raise BackupDamaged(name=DESCRIPTOR, why="checksum")

    def put(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """See BackupTarget."""
        full = self._full(name)
        if size <= _ONE_REQUEST_BYTES:
            data = b"".join(pieces)
            _require_size(name, len(data), size)
            self._put_whole(full, data)
            return
        token = self._staging.new_token()
        try:
            self._staging.write(token, in_parts(iter(pieces), max(_ONE_REQUEST_BYTES, -(-size // 10_000))))
            with s3_errors():
                parts = self._staging.parts(token)
                _require_size(name, sum(part.size or 0 for part in parts), size)
                self._staging.join(parts, full, self._retention())
                _require_size(name, self._client.stat_object(self._bucket, full).size or 0, size)
        finally:
            with suppress(StorageError), s3_errors():
                self._staging.discard(token)

    def bulk(self) -> AbstractContextManager[None]:
        """See BackupTarget. What S3 has answered is durable."""
        return nullcontext()

    def flush(self) -> None:
        """See BackupTarget. What S3 has answered is durable."""

    def require_locks(self) -> None:
        """See BackupTarget."""
        if not self._config.hold:
            return
        try:
            with s3_errors():
                self._client.get_object_lock_config(self._bucket)
        except StorageUnavailable as error:
            if error.params.get("reason") not in NO_LOCK:
                raise
            raise LocksUnsupported(bucket=self._bucket) from error

    def hold(self, name: str) -> None:
        """See BackupTarget."""
        retention = self._retention()
        if retention is None:
            return
        full = self._full(name)
        with s3_errors():
            for version in self._versions.below(full):
                end = self._versions.lock_end(version) if version.object_name == full else None
                if version.object_name == full and (end is None or end < retention.retain_until_date):
                    self._versions.lock(version, retention.retain_until_date, str(retention.mode))

    @contextmanager
    def open(self, name: str) -> Iterator[OpenObject]:
        """See BackupTarget."""
        full = self._full(name)
        try:
            with s3_errors(name):
                size = self._client.stat_object(self._bucket, full).size or 0
        except BlobMissing as error:
            raise BackupObjectMissing(name=name) from error

        def fetch(offset: int) -> BaseHTTPResponse:
            return self._client.get_object(self._bucket, full, offset=offset)

        with io.BufferedReader(S3Reader(name, size, fetch), _READ_BYTES) as stream:
            yield OpenObject(stream, size)

    def listed(self, prefix: str) -> Iterator[StoredObject]:
        """See BackupTarget."""
        with s3_errors():
            for found in self._client.list_objects(self._bucket, self._prefix + prefix, recursive=True):
                name = str(found.object_name).removeprefix(self._prefix)
                if is_name(name) and not name.startswith("staging/"):
                    yield StoredObject(name, found.size or 0)

    def names(self, prefix: str) -> Iterator[str]:
        """See BackupTarget."""
        return (one.name for one in self.listed(prefix))

    def remove(self, name: str) -> None:
        """See BackupTarget. With all its versions."""
        full = self._full(name)
        with s3_errors():
            self._versions.destroy([one for one in self._versions.below(full) if one.object_name == full])

    def sweep(self, older_than: timedelta) -> None:
        """See BackupTarget."""
        with s3_errors():
            self._staging.sweep(moments.now() - older_than)

    def close(self) -> None:
        """See BackupTarget."""
        self._pool.clear()

    def _full(self, name: str) -> str:
        if not is_name(name):
            raise BackupDamaged(name=name[:100], why="name")
        return self._prefix + name

    def _retention(self) -> Retention | None:
        """Twice the time that is asked for: it is lengthened once in that time, so each snapshot has it in full."""
        if not self._config.hold:
            return None
        return Retention(self._config.lock.name, moments.lock_end(moments.now() + 2 * self._config.hold))

    def _put_whole(self, full: str, data: bytes) -> None:
        """One request; the checksum in a header of its own, see S3Staging."""
        checksum = base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")
        with s3_errors():
            self._client.put_object(
                self._bucket,
                full,
                io.BytesIO(data),
                len(data),
                part_size=max(len(data), MIN_PART_BYTES),
                metadata={"x-amz-checksum-sha256": checksum},
                retention=self._retention(),
            )


def _require_size(name: str, found: int, size: int) -> None:
    if found != size:
        raise BackupDamaged(name=name, why="size")
