"""Three stores under one contract, and a back door to each: what lies there, told without the store's help."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import pytest

from storage.factory import open_store
from storage.local import LocalBlobStore
from storage.memory import MemoryBlobStore
from storage.s3 import S3BlobStore
from storage.s3_config import S3Config
from tests.fixtures.weed import ACCESS_KEY, SECRET_KEY, SHARED_BUCKET, WeedServer, weed_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.keys import BlobKey
    from storage.protocol import BlobRef, BlobStore

__all__ = ["weed_server"]


class BackDoor(Protocol):
    """What a test does behind a store's back."""

    def copies(self, key: BlobKey) -> int:
        """Count how often the bytes are stored under their address."""

    def staged(self) -> int:
        """Count what lies in staging."""

    def overwrite(self, key: BlobKey, data: bytes) -> None:
        """Put other bytes under the address of a blob that is there."""

    def lose(self, key: BlobKey) -> None:
        """Make a blob vanish."""


@dataclass
class MemoryDoor:
    store: MemoryBlobStore

    def copies(self, key: BlobKey) -> int:
        return int(key in self.store._blobs)

    def staged(self) -> int:
        return self.store.staged_count()

    def overwrite(self, key: BlobKey, data: bytes) -> None:
        self.store._blobs[key] = (data, self.store._blobs[key][1])

    def lose(self, key: BlobKey) -> None:
        self.store.lose(key)


@dataclass
class LocalDoor:
    root: Path

    def copies(self, key: BlobKey) -> int:
        return len(list((self.root / "blobs").rglob(f"*{key}*")))

    def staged(self) -> int:
        return len(list((self.root / "staging").iterdir()))

    def overwrite(self, key: BlobKey, data: bytes) -> None:
        path = self.root / "blobs" / key.sharded
        path.chmod(0o644)
        path.write_bytes(data)

    def lose(self, key: BlobKey) -> None:
        (self.root / "blobs" / key.sharded).unlink()


@dataclass
class S3Door:
    server: WeedServer
    prefix: str

    def names(self, folder: str) -> list[str]:
        found = self.server.client().list_objects(
            SHARED_BUCKET, f"{self.prefix}/{folder}", recursive=True, include_version=True
        )
        return [str(version.object_name) for version in found]

    def copies(self, key: BlobKey) -> int:
        return len(self.names(f"blobs/{key.sharded}"))

    def staged(self) -> int:
        return len(self.names("staging/"))

    def overwrite(self, key: BlobKey, data: bytes) -> None:
        name = f"{self.prefix}/blobs/{key.sharded}"
        self.server.client().put_object(SHARED_BUCKET, name, io.BytesIO(data), len(data))

    def lose(self, key: BlobKey) -> None:
        self.server.client().remove_object(SHARED_BUCKET, f"{self.prefix}/blobs/{key.sharded}")


@dataclass
class Bench:
    """A prepared store and its back door."""

    store: BlobStore
    door: BackDoor

    def put(self, data: bytes) -> BlobRef:
        return self.store.commit(self.store.stage(io.BytesIO(data)))


@pytest.fixture(params=["memory", "local", "s3"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    match request.param:
        case "memory":
            memory = MemoryBlobStore()
            made = Bench(memory, MemoryDoor(memory))
        case "local":
            made = Bench(LocalBlobStore(tmp_path / "store"), LocalDoor(tmp_path / "store"))
        case _:
            server: WeedServer = request.getfixturevalue("weed_server")
            prefix = uuid4().hex
            url = server.url(SHARED_BUCKET, prefix=prefix, lock="governance")
            made = Bench(open_store(url, access_key=ACCESS_KEY, secret_key=SECRET_KEY), S3Door(server, prefix))
    with made.store as store:
        store.prepare()
        yield made


@pytest.fixture
def store(bench: Bench) -> BlobStore:
    return bench.store


@pytest.fixture
def door(bench: Bench) -> BackDoor:
    return bench.door


@pytest.fixture
def s3_config(weed_server: WeedServer) -> S3Config:
    """A corner of the shared bucket for one test of S3 alone."""
    url = weed_server.url(SHARED_BUCKET, prefix=uuid4().hex)
    return S3Config.from_url(url, access_key=ACCESS_KEY, secret_key=SECRET_KEY)


@pytest.fixture
def s3_store(s3_config: S3Config) -> Iterator[S3BlobStore]:
    """Small parts, so that a few megabytes already take the road of a video."""
    with S3BlobStore(s3_config, part_bytes=5 << 20) as made:
        made.prepare()
        yield made
