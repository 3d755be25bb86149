"""Snapshots that there are: listed, shown, verified, pruned."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import BackupRun, RunKind
from archive_app.errors import describe
from archive_app.i18n import translate
from archive_app.services.backup.finding import find_snapshot
from archive_app.services.backup.lease import lease
from archive_app.services.backup.leaving import OLDEST
from storage.backup.checking import Checking, Looked
from storage.backup.errors import BackupDamaged, SnapshotUnknown
from storage.backup.layout import LEDGER, SEAL, SNAPSHOTS
from storage.backup.pruning import NO_KEYS, KeysSeen, Pruned, damaged_in, prune
from storage.backup.rotation import Dated, kept
from storage.backup.seals import Seal, sealed_in, seals_in, snapshot_folder
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.services.backup.ground import Ground, Place
    from storage.backup.target import BackupTarget

TOLD_EVERY = 100
_LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)
KEYS_LEFT = "keys_left"
MOST_NAMED = 1000
"""Faults that the journal names; their number is told in any case, and the answer of the check has all."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A snapshot at a place. `damaged`: its seal is not as written. `kept`: why the rotation keeps it, if it does.

    Where a place does not answer, `code` and `message` say why, and nothing else is told.
    """

    place: str
    id: str = ""
    at: datetime.datetime | None = None
    blobs: int = 0
    blob_bytes: int = 0
    missing: int = 0
    destroyed: int = 0
    product: str = ""
    revision: str = ""
    database: str = ""
    kept: tuple[str, ...] = ()
    damaged: bool = False
    code: str | None = None
    message: str = ""


@dataclass
class Verified:
    """What a check of one place found. `objects` were looked at, `bytes` read; `ok` only if all of them are right."""

    place: str
    snapshots: list[str]
    objects: int = 0
    bytes: int = 0
    faults: list[Looked] = field(default_factory=list)
    code: str | None = None
    message: str = ""

    @property
    def ok(self) -> bool:
        """Whether everything was read and was as written, and there was something to read."""
        return not self.faults and self.code is None and bool(self.objects)


@dataclass(frozen=True, slots=True)
class PrunedPlace:
    """What pruning took away at a place, or would take away.

    `damaged` names seals and lists that are not as written: their snapshots stay, and with them every object.
    """

    place: str
    ok: bool
    kept: dict[str, tuple[str, ...]]
    gone: tuple[str, ...]
    objects: int = 0
    bytes: int = 0
    damaged: tuple[str, ...] = ()
    locked: int = 0
    """Objects that the place holds by a lock; they go with a later pruning."""
    keys: int = 0
    """Data keys that went."""
    looked: KeysSeen | None = None
    """What is left of them, where they were looked at."""
    oldest: datetime.datetime | None = None
    """When the oldest snapshot was taken that stays."""
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The use cases."""

    ground: Ground

    def listed(self) -> list[Listed]:
        """All snapshots of all places, oldest first; a place that is away hides no other. Raises BackupNotSetUp."""
        return [one for place in self.ground.require_places() for one in self._at(place)]

    def find(self, snapshot: str) -> tuple[Place, Seal]:
        """The place that has `snapshot` (`latest`: the newest of all), and its seal. Raises as `find_snapshot`."""
        return find_snapshot(self.ground.require_places(), snapshot, self.ground.clock())

    def verify(self, by: str, snapshot: str = "", tell: Callable[[int], None] = lambda _number: None) -> list[Verified]:
        """Read every byte of all snapshots, or of one, and of the ledger, at each place.

        Raises BackupNotSetUp; SnapshotUnknown where all places answer and none has it.
        """
        found = [self._verify(place, by, snapshot, tell) for place in self.ground.require_places()]
        told = [one for one in found if one.snapshots or one.code or not snapshot]  # one that is away proves nothing
        if not told:
            raise SnapshotUnknown(snapshot=snapshot[:100])
        return told

    def prune(self, by: str, *, pretend: bool = False, drop_damaged: bool = False) -> list[PrunedPlace]:
        """Take away what the rotation does not keep; with `drop_damaged` also snapshots whose seal is damaged.

        Raises BackupNotSetUp, BackupBusy.
        """
        places = self.ground.require_places()
        with lease(self.ground.sessions, self.ground.clock):
            return [self._prune(place, by, pretend=pretend, drop_damaged=drop_damaged) for place in places]

    def _at(self, place: Place) -> list[Listed]:
        try:
            with self.ground.opened(place) as target:
                seals = _seals(target)
        except StorageError as error:
            problem = describe(error)
            return [Listed(place.shown, code=problem.code, message=problem.message)]
        stay = self._kept([seal for seal in seals.values() if seal])
        found = [_listed(place, snapshot, seal, stay.get(snapshot, ())) for snapshot, seal in seals.items()]
        return sorted(found, key=lambda one: (one.at or _LONG_AGO, one.id))

    def _kept(self, seals: list[Seal]) -> dict[str, tuple[str, ...]]:
        ground = self.ground
        dated = [Dated(seal.id, seal.at) for seal in seals]
        return kept(dated, ground.rotation, now=ground.clock(), zone=ground.zone)

    def _verify(self, place: Place, by: str, snapshot: str, tell: Callable[[int], None]) -> Verified:
        ground = self.ground
        found, run = Verified(place.shown, []), 0
        try:
            with ground.opened(place) as target:
                folders = list(sealed_in(target, SNAPSHOTS))
                if snapshot:
                    folders = [folder for folder in folders if folder == snapshot_folder(snapshot)]
                    if not folders:
                        return found  # the journal would call it a failure of the place
                run = ground.begin(RunKind.VERIFY, place, by, snapshot or None)
                found.snapshots = [folder.split("/")[1] for folder in folders]
                ledger = [] if snapshot else list(sealed_in(target, LEDGER))
                self._look(target, [*folders, *ledger], found, tell)
        except StorageError as error:
            problem = describe(error)
            found.code, found.message = problem.code, problem.message
        run = run or ground.begin(RunKind.VERIFY, place, by, snapshot or None)
        faults = [{"name": one.name, "fault": str(one.fault), "why": one.why} for one in found.faults]
        told = {"objects": found.objects, "bytes": found.bytes, "faults": len(faults), "named": faults[:MOST_NAMED]}
        code = found.code or ("backup_damaged" if faults else None)
        ground.finish(run, ok=found.ok, code=code, message=found.message or _faults_words(found.faults), **told)
        return found

    def _look(self, target: BackupTarget, folders: list[str], found: Verified, tell: Callable[[int], None]) -> None:
        """Each object once, however many snapshots it belongs to."""
        checking = Checking(target, trusted=frozenset({self.ground.signer().public}))
        seen: set[str] = set()
        for folder in folders:
            for one in checking.folder(folder, passing=seen):
                found.objects += 1
                found.bytes += one.size
                if one.fault is not None:
                    found.faults.append(one)
                if found.objects % TOLD_EVERY == 0:
                    tell(found.objects)

    def _prune(self, place: Place, by: str, *, pretend: bool, drop_damaged: bool) -> PrunedPlace:
        ground = self.ground
        run = None if pretend else ground.begin(RunKind.PRUNE, place, by)
        try:
            with ground.opened(place) as target:
                done = self._pruned(place, target, pretend=pretend, drop_damaged=drop_damaged)
        except StorageError as error:
            problem = describe(error)
            done = PrunedPlace(place.shown, ok=False, kept={}, gone=(), code=problem.code, message=problem.message)
        if run is not None:
            told = {"objects": done.objects, "bytes": done.bytes, "damaged": list(done.damaged), "locked": done.locked}
            facts = {"gone": list(done.gone), "kept": len(done.kept), "message": done.message}
            if done.looked is not None:
                facts |= {"keys": done.keys, KEYS_LEFT: done.looked.left, "keys_useless": sorted(done.looked.useless)}
            if not done.locked:  # then something that is older may still be there
                facts[OLDEST] = done.oldest.isoformat() if done.oldest else None
            ground.finish(run, ok=done.ok, code=done.code, **facts, **told)
        return done

    def _keys_seen(self, place: Place) -> KeysSeen:
        """What the last look at its data keys told."""
        here = BackupRun.place == place.shown, BackupRun.kind == RunKind.PRUNE
        looked = BackupRun.facts[KEYS_LEFT].as_integer().is_not(None)
        last = select(BackupRun.facts).where(*here, looked).order_by(BackupRun.id.desc()).limit(1)
        with reading(self.ground.sessions) as session:
            facts = session.scalar(last)
        return KeysSeen(facts[KEYS_LEFT], frozenset(facts["keys_useless"])) if facts else NO_KEYS

    def _pruned(self, place: Place, target: BackupTarget, *, pretend: bool, drop_damaged: bool) -> PrunedPlace:
        seals = _seals(target)
        damaged = damaged_in(target, map(snapshot_folder, seals))
        unknown = {folder.split("/")[1] for folder in damaged}
        # a damaged snapshot is not the one that is kept of its day: a whole one of the same day stays for it
        stay = self._kept([seal for snapshot, seal in seals.items() if seal and snapshot not in unknown])
        gone = sorted(seals.keys() - stay.keys() - (set() if drop_damaged else unknown))
        named = () if drop_damaged else tuple(damaged.values())
        seen = self._keys_seen(place)
        pruned = Pruned(len(gone), 0, 0, named) if pretend else prune(target, gone, seen=seen)
        problem = describe(BackupDamaged(name=pruned.damaged[0], why="signature")) if pruned.damaged else None
        return PrunedPlace(
            place=place.shown,
            ok=problem is None,
            kept=stay,
            gone=tuple(one for one in gone if snapshot_folder(one) + SEAL not in pruned.locked),
            locked=len(pruned.locked),
            keys=pruned.keys,
            looked=pruned.looked,
            objects=pruned.objects,
            bytes=pruned.bytes,
            damaged=pruned.damaged,
            oldest=min((seal.at for seal in seals.values() if seal and seal.id in stay), default=None),
            code=problem.code if problem else None,
            message=problem.message if problem else "",
        )


def _faults_words(faults: list[Looked]) -> str:
    """How many, the first, and what becomes of those that the journal does not name."""
    if not faults:
        return ""
    words = translate("damaged, missing or not read: {n}; the first: {name}", n=len(faults), name=faults[0].name)
    if len(faults) <= MOST_NAMED:
        return words
    more = translate(
        "not named here: {n}, so the next backup reads every object of the place before it relies on it",
        n=len(faults) - MOST_NAMED,
    )
    return f"{words}; {more}"


def _seals(target: BackupTarget) -> dict[str, Seal | None]:
    return {folder.split("/")[1]: seal for folder, seal in seals_in(target, SNAPSHOTS)}


def _listed(place: Place, snapshot: str, seal: Seal | None, why: tuple[str, ...]) -> Listed:
    if seal is None:
        return Listed(place.shown, snapshot, damaged=True)
    return Listed(
        place=place.shown,
        id=snapshot,
        at=seal.at,
        blobs=seal.blobs,
        blob_bytes=seal.blob_bytes,
        missing=seal.missing,
        destroyed=seal.destroyed,
        product=seal.product,
        revision=seal.revision,
        database=seal.database,
        kept=why,
    )
