"""Staging on S3: a stream becomes objects `staging/<id>/<part>`, each of them whole, checksummed and durable."""

from __future__ import annotations

import base64
import hashlib
import io
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from minio.commonconfig import ComposeSource

from storage.errors import StageTooLarge
from storage.s3_errors import s3_errors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from minio import Minio
    from minio.datatypes import Object
    from minio.retention import Retention

    from storage.s3_versions import Versions

MIN_PART_BYTES = 5 << 20
"""S3's own floor for every part but the last."""
MAX_PARTS = 10_000
"""S3's own ceiling."""


class S3Staging:
    """Parts under `folder`, which ends with `/`."""

    def __init__(self, client: Minio, bucket: str, folder: str, versions: Versions) -> None:
        self._client = client
        self._bucket = bucket
        self._folder = folder
        self._versions = versions

    @staticmethod
    def new_token() -> str:
        """Name a new staging."""
        return uuid4().hex

    def write(self, token: str, parts: Iterable[bytes]) -> None:
        """Store parts in order. Raises StageTooLarge beyond what S3 can join into one object."""
        size = 0
        for number, part in enumerate(parts, start=1):
            if number > MAX_PARTS:
                raise StageTooLarge(limit=size)
            with s3_errors():
                self._put(f"{self._of(token)}{number:05}", part)
            size += len(part)

    def parts(self, token: str) -> list[Object]:
        """List the parts of a staging in order; none if it was discarded or swept."""
        return list(self._client.list_objects(self._bucket, self._of(token), recursive=True))

    def join(self, parts: Iterable[Object], name: str, retention: Retention | None = None) -> None:
        """Make an object of parts inside the server: a copy of one, a multipart copy of several."""
        sources = [ComposeSource(self._bucket, str(part.object_name)) for part in parts]
        self._client.compose_object(self._bucket, name, sources, retention=retention)

    def discard(self, token: str) -> None:
        """Remove the parts of a staging, with all their versions."""
        self._versions.destroy(self._versions.below(self._of(token)))

    def sweep(self, before: datetime) -> int:
        """Discard the stagings whose youngest part is older than `before`; give their number."""
        swept = 0
        for _, group in groupby(
            self._versions.below(self._folder), key=lambda part: str(part.object_name).split("/")[-2]
        ):
            parts = list(group)
            if all(part.last_modified is not None and part.last_modified <= before for part in parts):
                self._versions.destroy(parts)
                swept += 1
        return swept

    def sweep_joins(self, prefix: str, before: datetime) -> None:
        """Abort the joins that a crash left half done: invisible, yet they take room.

        The SDK has no public call for it, and lifecycle rules that do it are not kept by every server.
        """
        key_marker = upload_marker = None
        while True:
            page = self._client._list_multipart_uploads(  # noqa: SLF001 - see above
                self._bucket, prefix=prefix, key_marker=key_marker, upload_id_marker=upload_marker
            )
            for upload in page.uploads:
                if upload.initiated_time is not None and upload.initiated_time <= before:
                    self._client._abort_multipart_upload(  # noqa: SLF001 - see above
                        self._bucket, upload.object_name, str(upload.upload_id)
                    )
            if not page.is_truncated:
                return
            key_marker, upload_marker = page.next_key_marker, page.next_upload_id_marker

    def _of(self, token: str) -> str:
        return f"{self._folder}{UUID(hex=token).hex}/"

    def _put(self, name: str, part: bytes) -> None:
        """Store one part in one request.

        The checksum goes in a header of its own: SeaweedFS accepts a body that does not match
        `x-amz-content-sha256`, and over TLS the SDK does not send that one at all.
        """
        checksum = base64.b64encode(hashlib.sha256(part).digest()).decode("ascii")
        self._client.put_object(
            self._bucket,
            name,
            io.BytesIO(part),
            len(part),
            part_size=max(len(part), MIN_PART_BYTES),  # otherwise the SDK cuts it into 5 MiB parts without checksums
            metadata={"x-amz-checksum-sha256": checksum},
        )
