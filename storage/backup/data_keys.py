"""Keys: each run makes a data key, encrypts it with age to the people who may read, and forgets it.

So a server that is stolen opens none of the backups it has made. `keys/<id>.age` holds 64 hexadecimal digits for
whoever has a private key (an *identity*); its name is the beginning of its own SHA-256, so that a flipped bit shows.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyrage

from storage.backup.errors import BackupDamaged, BadIdentity, BadRecipient, KeyDoesNotOpen
from storage.backup.layout import key_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from storage.backup.target import BackupTarget

SECRET_BYTES = 32
_ID_DIGITS = 32


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key of one run. `id` has 32 hexadecimal digits; `wrapped` is the age file."""

    id: str
    secret: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)


def new_key(recipients: Iterable[str]) -> DataKey:
    """Make a key that only the holders of the identities of `recipients` (age1…) can open. Raises BadRecipient."""
    secret = secrets.token_bytes(SECRET_BYTES)
    public = [_recipient(one) for one in sorted(set(recipients))]
    if not public:
        raise BadRecipient(value="")
    wrapped = pyrage.encrypt(secret.hex().encode() + b"\n", public)
    return DataKey(key_id(wrapped), secret, wrapped)


def key_id(wrapped: bytes) -> str:
    """The id of a key's file."""
    return hashlib.sha256(wrapped).hexdigest()[:_ID_DIGITS]


def space_of(recipients: Iterable[str]) -> str:
    """Name the space of objects that one set of recipients can open: other people never rely on what these hold."""
    return hashlib.sha256("\n".join(sorted(set(recipients))).encode("ascii")).hexdigest()[:16]


def read_identities(path: Path) -> list[pyrage.x25519.Identity]:
    """Private keys of a file as `age-keygen` writes it. Raises BadIdentity."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise BadIdentity(type(error).__name__, path=str(path)) from error
    if not found:
        raise BadIdentity(path=str(path))
    return found


class Keyring:
    """Opens data keys of a target with identities; each is opened once. Safe to share between threads."""

    def __init__(self, target: BackupTarget, identities: Sequence[pyrage.x25519.Identity]) -> None:
        self._target = target
        self._identities = identities
        self._opened: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def secret(self, key: str) -> bytes:
        """The secret of the key `key`. Raises BackupDamaged, BackupObjectMissing, KeyDoesNotOpen."""
        with self._lock:
            if key not in self._opened:
                self._opened[key] = self._open(key)
            return self._opened[key]

    def _open(self, key: str) -> bytes:
        wrapped = read_key_file(self._target, key)
        try:
            return bytes.fromhex(pyrage.decrypt(wrapped, list(self._identities)).decode("ascii").strip())
        except pyrage.DecryptError as error:
            raise KeyDoesNotOpen(str(error), name=key_name(key)) from error


def read_key_file(target: BackupTarget, key: str) -> bytes:
    """The file of a key, as it was written. Raises BackupDamaged, BackupObjectMissing."""
    with target.open(key_name(key)) as stored:
        wrapped = stored.stream.read(64 << 10)
    if key_id(wrapped) != key:
        raise BackupDamaged(name=key_name(key), why="checksum")
    return wrapped


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BadRecipient(value=text[:80]) from error
