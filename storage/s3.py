"""Blobs in any S3 (SeaweedFS, MinIO, Ceph) by way of the MinIO SDK.

Names: `{prefix}blobs/ab/cd/abcd...` and `{prefix}staging/<id>/<part>`. Why bytes go by way of staged parts and a
copy inside the server, and not by a multipart upload or a local spool: docs/adr/0002-object-storage.md.
"""

from __future__ import annotations

import io
import math
from contextlib import closing, nullcontext, suppress
from typing import TYPE_CHECKING, BinaryIO, Self

from minio import Minio
from minio.error import S3Error
from urllib3 import PoolManager, Retry, Timeout

from storage import moments
from storage.errors import (
    BlobCorrupt,
    BlobLocked,
    BlobMissing,
    LocksUnsupported,
    StagedMissing,
    StorageDenied,
    StorageError,
    StorageUnavailable,
)
from storage.intake import HashedPieces, in_parts, refuse_beyond
from storage.keys import BlobKey, checked_prefix, is_key, sharded_prefix
from storage.protocol import BlobRef, BlobStat, StagedBlob, StoreHealth
from storage.s3_config import LockMode, S3Config
from storage.s3_errors import NO_LOCK, s3_errors
from storage.s3_reader import S3Reader
from storage.s3_staging import MAX_PARTS, MIN_PART_BYTES, S3Staging
from storage.s3_versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta
    from types import TracebackType

    from minio.datatypes import Object
    from urllib3 import BaseHTTPResponse

    from storage.protocol import Readable

_READ_BUFFER_BYTES = 256 << 10


def patient_pool(config: S3Config) -> PoolManager:
    """Make a pool of connections with bounded patience. Touches no network."""
    return PoolManager(
        maxsize=10,
        timeout=Timeout(connect=min(config.timeout, 5.0), read=config.timeout),
        retries=Retry(
            total=config.retries, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504), raise_on_status=False
        ),
        cert_reqs="CERT_REQUIRED",
        ca_certs=config.ca_file,  # None: the certificates that the operating system trusts
    )


class S3BlobStore:
    """A BlobStore in one bucket. `part_bytes` (5 MiB or more) bounds the memory of a stage to a few times as much."""

    def __init__(self, config: S3Config, *, part_bytes: int = 16 << 20) -> None:
        self._config = config
        self._bucket = config.bucket
        self._folder = f"{config.prefix}blobs/"
        self._part_bytes = max(part_bytes, MIN_PART_BYTES)
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
        self._staging = S3Staging(self._client, self._bucket, f"{config.prefix}staging/", self._versions)

    def prepare(self) -> None:
        """See BlobStore. Creates the bucket, with object lock if the configuration asks for locks."""
        locks = self._config.lock is not LockMode.NONE
        with s3_errors():
            if not self._client.bucket_exists(self._bucket):
                try:
                    self._client.make_bucket(self._bucket, object_lock=locks)
                except S3Error as error:
                    if error.code != "BucketAlreadyOwnedByYou":  # another node was quicker
                        raise
            if not locks:
                return
            try:
                self._client.get_object_lock_config(self._bucket)
            except S3Error as error:
                if error.code not in NO_LOCK:
                    raise
                raise LocksUnsupported(bucket=self._bucket) from error

    # --- bytes in -------------------------------------------------------------------------------------------

    def stage(
        self, stream: Readable | HashedPieces, *, size_hint: int | None = None, limit: int | None = None
    ) -> StagedBlob:
        """See BlobStore. Without a true `size_hint` the most is 10,000 parts, 156 GiB."""
        refuse_beyond(limit, size_hint)
        part_bytes = max(self._part_bytes, math.ceil((size_hint or 0) / MAX_PARTS))
        pieces = HashedPieces.of(stream, limit=limit)
        token = self._staging.new_token()
        try:
            self._staging.write(token, in_parts(iter(pieces), part_bytes))
        except BaseException:
            self._discard_if_possible(token)
            raise
        return StagedBlob(pieces.key, pieces.size, token)

    def commit(self, staged: StagedBlob) -> BlobRef:
        """See BlobStore."""
        with s3_errors():
            if self._size(self._name(staged.key)) != staged.size:
                self._join(staged)
        self._discard_if_possible(staged.token)
        return BlobRef(staged.key, staged.size)

    def replace(self, staged: StagedBlob) -> BlobRef:
        """See BlobStore. Where the bucket keeps versions the replaced bytes stay one: `remove` takes all of them."""
        with s3_errors():
            self._join(staged)
        self._discard_if_possible(staged.token)
        return BlobRef(staged.key, staged.size)

    def _join(self, staged: StagedBlob) -> None:
        name = self._name(staged.key)
        parts = self._staging.parts(staged.token)
        if not parts or sum(part.size or 0 for part in parts) != staged.size:
            raise StagedMissing(key=staged.key)
        self._staging.join(parts, name)
        if (found := self._size(name)) != staged.size:
            raise BlobCorrupt(key=staged.key, expected=staged.size, found=found)

    def bulk(self) -> AbstractContextManager[None]:
        """See BlobStore. What S3 has answered is durable."""
        return nullcontext()

    def discard(self, staged: StagedBlob) -> None:
        """See BlobStore."""
        with s3_errors():
            self._staging.discard(staged.token)

    def sweep_staging(self, older_than: timedelta) -> int:
        """See BlobStore. Ages are by the server's clock, so nodes may differ a little."""
        before = moments.now() - older_than
        with s3_errors():
            self._staging.sweep_joins(self._folder, before)
            return self._staging.sweep(before)

    def _discard_if_possible(self, token: str) -> None:
        """Clear a staging that is of no more use; if the store is gone, what is left waits for `sweep_staging`."""
        with suppress(StorageError), s3_errors():
            self._staging.discard(token)

    # --- bytes out ------------------------------------------------------------------------------------------

    def open(self, key: BlobKey) -> BinaryIO:
        """See BlobStore."""
        name = self._name(key)

        def fetch(offset: int) -> BaseHTTPResponse:
            return self._client.get_object(self._bucket, name, offset=offset)

        return io.BufferedReader(S3Reader(key, self.stat(key).size, fetch), _READ_BUFFER_BYTES)

    def read_range(self, key: BlobKey, start: int, length: int) -> bytes:
        """See BlobStore."""
        if start < 0 or length < 0:
            raise ValueError("a range has no negative numbers")
        wanted = min(length, max(self.stat(key).size - start, 0))
        if not wanted:
            return b""
        with (
            s3_errors(key),
            closing(self._client.get_object(self._bucket, self._name(key), offset=start, length=wanted)) as answer,
        ):
            found = answer.read(wanted)
            answer.release_conn()
        if len(found) != wanted:
            raise StorageUnavailable(reason="ended_early", key=key)
        return found

    def stat(self, key: BlobKey) -> BlobStat:
        """See BlobStore."""
        try:
            with s3_errors(key):
                found = self._client.stat_object(self._bucket, self._name(key))
        except BlobMissing:
            self._require_bucket()
            raise
        return _described(key, found)

    def exists(self, key: BlobKey) -> bool:
        """See BlobStore."""
        try:
            self.stat(key)
        except BlobMissing:
            return False
        return True

    def iterate(self, prefix: str = "") -> Iterator[BlobStat]:
        """See BlobStore. The server lists a thousand names at a time."""
        return self._walk(self._folder + sharded_prefix(checked_prefix(prefix)))

    def _walk(self, prefix: str) -> Iterator[BlobStat]:
        with s3_errors():
            for found in self._client.list_objects(self._bucket, prefix, recursive=True):
                name = str(found.object_name).rpartition("/")[2]
                if is_key(name):
                    yield _described(BlobKey(name), found)

    # --- locks and removal ----------------------------------------------------------------------------------

    def lock_until(self, key: BlobKey, until: datetime) -> None:
        """See BlobStore."""
        end = moments.lock_end(until)
        if self._config.lock is LockMode.NONE:
            raise LocksUnsupported(bucket=self._bucket)
        with s3_errors(key):
            for version in self._require_versions(key):
                current = self._versions.lock_end(version)
                if current is None or current < end:
                    self._versions.lock(version, end, self._config.lock.name)

    def locked_until(self, key: BlobKey) -> datetime | None:
        """See BlobStore."""
        with s3_errors(key):
            return self._lock_end(self._require_versions(key))

    def remove(self, key: BlobKey) -> bool:
        """See BlobStore. The server's refusal decides; ours only comes first and is more polite."""
        with s3_errors(key):
            everything = list(self._versions.below(self._name(key)))
            versions = [version for version in everything if not version.is_delete_marker]
            until = self._lock_end(versions)
            if until is not None and until > moments.now():
                raise BlobLocked(key=key, until=until)
            try:
                self._versions.destroy(everything)
            except StorageDenied as error:
                if until is None:
                    raise
                raise BlobLocked(key=key, until=until) from error  # the server's clock is behind ours
        return bool(versions)

    def _lock_end(self, versions: list[Object]) -> datetime | None:
        if self._config.lock is LockMode.NONE:
            return None
        ends = (self._versions.lock_end(version) for version in versions)
        return max((end for end in ends if end is not None), default=None)

    def _require_versions(self, key: BlobKey) -> list[Object]:
        versions = [version for version in self._versions.below(self._name(key)) if not version.is_delete_marker]
        if not versions:
            raise BlobMissing(key=key)
        return versions

    # --- the store itself -----------------------------------------------------------------------------------

    def check(self) -> StoreHealth:
        """See BlobStore."""
        self.discard(self.stage(io.BytesIO(b"probe")))
        return StoreHealth(free_bytes=None)

    def close(self) -> None:
        """See BlobStore."""
        self._pool.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _name(self, key: BlobKey) -> str:
        return self._folder + key.sharded

    def _size(self, name: str) -> int | None:
        """Size in bytes, None if there is no such object."""
        try:
            return self._client.stat_object(self._bucket, name).size
        except S3Error as error:
            if error.code == "NoSuchKey":
                return None
            raise

    def _require_bucket(self) -> None:
        """Tell a missing blob from a missing bucket: the answer to HEAD is the same 404 without a word."""
        with s3_errors():
            if not self._client.bucket_exists(self._bucket):
                raise StorageUnavailable(reason="not_prepared", bucket=self._bucket)


def _described(key: BlobKey, found: Object) -> BlobStat:
    if found.size is None or found.last_modified is None:
        raise StorageUnavailable(reason="answer_without_size_or_date", key=key)
    return BlobStat(key, found.size, found.last_modified)
