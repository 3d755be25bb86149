"""Taking a snapshot: one copy of the database, then to each place the blobs that it has not, and last the seal."""

from __future__ import annotations

import datetime
import json
import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import func, select

from archive_app.db.engine import reading
from archive_app.db.models import BackupRun, Blob, BlobState, RunKind
from archive_app.db.revisions import current_revision
from archive_app.errors import describe
from archive_app.logs import log
from archive_app.services.backup.database_copy import copy_database
from archive_app.services.backup.destructions import destroyed_count
from archive_app.services.backup.ground import INCOMPLETE
from archive_app.services.backup.lease import lease
from archive_app.services.backup.ledger import write_ledger
from archive_app.services.backup.putting import Putting, new_id
from archive_app.services.scratch import scratch_folder, sweep_scratch
from storage.backup.checking import Fault
from storage.backup.copying import Copied, Copying, CopyState
from storage.backup.layout import BLOBS, DATABASE, MANIFEST
from storage.backup.seals import FORMAT, Seal, snapshot_folder
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from archive_app.services.backup.database_copy import DatabaseCopy
    from archive_app.services.backup.ground import Ground, Place

TOLD_EVERY = 100
DESTROYED = "destroyed"
EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""From where the times are counted in each of which locks are lengthened, and sizes asked for, once."""
SIZES_EVERY = datetime.timedelta(days=7)
"""So often a snapshot asks for the sizes of what is at a place, most of its time in a big archive; names each time."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a snapshot at one place. `ok` only where all of it is there.

    `copied` blobs of `copied_bytes` went there now, `there` were there before; `rotten` and `lost` hold their SHA-256;
    `code` and `message` say why a place failed.
    """

    place: str
    snapshot: str
    ok: bool
    copied: int = 0
    copied_bytes: int = 0
    there: int = 0
    rotten: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    destroyed_meanwhile: int = 0
    seconds: float = 0.0
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a snapshot tells, at every place the same. `revision` is that of the schema."""

    snapshot: str
    at: datetime.datetime
    revision: str
    copy: DatabaseCopy
    home: Mapping[str, str]


class Doubts(TypedDict):
    """Of a place; see `Copying`."""

    doubted: frozenset[str]
    unnamed: bool


@dataclass(slots=True)
class _Tally:
    """What is wanted, and what became of those that the place had not."""

    wanted: int = 0
    wanted_bytes: int = 0
    faulty_bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0
    gone: list[str] = field(default_factory=list)
    rotten: list[str] = field(default_factory=list)

    def add(self, one: Copied) -> None:
        if not one.saved:
            self.faulty_bytes += one.size
            (self.gone if one.state is CopyState.GONE else self.rotten).append(str(one.key))
        elif one.state is CopyState.COPIED:
            self.copied += 1
            self.copied_bytes += one.size

    @property
    def blobs(self) -> int:
        return self.wanted - len(self.gone) - len(self.rotten)

    @property
    def bytes(self) -> int:
        return self.wanted_bytes - self.faulty_bytes


@dataclass(frozen=True, slots=True)
class Taking:
    """The use case."""

    ground: Ground

    def run(self, by: str, tell: Callable[[int], None] = lambda _number: None) -> list[Taken]:
        """Take one snapshot to all places; a place that fails does not keep the others from theirs.

        `tell` is told now and then how many blobs were looked at. Raises BackupNotSetUp, BackupBusy, BadRecipient,
        DumpFailed: then there is no snapshot anywhere.
        """
        ground = self.ground
        places = ground.require_places()
        with lease(ground.sessions, ground.clock), scratch_folder(ground.work) as folder:
            sweep_scratch(ground.work)  # a copy of the database that a killed run has left
            at = ground.clock()
            snapshot = new_id(at)
            ground.signer()  # its key is among the files of the home folder: it is made with the first backup
            home = ground.home_files()  # before the copy: a published head is never ahead of the journal
            runs = [(place, ground.begin(RunKind.BACKUP, place, by, snapshot)) for place in places]
            try:
                copy = copy_database(ground.database, folder)
            except Exception as error:
                for _, run in runs:
                    ground.finish(run, ok=False, code=describe(error).code)
                raise
            told = Told(snapshot, at, str(current_revision(ground.database)), copy, home)
            return [self._at(place, run, told, tell) for place, run in runs]

    def _at(self, place: Place, run: int, told: Told, tell: Callable[[int], None]) -> Taken:
        try:
            taken = self._take(place, told, tell)
        except (StorageError, OSError) as error:
            log.warning("backup failed", place=place.shown, error=str(error))
            problem = describe(error)
            self.ground.finish(run, ok=False, code=problem.code, message=problem.message)
            return Taken(place.shown, told.snapshot, ok=False, code=problem.code, message=problem.message)
        facts = {"copied": taken.copied, "copied_bytes": taken.copied_bytes, "there": taken.there}
        faults = {"rotten": list(taken.rotten), "lost": list(taken.lost)}
        code = None if taken.ok else INCOMPLETE
        self.ground.finish(run, ok=taken.ok, code=code, seconds=taken.seconds, **facts, **faults)
        return taken

    def _take(self, place: Place, told: Told, tell: Callable[[int], None]) -> Taken:
        ground = self.ground
        began = time.monotonic()
        with ground.prepared(place) as target:
            putting = Putting.begun(target, ground.recipients, ground.signer())
            sizes, hold = self._due(place, SIZES_EVERY), bool(place.held) and self._due(place, place.held)
            doubts = self._doubts(place)
            copying = Copying(ground.store, target, putting.key, putting.space, sizes=sizes, hold=hold, **doubts)
            tally = _Tally()
            for one in copying.run(_wanted(told.copy.blobs, tally, tell)):
                tally.add(one)
            listed = _saved(told.copy.blobs, {*tally.gone, *tally.rotten})
            destroyed = self._destroyed(tally.gone)
            self._seal(putting, told, listed, tally, destroyed)
            write_ledger(ground, target)
        lost = tuple(sorted(set(tally.gone) - destroyed))
        return Taken(
            place=place.shown,
            snapshot=told.snapshot,
            ok=not lost and not tally.rotten,
            copied=tally.copied,
            copied_bytes=tally.copied_bytes,
            there=tally.blobs - tally.copied,
            rotten=tuple(tally.rotten),
            lost=lost,
            destroyed_meanwhile=len(destroyed),
            seconds=time.monotonic() - began,
        )

    def _doubts(self, place: Place) -> Doubts:
        """What checks have found damaged since the last whole backup began: it has the right size, and is no copy."""
        here = BackupRun.place == place.shown
        whole = here, BackupRun.kind == RunKind.BACKUP, BackupRun.ok.is_(True)
        checked = here, BackupRun.kind == RunKind.VERIFY, BackupRun.ok.is_(False)
        with reading(self.ground.sessions) as session:
            last = session.scalar(select(func.max(BackupRun.started_at)).where(*whole)) or EPOCH
            since = session.scalars(select(BackupRun.facts).where(*checked, BackupRun.finished_at >= last)).all()
        named = (one for facts in since for one in facts.get("named", ()))
        unnamed = any(facts.get("faults", 0) > len(facts.get("named", ())) for facts in since)
        return Doubts(
            doubted=frozenset(one["name"] for one in named if one["fault"] != Fault.NOT_CHECKED), unnamed=unnamed
        )

    def _due(self, place: Place, every: datetime.timedelta) -> bool:
        """Whether another time of the length `every` has begun since the last whole backup there began."""
        whole = BackupRun.place == place.shown, BackupRun.kind == RunKind.BACKUP, BackupRun.ok.is_(True)
        with reading(self.ground.sessions) as session:
            last = session.scalar(select(func.max(BackupRun.started_at)).where(*whole))
        return last is None or (last - EPOCH) // every != (self.ground.clock() - EPOCH) // every

    def _seal(self, putting: Putting, told: Told, listed: Path, tally: _Tally, destroyed: Collection[str]) -> None:
        """The files beside the seal, and last the seal."""
        folder = snapshot_folder(told.snapshot)
        missing = _missing(tally, destroyed)
        manifest = self._manifest(told, tally, missing)
        files = {
            BLOBS: putting.plain_file(folder + BLOBS, listed),
            DATABASE: putting.file(folder + DATABASE, told.copy.packed),
            MANIFEST: putting.whole(folder + MANIFEST, json.dumps(manifest, ensure_ascii=False).encode()),
        }
        seal = Seal(
            id=told.snapshot,
            at=told.at,
            product=self.ground.product,
            revision=told.revision,
            database=told.copy.kind,
            space=putting.space,
            key=putting.key.id,
            files=files,
            blobs=tally.blobs,
            blob_bytes=tally.bytes,
            missing=sum(one["why"] != DESTROYED for one in missing),
            destroyed=destroyed_count(told.copy.destructions),
        )
        putting.seal(folder, seal)

    def _destroyed(self, gone: Collection[str]) -> set[str]:
        """Those of `gone` that an act destroys since the copy of the database was made: the living database knows."""
        found: set[str] = set()
        ordered = sorted(gone)
        going = Blob.state.in_((BlobState.DESTROYING, BlobState.DESTROYED))
        with reading(self.ground.sessions) as session:
            for start in range(0, len(ordered), 500):
                query = select(Blob.sha256).where(Blob.sha256.in_(ordered[start : start + 500]), going)
                found |= set(session.scalars(query))
        return found

    def _manifest(self, told: Told, tally: _Tally, missing: list[dict[str, str]]) -> dict[str, Any]:
        copy = told.copy
        return {
            "format": FORMAT,
            "id": told.snapshot,
            "at": told.at.isoformat(),
            "product": self.ground.product,
            "revision": told.revision,
            "database": copy.kind,
            "counts": dict(copy.counts),
            "blobs": {"count": tally.blobs, "bytes": tally.bytes},
            "missing": missing,
            "audit": {"seq": copy.head.seq, "hash": copy.head.hash},
            "settings": dict(self.ground.settings),
            "home": dict(told.home),
            "destructions": copy.destructions,
        }


def _missing(tally: _Tally, destroyed: Collection[str]) -> list[dict[str, str]]:
    gone = [{"sha256": one, "why": DESTROYED if one in destroyed else "lost"} for one in tally.gone]
    return [*gone, *({"sha256": one, "why": "rotten"} for one in tally.rotten)]


def _wanted(path: Path, tally: _Tally, tell: Callable[[int], None]) -> Iterator[tuple[str, int]]:
    """The blobs of a list of ours, counted as they are taken."""
    with path.open(encoding="ascii") as file:
        while lines := list(islice(file, TOLD_EVERY)):
            blobs = [(sha256, int(size)) for sha256, size in map(str.split, lines)]
            tally.wanted += len(blobs)
            tally.wanted_bytes += sum(size for _, size in blobs)
            tell(tally.wanted)
            yield from blobs


def _saved(path: Path, faulty: Collection[str]) -> Path:
    """A list without the `faulty`; the list itself where there are none."""
    if not faulty:
        return path
    saved = path.with_name("saved.txt")
    with path.open(encoding="ascii") as whole, saved.open("w", encoding="ascii") as file:
        file.writelines(line for line in whole if line.partition(" ")[0] not in faulty)
    return saved
