"""What every use case of backups stands on."""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.db.models import BackupRun, RunKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.backup.errors import BackupNotSetUp
from storage.backup.errors import BackupNotThere
from storage.backup.target import closing_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from storage.backup.rotation import Rotation
    from storage.backup.seals import Signer
    from storage.backup.target import BackupTarget
    from storage.protocol import BlobStore

DRAFTS_KEPT = datetime.timedelta(days=1)
"""Older ones are of runs that died."""
INCOMPLETE = "snapshot_incomplete"
"""Code of a run that came to its end and found something wanting; its facts say what (`book.py` has the words)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A target of backups. `shown` is its address without secrets, by which the journal knows it."""

    shown: str
    make: Callable[[], BackupTarget] = field(repr=False)
    """Knows secrets. Another process can be told it."""
    held: datetime.timedelta = datetime.timedelta()
    """So long each snapshot is locked there at least, and twice as long at most."""
    local: bool = False
    """Whether it is a folder of this machine."""

    def opened(self) -> AbstractContextManager[BackupTarget]:
        """The target; closed at the end."""
        return closing_target(self.make())


@dataclass(frozen=True, slots=True)
class Ground:
    """`settings` are those told in the manifest, without secrets; `home_files` gives small files of the home folder."""

    database: Engine
    sessions: sessionmaker[Session]
    store: BlobStore
    clock: Callable[[], datetime.datetime]
    places: Sequence[Place]
    recipients: Sequence[str]
    signer: Callable[[], Signer]
    rotation: Rotation
    zone: ZoneInfo
    work: Path
    product: str
    settings: Mapping[str, Any]
    home_files: Callable[[], Mapping[str, str]]

    def require_places(self) -> Sequence[Place]:
        """All places. Raises BackupNotSetUp."""
        if not self.places or not self.recipients:
            raise BackupNotSetUp
        return self.places

    @contextmanager
    def opened(self, place: Place) -> Iterator[BackupTarget]:
        """A target that backups were written to before. Raises BackupNotThere, BackupDamaged."""
        with place.opened() as target:
            target.require()
            yield target

    @contextmanager
    def prepared(self, place: Place) -> Iterator[BackupTarget]:
        """A target to write to: made at the first backup, and never again. A disk that is away is not replaced."""
        with place.opened() as target:
            try:
                target.require()
            except BackupNotThere:
                if self._used_before(place):
                    raise
                target.prepare()
            target.require_locks()
            target.sweep(DRAFTS_KEPT)
            yield target

    def begin(self, kind: RunKind, place: Place, by: str, snapshot: str | None = None) -> int:
        """Write the beginning of a run into the journal; its number."""
        run = BackupRun(kind=kind, place=place.shown, snapshot=snapshot, started_at=self.clock(), facts={}, by=by)
        with self.sessions.begin() as session:
            session.add(run)
        return run.id

    def name_snapshot(self, run_id: int, snapshot: str) -> None:
        """Write what a run is about, where that was not known in its beginning."""
        with UnitOfWork(self.sessions) as uow:
            uow.session.get_one(BackupRun, run_id).snapshot = snapshot
            uow.commit()

    def finish(self, run_id: int, *, ok: bool, code: str | None = None, **facts: object) -> None:
        """Write the end of a run, and its event."""
        with UnitOfWork(self.sessions) as uow:
            run = uow.session.get_one(BackupRun, run_id)
            run.finished_at, run.ok, run.code, run.facts = self.clock(), ok, code, facts
            trail = AuditTrail(uow, actor=run.by, now=self.clock)
            tag = EVENTS[run.kind]
            trail.record(tag, ObjectRef("backup", run.snapshot or "-"), place=run.place, ok=ok, code=code or "")
            uow.commit()

    def _used_before(self, place: Place) -> bool:
        query = BackupRun.place == place.shown, BackupRun.ok.is_(True)
        with self.sessions() as session:
            return session.query(BackupRun.id).filter(*query).first() is not None


EVENTS = {
    RunKind.BACKUP: "backup:snapshot:take",
    RunKind.LEDGER: "backup:ledger:write",
    RunKind.VERIFY: "backup:snapshot:verify",
    RunKind.PRUNE: "backup:snapshot:prune",
    RunKind.RESTORE: "backup:snapshot:restore",
    RunKind.DRILL: "backup:drill:run",
    RunKind.FIXITY: "fixity:store:check",
    RunKind.REPAIR: "fixity:store:repair",
}
"""Kind of a run -> tag of its event."""
