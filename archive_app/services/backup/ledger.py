"""The ledger of destructions beside the snapshots: the whole list each time, written when there is more of it.

So what was destroyed an hour ago does not come back with last night's snapshot. Whoever restores reads all lists that
there are and joins them: no order of clocks is relied on. The server, which cannot read them, knows from the seals how
many tombstones the fullest one holds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archive_app.db.engine import reading
from archive_app.db.models import Tombstone
from archive_app.db.revisions import current_revision
from archive_app.services.backup.destructions import collect, count_destroyed, destroyed_count
from archive_app.services.backup.putting import Putting, new_id
from storage.backup.errors import BackupDamaged
from storage.backup.layout import DESTRUCTIONS, LEDGER, MANIFEST, SNAPSHOTS
from storage.backup.seals import Seal, ledger_folder, read_seal, sealed_in
from storage.errors import StorageError

if TYPE_CHECKING:
    from archive_app.services.backup.ground import Ground
    from storage.backup.reading import Reading
    from storage.backup.target import BackupTarget

Destructions = dict[str, list[dict[str, Any]]]


def write_ledger(ground: Ground, target: BackupTarget) -> bool:
    """Write the list, unless the target has one as full; tells whether. Raises errors of the target."""
    with reading(ground.sessions) as session:
        if count_destroyed(session) <= fullest(target):
            return False
        destructions = collect(session)
    putting = Putting.begun(target, ground.recipients, ground.signer())
    entry = new_id(ground.clock())
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


def fullest(target: BackupTarget) -> int:
    """How many tombstones the fullest list of the ledger holds; a damaged seal counts as none."""
    most = 0
    for folder in sealed_in(target, LEDGER):
        try:
            most = max(most, read_seal(target, folder).destroyed)
        except BackupDamaged:
            continue  # the next list is written beside it; `verify` names it
    return most


def read_destructions(reading_: Reading) -> tuple[list[Destructions], list[StorageError]]:
    """All lists that can be read, of the ledger and of the snapshots, and what was wrong with the others.

    Of the lists of the ledger only the fullest ones are opened, and of the snapshots the fullest: each holds all
    that the emptier ones do. Where one is damaged, the next emptier one is.
    """
    lists: list[Destructions] = []
    faults: list[StorageError] = []
    for prefix, name in ((LEDGER, DESTRUCTIONS), (SNAPSHOTS, MANIFEST)):
        for folder, _ in _fullest_first(reading_.target, prefix, faults):
            try:
                found = json.loads(reading_.whole(folder + name))
            except StorageError as error:
                faults.append(error)
                continue
            lists.append(found["destructions"] if name == MANIFEST else found)
            break
    return lists, faults


def joined(lists: list[Destructions]) -> Destructions:
    """One list of all: of a row that stands in several, the one that says the most (a dated tombstone) wins."""
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for one in sorted(lists, key=destroyed_count):
        for table, found in one.items():
            rows.setdefault(table, {}).update({row["id"]: row for row in found})
    rows.setdefault(Tombstone.__tablename__, {})
    return {table: list(found.values()) for table, found in rows.items()}


def _fullest_first(target: BackupTarget, prefix: str, faults: list[StorageError]) -> list[tuple[str, Seal]]:
    seals = []
    for folder in sealed_in(target, prefix):
        try:
            seals.append((folder, read_seal(target, folder)))
        except StorageError as error:
            faults.append(error)
    return sorted(seals, key=lambda one: (one[1].destroyed, one[1].at), reverse=True)
