"""Seals: what belongs to a snapshot (or to a writing of the ledger), signed; it is put last, and makes it exist.

A seal is one line of JSON and one line with an Ed25519 signature of the first. A backup that nobody could have made
but this installation is more than one that decrypts: the public keys of age are no secret.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from storage.backup.errors import BackupDamaged, BackupObjectMissing, SnapshotUnknown
from storage.backup.layout import LEDGER, SEAL, SNAPSHOTS, is_name
from storage.backup.target import read_small

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storage.backup.target import BackupTarget

FORMAT = 1
_SIGNATURE = "ed25519 "


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file beside a seal, as it is stored. `size` in bytes, `sha256` of the stored bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What is known of a snapshot without any private key. Times are aware, in UTC; sizes in bytes.

    `blobs` and `blob_bytes` are those the snapshot refers to; `missing` those that could not be saved;
    `destroyed` the tombstones that it carries.
    """

    id: str
    at: datetime
    product: str
    revision: str
    database: str
    space: str
    key: str
    files: Mapping[str, StoredFile]
    signer: str = ""
    blobs: int = 0
    blob_bytes: int = 0
    missing: int = 0
    destroyed: int = 0
    format: int = field(default=FORMAT)


class Signer:
    """Signs seals with a key made of 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw().hex()

    def written(self, seal: Seal) -> bytes:
        """The bytes of a seal."""
        return self.signed(asdict(seal) | {"at": seal.at.isoformat()})

    def signed(self, told: Mapping[str, Any]) -> bytes:
        """Whatever JSON can tell, and who signs it, in one line; in the second the signature of the first."""
        line = json.dumps({**told, "signer": self.public}, sort_keys=True).encode("ascii") + b"\n"
        return line + f"{_SIGNATURE}{self._private.sign(line).hex()}\n".encode("ascii")


def read_seal(target: BackupTarget, folder: str) -> Seal:
    """The seal of `folder`, such as `snapshots/ID/`. Raises BackupDamaged, SnapshotUnknown."""
    name = folder + SEAL
    try:
        written = read_small(target, name)
    except BackupObjectMissing as error:
        raise SnapshotUnknown(snapshot=folder.split("/")[1]) from error
    except ValueError as error:
        raise BackupDamaged(name=name, why="size") from error
    seal = _parsed(written, name)
    if seal.id != folder.split("/")[1]:
        raise BackupDamaged(name=name, why="another_object")
    return seal


def sealed_in(target: BackupTarget, prefix: str) -> Iterator[str]:
    """The folders below `prefix` that have a seal, oldest name first."""
    for name in target.names(prefix):
        folder, _, last = name.rpartition("/")
        if last == SEAL:
            yield f"{folder}/"


def seals_in(target: BackupTarget, prefix: str) -> Iterator[tuple[str, Seal | None]]:
    """Each folder below `prefix` that has a seal, with the seal; None where that is damaged."""
    for folder in sealed_in(target, prefix):
        try:
            yield folder, read_seal(target, folder)
        except BackupDamaged:
            yield folder, None


def snapshot_folder(snapshot: str) -> str:
    """Where a snapshot lies. Raises SnapshotUnknown for what cannot be one's name."""
    folder = f"{SNAPSHOTS}{snapshot}/"
    if "/" in snapshot or not is_name(folder + SEAL):
        raise SnapshotUnknown(snapshot=snapshot[:100])
    return folder


def ledger_folder(entry: str) -> str:
    """Where a writing of the ledger lies."""
    return f"{LEDGER}{entry}/"


def digest_of(data: bytes) -> StoredFile:
    """What a seal says of a file of these bytes."""
    return StoredFile(len(data), hashlib.sha256(data).hexdigest())


def _parsed(written: bytes, name: str) -> Seal:
    line, end, rest = written.partition(b"\n")
    try:
        signature = bytes.fromhex(rest.decode("ascii").removeprefix(_SIGNATURE).removesuffix("\n"))
        told = json.loads(line)
        expected = f"{_SIGNATURE}{signature.hex()}\n".encode("ascii")
        if rest != expected or told["format"] != FORMAT:
            raise BackupDamaged(name=name, why="format")
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["signer"])).verify(signature, line + end)
        files = {file: StoredFile(**facts) for file, facts in told.pop("files").items()}
        return Seal(**told | {"at": datetime.fromisoformat(told["at"]), "files": files})
    except InvalidSignature as error:
        raise BackupDamaged(name=name, why="signature") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupDamaged(name=name, why="format") from error
