"""Bytes that nobody knows: what an act had destroyed goes for good, anything else is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.db.engine import reading
from archive_app.db.models import Blob, BlobFixity, BlobState, FixityFinding
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import describe
from archive_app.services.backup.lease import lease
from archive_app.services.fixity.checking import LEASE
from archive_app.services.fixity.errors import FixityBusy
from archive_app.services.fixity.looks import KNOWN
from archive_app.services.fixity.repairing import Repaired
from storage.errors import StorageError
from storage.keys import BlobKey

if TYPE_CHECKING:
    from archive_app.services.backup.ground import Ground
    from archive_app.services.fixity.quarantine import Quarantine

RUBBISH = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Clearing:
    """The use case."""

    ground: Ground
    quarantine: Quarantine

    def run(self, by: str) -> list[Repaired]:
        """Clear all that checks have found unknown. Raises FixityBusy."""
        with lease(self.ground.sessions, self.ground.clock, LEASE, FixityBusy):
            with reading(self.ground.sessions) as session:
                query = select(BlobFixity.sha256).where(BlobFixity.finding == FixityFinding.UNKNOWN)
                found = session.scalars(query.order_by(BlobFixity.sha256)).all()
            return [self._cleared(BlobKey(sha256), by) for sha256 in found]

    def _cleared(self, key: BlobKey, by: str) -> Repaired:
        try:
            with UnitOfWork(self.ground.sessions) as uow:
                aside = self._clear(uow, key, by)
                uow.session.execute(delete(BlobFixity).where(BlobFixity.sha256 == str(key)))
                uow.commit()
        except IntegrityError:
            return Repaired(str(key), ok=True)  # somebody has filed these very bytes meanwhile: they are known now
        except StorageError as error:
            problem = describe(error)
            return Repaired(str(key), ok=False, code=problem.code, message=problem.message)
        return Repaired(str(key), ok=True, aside=aside)

    def _clear(self, uow: UnitOfWork, key: BlobKey, by: str) -> str:
        """The name of the file set aside, if any. Raises StorageError, IntegrityError."""
        store = self.ground.store
        query = select(Blob.state).where(Blob.sha256 == str(key)).with_for_update()
        state = uow.session.scalar(query)
        if state in KNOWN or not store.exists(key):
            return ""
        if state is None:
            self._take(uow, key)
        aside = "" if state else self.quarantine.keep(store, key, self.ground.clock()).name
        store.remove(key)
        tag = "fixity:blob:remove" if state else "fixity:blob:set_aside"
        AuditTrail(uow, actor=by, now=self.ground.clock).record(tag, ObjectRef("blob", str(key)), aside=aside)
        return aside

    def _take(self, uow: UnitOfWork, key: BlobKey) -> None:
        """Make the row of the bytes, held: who files the same ones now waits for it, and then stores them anew."""
        blob = Blob(
            sha256=str(key),
            size=self.ground.store.stat(key).size,
            media_type=RUBBISH,
            state=BlobState.DESTROYED,
            created_at=self.ground.clock(),
        )
        uow.session.add(blob)
        uow.session.flush()
