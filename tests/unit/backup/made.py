"""A small snapshot in a folder, made of the parts of `storage.backup`."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyrage

from storage.backup import data_keys
from storage.backup.blob_lists import blob_line
from storage.backup.container import encrypted, stored_size
from storage.backup.copying import Copied, Copying
from storage.backup.layout import BLOBS, DATABASE, MANIFEST, SEAL, key_name
from storage.backup.local_target import LocalTarget
from storage.backup.seals import Seal, Signer, digest_of, snapshot_folder
from storage.memory import MemoryBlobStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storage.backup.target import BackupTarget
    from storage.keys import BlobKey

SIGNER = Signer(b"s" * 32)
IDENTITY = pyrage.x25519.Identity.generate()
RECIPIENTS = [str(IDENTITY.to_public())]
SPACE = data_keys.space_of(RECIPIENTS)
PLAIN = {DATABASE: b"rows of a database" * 20, MANIFEST: b'{"format": 1}'}


@dataclass
class Made:
    """A store, a target and the blobs in them."""

    root: Path
    store: MemoryBlobStore
    target: LocalTarget
    outcomes: list[Copied]

    def stored(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file())


def filled(blobs: Sequence[bytes]) -> tuple[MemoryBlobStore, list[tuple[BlobKey, int]]]:
    store = MemoryBlobStore()
    store.prepare()
    wanted = []
    for data in blobs:
        staged = store.stage(io.BytesIO(data))
        store.commit(staged)
        wanted.append((staged.key, staged.size))
    return store, sorted(set(wanted))


def make(root: Path, blobs: Sequence[bytes], snapshot: str = "20261122t150100z-00000001") -> Made:
    store, wanted = filled(blobs)
    return add(root, store, wanted, snapshot)


def add(
    root: Path,
    store: MemoryBlobStore,
    wanted: Sequence[tuple[BlobKey, int]],
    snapshot: str,
    at: datetime = datetime(2026, 11, 22, 15, 1, tzinfo=UTC),
) -> Made:
    target = LocalTarget(root)
    target.prepare()
    return Made(root, store, target, fill_target(target, store, wanted, snapshot, at))


def fill_target(
    target: BackupTarget,
    store: MemoryBlobStore,
    wanted: Sequence[tuple[BlobKey, int]],
    snapshot: str,
    at: datetime = datetime(2026, 11, 22, 15, 1, tzinfo=UTC),
) -> list[Copied]:
    """Put a snapshot into a target."""
    key = data_keys.new_key(RECIPIENTS)
    target.put(key_name(key.id), [key.wrapped], len(key.wrapped))
    outcomes = list(Copying(store, target, key, SPACE).run(wanted))
    folder = snapshot_folder(snapshot)
    faulty = {one.key for one in outcomes if not one.saved}
    files = {BLOBS: b"".join(blob_line(key, size) for key, size in wanted if key not in faulty)}
    for name, plain in (PLAIN | {DATABASE: gzip.compress(PLAIN[DATABASE])}).items():
        files[name] = b"".join(encrypted(key, folder + name, [plain]))
        assert len(files[name]) == stored_size(len(plain))
    for name, data in files.items():
        target.put(folder + name, [data], len(data))
    seal = Seal(
        snapshot, at, "0.1.0", "0022", "sqlite", SPACE, key.id, {name: digest_of(data) for name, data in files.items()}
    )
    written = SIGNER.written(seal)
    target.put(folder + SEAL, [written], len(written))
    target.flush()
    return outcomes
