"""The ledger of destructions beside the snapshots: the whole list each time, written when there is more of it.

So what was destroyed an hour ago does not come back with last night's snapshot. Whoever restores reads all lists that
there are: no order of clocks is relied on. The server, which cannot read them, knows its own by a mark in the name.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archive_app.db.engine import reading
from archive_app.db.revisions import current_revision
from archive_app.services.backup.destructions import collect, destroyed_count, mark_of_destroyed
from archive_app.services.backup.putting import Putting, new_id
from storage.backup.data_keys import space_of
from storage.backup.errors import BackupDamaged, KeyDoesNotOpen
from storage.backup.layout import DESTRUCTIONS, LEDGER, MANIFEST, SNAPSHOTS
from storage.backup.seals import Seal, ledger_folder, read_seal, sealed_in
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.services.backup.ground import Ground
    from storage.backup.reading import Reading
    from storage.backup.target import BackupTarget

Destructions = dict[str, list[dict[str, Any]]]


def write_ledger(ground: Ground, target: BackupTarget) -> bool:
    """Write the list, unless the target has this very one; tells whether. Raises errors of the target."""
    with reading(ground.sessions) as session:
        number, mark = mark_of_destroyed(session)
        if not number or _has(target, number, mark, space_of(ground.recipients)):
            return False
        destructions = collect(session)
    putting = Putting.begun(target, ground.recipients, ground.signer())
    entry = new_id(ground.clock(), mark)
    folder = ledger_folder(entry)
    data = json.dumps(destructions, ensure_ascii=False).encode()
    seal = Seal(
        id=entry,
        at=ground.clock(),
        product=ground.product,
        revision=str(current_revision(ground.database)),
        database=ground.database.dialect.name,
        space=putting.space,
        key=putting.key.id,
        files={DESTRUCTIONS: putting.whole(folder + DESTRUCTIONS, data)},
        destroyed=destroyed_count(destructions),
    )
    putting.seal(folder, seal)
    return True


def _has(target: BackupTarget, number: int, mark: str, space: str) -> bool:
    """Whether the ledger holds the list, for those who read now. One that is damaged is none; `verify` names it."""
    for folder in sealed_in(target, LEDGER):
        if not folder.endswith(f"-{mark}/"):
            continue
        try:
            seal = read_seal(target, folder)
        except BackupDamaged:
            continue
        if (seal.destroyed, seal.space) == (number, space):
            return True
    return False


def read_destructions(source: Reading, faults: list[StorageError]) -> Iterator[Destructions]:
    """All lists of the ledgers, one at a time, the fullest first, then the fullest of the snapshots.

    The same list is read once, at whichever place has it whole. What was wrong with others is added to `faults`. A
    fuller list need not hold what an emptier one does: after a restore to an older point destroying goes on from there.
    Only one that no key given opens, as of former recipients, is passed over where a fuller one was read.
    """
    read: set[str] = set()
    wrong: dict[str, StorageError] = {}
    for one in (source, *source.others):
        yield from _of_ledger(one, read, wrong)
    faults += [error for folder, error in wrong.items() if _mark(folder) not in read]
    damaged: dict[str, StorageError] = {}
    for folder in _fullest_first(source.target, SNAPSHOTS, damaged):
        try:
            manifest = json.loads(source.whole(folder + MANIFEST))
        except StorageError as error:
            damaged[folder] = error
            continue
        yield manifest["destructions"]
        break
    faults += damaged.values()


def _of_ledger(source: Reading, read: set[str], wrong: dict[str, StorageError]) -> Iterator[Destructions]:
    """Those of one place whose marks are not in `read` yet; adds them there, and to `wrong` what cannot be read."""
    for folder in _fullest_first(source.target, LEDGER, wrong):
        if (mark := _mark(folder)) in read:
            continue
        try:
            found = json.loads(source.whole(folder + DESTRUCTIONS))
        except KeyDoesNotOpen as error:
            wrong |= {} if read else {folder: error}
            continue
        except StorageError as error:
            wrong[folder] = error
            continue
        read.add(mark)
        yield found


def _mark(folder: str) -> str:
    """By which lists are told apart, of `ledger/TIME-MARK/`."""
    return folder.strip("/").rpartition("-")[2]


def _fullest_first(target: BackupTarget, prefix: str, wrong: dict[str, StorageError]) -> list[str]:
    seals = []
    try:
        for folder in sealed_in(target, prefix):
            try:
                seals.append((folder, read_seal(target, folder)))
            except StorageError as error:
                wrong[folder] = error
    except StorageError as error:
        wrong[prefix] = error
    ordered = sorted(seals, key=lambda one: (one[1].destroyed, one[1].at), reverse=True)
    return [folder for folder, _ in ordered]
