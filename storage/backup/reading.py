"""Reading a snapshot back, with an identity: the files beside its seal, and blobs into a store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from storage.backup.container import decrypted
from storage.backup.errors import BackupDamaged, BackupObjectMissing, KeyDoesNotOpen
from storage.backup.layout import object_name
from storage.backup.parallel import WORKERS, in_parallel
from storage.backup.presence import marked
from storage.errors import StorageDenied, StorageUnavailable
from storage.fixity import FixityOutcome, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from storage.backup.data_keys import Keyring
    from storage.backup.target import BackupTarget
    from storage.errors import StorageError
    from storage.keys import BlobKey
    from storage.protocol import BlobStore, StagedBlob

T = TypeVar("T")
NOT_HERE = (BackupDamaged, BackupObjectMissing, KeyDoesNotOpen, StorageDenied, StorageUnavailable)
"""What another place may have whole."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A blob and how many of its bytes were brought: none where the store has it right, or where it is not had whole.

    Then `error` says so: BackupDamaged or BackupObjectMissing.
    """

    key: BlobKey
    size: int
    error: StorageError | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """From one target, with the keys that `keyring` opens; what it has not whole, from the `others`.

    `shown` is its address without secrets, `away` are those of other places that did not answer.
    """

    target: BackupTarget
    keyring: Keyring
    workers: int = WORKERS
    shown: str = ""
    others: Sequence[Reading] = ()
    away: Sequence[str] = ()
    elsewhere: dict[str, str] = field(default_factory=dict)
    """What came from others: name of the object -> `shown` of the place."""

    def from_any(self, name: str, read: Callable[[Iterator[bytes]], T]) -> T:
        """What `read` makes of the pieces of an object: at the first place that has it whole.

        Raises as `pieces`: what was wrong at this place, where none has it.
        """
        fault: Exception | None = None
        for one in (self, *self.others):
            try:
                made = read(one.pieces(name))
            except NOT_HERE as error:
                fault = fault or error
                continue
            if one is not self:
                self.elsewhere[name] = one.shown
            return made
        raise fault or BackupObjectMissing(name=name)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The plain bytes of an object of this place; all of them are right once the last one is given.

        Raises BackupDamaged, BackupObjectMissing, KeyDoesNotOpen, errors of the target.
        """
        with self.target.open(name) as stored:
            yield from decrypted(stored.stream, stored.size, name, self.keyring.secret)

    def whole(self, name: str) -> bytes:
        """A small object. Raises as `from_any`."""
        return self.from_any(name, b"".join)

    def into_file(self, name: str, path: Path) -> None:
        """Write an object into a file of ours. Raises as `from_any`, OSError."""

        def written(pieces: Iterator[bytes]) -> None:
            with path.open("wb") as file:
                file.writelines(pieces)

        self.from_any(name, written)

    def into_store(self, store: BlobStore, space: str, wanted: Iterable[tuple[str, int]]) -> Iterator[Brought]:
        """Bring blobs (keys with sizes, sorted by key) into `store`, several at a time; what it has right stays.

        All are durable once the last is given. Errors other than those that `Brought` tells pass.
        """
        with store.bulk():
            missing = marked(store, wanted)
            yield from in_parallel(lambda one: self.bring(store, space, *one), missing, workers=self.workers)

    def bring(self, store: BlobStore, space: str, key: BlobKey, size: int, there: bool) -> Brought:  # noqa: FBT001
        """Bring one blob; `there`: the store has something at its address. Errors but those of `Brought` pass."""
        if there and verify(store, key).outcome is FixityOutcome.INTACT:
            return Brought(key, 0)  # read, for a run that a loss of power has ended has left sizes without bytes
        try:
            staged = self.staged(store, space, key, size)
        except (BackupDamaged, BackupObjectMissing) as error:
            return Brought(key, 0, error)
        store.replace(staged)  # whatever is there is wrong, and no other is asked for
        return Brought(key, size)

    def staged(self, store: BlobStore, space: str, key: BlobKey, size: int) -> StagedBlob:
        """The right bytes of a blob, durable in `store` but without an address yet. Raises as `from_any`."""
        name = object_name(space, key)

        def right(pieces: Iterator[bytes]) -> StagedBlob:
            staged = store.stage(_Pieces(pieces), size_hint=size)
            if (staged.key, staged.size) != (key, size):
                store.discard(staged)
                raise BackupDamaged(name=name, why="another_blob")
            return staged

        return self.from_any(name, right)

    def blob_is_right(self, space: str, key: BlobKey) -> bool:
        """Decrypt a blob to its end and compare it with its address. Raises as `pieces`."""
        digest = hashlib.sha256()
        for piece in self.pieces(object_name(space, key)):
            digest.update(piece)
        return digest.hexdigest() == key


class _Pieces:
    """Pieces as a stream: each `read` gives one of them, none at the end. A store asks for at least a piece."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given
