"""A backup, pruning, restore, drill or check of fixity that kills itself with SIGKILL at a chosen stage.

`python -m tests.drill.mortal_backup STAGE ARGUMENT…` runs `archive ARGUMENT…` until it dies. STAGE is a key of `STAGES`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from archive_app.db.models import RunKind
from archive_app.entrypoints.cli.main import main
from archive_app.services.backup import restoring, taking
from archive_app.services.backup.drill import Drill
from archive_app.services.backup.drill_checks import Scratch
from archive_app.services.backup.ground import Ground
from archive_app.services.backup.keeping import Keeping
from archive_app.services.backup.putting import Putting
from archive_app.services.fixity import checking
from archive_app.services.fixity.looks import Looks
from archive_app.services.indexing import Indexing
from storage.backup import pruning
from storage.backup.local_target import LocalTarget
from storage.backup.porters import Porters
from storage.backup.s3_target import S3Target
from storage.local import LocalBlobStore
from storage.s3 import S3BlobStore
from tests.drill.mortal_process import die

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TARGETS = LocalTarget, S3Target
STORES = LocalBlobStore, S3BlobStore


def _replace(owner: Any, *names: str) -> Callable[[], None]:
    def install() -> None:
        for name in names:
            setattr(owner, name, die)

    return install


def _at_call(owners: Iterable[Any], name: str, number: int) -> Callable[[], None]:
    """Die instead of the call of that number, from 1; of `owners` an archive has one."""

    def install() -> None:
        calls = iter(range(1, number))
        for owner in owners:
            setattr(owner, name, _counted(getattr(owner, name), calls))

    return install


def _counted(whole: Callable[..., Any], calls: Iterator[int]) -> Callable[..., Any]:
    return lambda *arguments, **named: whole(*arguments, **named) if next(calls, None) else die()


def _in_finish_of(kind: RunKind) -> Callable[[], None]:
    def install() -> None:
        whole = Ground.begin

        def begin(self: Ground, what: RunKind, *arguments: Any, **named: Any) -> int:
            if what is kind:
                die()
            return whole(self, what, *arguments, **named)

        Ground.begin = begin  # type: ignore[method-assign, assignment]

    return install


def _fixity() -> None:
    """Every blob is a batch of its own; die before the third is written down."""
    checking.BATCH = 1
    _at_call([Looks], "write", 3)()


class _All(frozenset[str]):
    def __contains__(self, _name: object) -> bool:
        return True


def _key() -> None:
    """Of three snapshots two go: their seals, six files, and then a key that nothing has needed for long."""
    pruning.KEYS_AT_ONCE = 1
    Keeping._keys_seen = lambda _self, _place: pruning.KeysSeen(0, _All())  # type: ignore[method-assign, assignment]
    _at_call(TARGETS, "remove", 9)()


STAGES: dict[str, Callable[[], None]] = {
    "backup: before the copy of the database": _replace(taking, "copy_database"),
    "backup: between two blobs": _at_call(TARGETS, "put", 3),
    "backup: before the seal": _replace(Putting, "seal"),
    "backup: before the ledger": _replace(taking, "write_ledger"),
    "prune: before the first seal goes": _at_call(TARGETS, "remove", 1),
    "prune: between seals and files": _at_call(TARGETS, "remove", 2),
    "prune: before the sweep of objects": _replace(pruning, "_sweep"),
    "prune: before a key goes": _key,
    "restore: before the database": _replace(restoring, "_put_sqlite", "_put_postgresql"),
    "restore: after the database": _replace(restoring, "_counted_otherwise"),
    "restore: between two blobs": _at_call(STORES, "replace", 2),
    "restore: before the index": _replace(Indexing, "rebuild"),
    "drill: between two blobs": _at_call(STORES, "replace", 2),
    "drill: before the checks": _replace(Scratch, "examined"),
    "drill: before its journal": _replace(Drill, "_written"),
    "restore: before the journal": _in_finish_of(RunKind.RESTORE),
    "fixity: between two blobs": _fixity,
    "many blobs: between two batches": _at_call([Porters], "_answer", 4),
}


if __name__ == "__main__":
    STAGES[sys.argv[1]]()
    main(sys.argv[2:])
