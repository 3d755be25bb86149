"""From an address to a store. The only place that looks at the scheme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from storage import moments
from storage.errors import BadStorageUrl
from storage.local import LocalBlobStore
from storage.memory import MemoryBlobStore
from storage.s3_config import SCHEMES, S3Config

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.protocol import BlobStore


def open_store(
    url: str,
    *,
    access_key: str | None = None,
    secret_key: str | None = None,
    clock: Callable[[], datetime] = moments.now,
) -> BlobStore:
    """Make a store from `file:///path`, a plain path, `s3://...` (see S3Config.from_url) or `memory:`.

    By `clock` locks end here; an S3 server has a clock of its own. Touches neither disk nor network; `prepare()`
    creates what is missing. Raises BadStorageUrl.
    """
    parts = urlsplit(url)
    if parts.scheme in SCHEMES:
        from storage.s3 import S3BlobStore

        return S3BlobStore(S3Config.from_url(url, access_key=access_key, secret_key=secret_key))
    if parts.scheme == "memory":
        return MemoryBlobStore(clock=clock)
    if parts.scheme == "file":
        if parts.netloc or not parts.path.startswith("/"):
            raise BadStorageUrl(reason="file_path_not_absolute")
        return LocalBlobStore(Path(unquote(parts.path)), clock=clock)
    if parts.scheme or not url:
        raise BadStorageUrl(reason="unknown_scheme", scheme=parts.scheme)
    return LocalBlobStore(Path(url).absolute(), clock=clock)
