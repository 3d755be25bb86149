"""Repair: what was found wrong or missing is brought from a good copy; the bad one is kept aside, never thrown away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.db.engine import reading
from archive_app.db.models import BackupRun, Blob, BlobFixity, BlobState, FixityFinding, RunKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import describe
from archive_app.services.backup.lease import lease
from archive_app.services.fixity.checking import LEASE
from archive_app.services.fixity.copies import opened_copies
from archive_app.services.fixity.errors import FixityBusy, NoGoodCopy
from storage.errors import StorageError
from storage.fixity import FixityOutcome, verify
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyrage

    from archive_app.services.backup.ground import Ground
    from archive_app.services.fixity.copies import Copies, Replica
    from archive_app.services.fixity.quarantine import Quarantine
    from storage.protocol import StagedBlob

DAMAGE = (FixityFinding.WRONG_BYTES, FixityFinding.MISSING)


@dataclass(frozen=True, slots=True)
class Repaired:
    """One blob. `source` is where the good copy came from, `aside` the file of the bad one; `code` says what failed.

    `destroyed`: an act came first, and there is nothing to repair.
    """

    sha256: str
    ok: bool
    source: str = ""
    aside: str = ""
    destroyed: bool = False
    code: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Repairing:
    """The use case. `place` is the store's address without secrets."""

    ground: Ground
    place: str
    quarantine: Quarantine

    def run(
        self, by: str, identities: Sequence[pyrage.x25519.Identity], replicas: Sequence[Replica] = ()
    ) -> list[Repaired]:
        """Repair all that checks have found. Raises NoGoodCopies, FixityBusy; errors of places that do not answer."""
        ground = self.ground
        with lease(ground.sessions, ground.clock, LEASE, FixityBusy):
            found = self._found()
            if not found:
                return []
            with opened_copies(ground, identities, replicas) as copies:
                run = self._begun(by)
                done = [self._repaired(key, size, copies, by, run) for key, size in found]
        failed = next((one.code for one in done if not one.ok), None)
        told = [{"sha256": one.sha256, "ok": one.ok, "source": one.source, "aside": one.aside} for one in done]
        ground.finish(run, ok=failed is None, code=failed, repaired=told)
        return done

    def _found(self) -> list[tuple[BlobKey, int]]:
        query = (
            select(BlobFixity.sha256, Blob.size)
            .join(Blob, Blob.sha256 == BlobFixity.sha256)
            .where(BlobFixity.finding.in_(DAMAGE), Blob.state == BlobState.PRESENT)
            .order_by(BlobFixity.sha256)
        )
        with reading(self.ground.sessions) as session:
            return [(BlobKey(sha256), size) for sha256, size in session.execute(query)]

    def _begun(self, by: str) -> int:
        run = BackupRun(kind=RunKind.REPAIR, place=self.place, started_at=self.ground.clock(), facts={}, by=by)
        with self.ground.sessions.begin() as session:
            session.add(run)
        return run.id

    def _repaired(self, key: BlobKey, size: int, copies: Sequence[Copies], by: str, run: int) -> Repaired:
        """One blob, never an exception: the others are to be repaired as well."""
        try:
            before = verify(self.ground.store, key)
            if before.outcome is FixityOutcome.INTACT:
                return self._put(Repaired(str(key), ok=True), None, by, run)
            source, staged = self._fetched(key, size, copies)
            return self._put(Repaired(str(key), ok=True, source=source), staged, by, run)
        except (StorageError, NoGoodCopy) as error:
            problem = describe(error)
            return Repaired(str(key), ok=False, code=problem.code, message=problem.message)

    def _fetched(self, key: BlobKey, size: int, copies: Sequence[Copies]) -> tuple[str, StagedBlob]:
        tried = []
        for one in copies:
            try:
                return one.shown, one.staged(self.ground.store, key, size)
            except StorageError as error:
                tried.append(f"{one.shown}: {describe(error).message}")
        raise NoGoodCopy(blob=key, tried="; ".join(tried))

    def _put(self, done: Repaired, staged: StagedBlob | None, by: str, run: int) -> Repaired:
        """Under the lock of the row: an act that destroys these bytes waits, or came first. Raises StorageError."""
        store, key = self.ground.store, BlobKey(done.sha256)
        with UnitOfWork(self.ground.sessions) as uow:
            blob = uow.session.scalars(select(Blob).where(Blob.sha256 == done.sha256).with_for_update()).one()
            if blob.state is not BlobState.PRESENT:
                if staged is not None:
                    store.discard(staged)
                return replace(done, source="", destroyed=True)
            if staged is not None:
                if store.exists(key):
                    aside = self.quarantine.keep(store, key, self.ground.clock())
                    done = replace(done, aside=aside.name)
                store.replace(staged)
            after = verify(store, key)
            if after.outcome is not FixityOutcome.INTACT:
                raise NoGoodCopy(blob=key, tried=f"{done.source}: {after.outcome.value}")
            self._note(uow, done, by, run)
            uow.commit()
        return done

    def _note(self, uow: UnitOfWork, done: Repaired, by: str, run: int) -> None:
        now = self.ground.clock()
        row = uow.session.get_one(BlobFixity, done.sha256)
        row.finding, row.reason, row.checked_at, row.proven_at = None, None, now, now
        if done.source:
            AuditTrail(uow, actor=by, now=self.ground.clock).record(
                "fixity:blob:repair", ObjectRef("blob", done.sha256), source=done.source, aside=done.aside, run=run
            )
