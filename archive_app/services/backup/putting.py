"""Putting files and their seal into a target under a fresh data key, the key first."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from storage.backup.container import encrypted, stored_size
from storage.backup.data_keys import new_key, space_of
from storage.backup.layout import SEAL, key_name
from storage.backup.seals import StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from storage.backup.data_keys import DataKey
    from storage.backup.seals import Seal, Signer
    from storage.backup.target import BackupTarget

_PIECE = 1 << 20


def new_id(now: datetime.datetime, mark: str = "") -> str:
    """The name of a snapshot: when, and eight random digits, so that a clock that goes back makes no two alike.

    A list of the ledger has its `mark` (eight hexadecimal digits) for them.
    """
    return f"{now.astimezone(datetime.UTC):%Y%m%dt%H%M%Sz}-{mark or secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Putting:
    """One run into one target."""

    target: BackupTarget
    key: DataKey
    space: str
    signer: Signer

    @classmethod
    def begun(cls, target: BackupTarget, recipients: Sequence[str], signer: Signer) -> Self:
        """Make a data key; its file is durable before anything is encrypted with it. Raises BadRecipient."""
        key = new_key(recipients)
        target.put(key_name(key.id), [key.wrapped], len(key.wrapped))
        target.flush()
        return cls(target, key, space_of(recipients), signer)

    def whole(self, name: str, data: bytes) -> StoredFile:
        """Encrypt and store a small file."""
        return self._put(name, encrypted(self.key, name, [data]), stored_size(len(data)))

    def file(self, name: str, path: Path) -> StoredFile:
        """Encrypt and store a file of any size."""
        return self._put(name, encrypted(self.key, name, _pieces(path)), stored_size(path.stat().st_size))

    def plain_file(self, name: str, path: Path) -> StoredFile:
        """Store a file as it is."""
        return self._put(name, _pieces(path), path.stat().st_size)

    def seal(self, folder: str, seal: Seal) -> None:
        """Make everything durable, then the seal: from then on it exists."""
        self.target.flush()
        written = self.signer.written(seal)
        self.target.put(folder + SEAL, [written], len(written))
        self.target.flush()

    def _put(self, name: str, pieces: Iterable[bytes], size: int) -> StoredFile:
        digest = hashlib.sha256()

        def hashed() -> Iterator[bytes]:
            for piece in pieces:
                digest.update(piece)
                yield piece

        self.target.put(name, hashed(), size)
        return StoredFile(size, digest.hexdigest())


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
