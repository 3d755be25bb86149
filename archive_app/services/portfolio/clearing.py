"""What the clock does for portfolios and results: bytes of files taken off go, what was decided is filed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import MACHINE, AuditTrail, ObjectRef
from archive_app.db.engine import reading
from archive_app.db.models import (
    Blob,
    BlobState,
    OutsideResult,
    OutsideState,
    PortalFile,
    PortfolioEntry,
    PortfolioState,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.logs import log
from archive_app.services.case_files import CaseFileClosed
from archive_app.services.disposal.bytes_of import living
from archive_app.services.outside.filed import file_application
from archive_app.services.portfolio.errors import PortfolioPlaceMissing
from archive_app.services.portfolio.filed import file_entry
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.disposal.destroying import Forgetting
    from archive_app.services.portfolio.ground import Shelf
    from archive_app.services.portfolio.papers import Hand


@dataclass(frozen=True, slots=True)
class Clearing:
    """Run by the sweep; may be killed at any moment and is begun again."""

    shelf: Shelf
    kept: Sequence[Forgetting]
    """Places of this machine that keep bytes besides the store."""

    def clear(self) -> int:
        """Remove bytes that only files hold which were taken off; how many. Raises an error of `storage`.

        First the row says that they go, then they go: there is never a row that promises bytes which are gone.
        """
        with reading(self.shelf.sessions) as session:
            query = select(Blob.sha256).join(PortalFile, PortalFile.sha256 == Blob.sha256).distinct()
            off = query.where(PortalFile.removed_at.is_not(None), Blob.state != BlobState.DESTROYED)
            found = session.scalars(off.order_by(Blob.sha256)).all()
        return sum(self._mark(sha256) and self._remove(sha256) for sha256 in found)

    def file_older(self) -> int:
        """File what was decided before, and applications taken back; how many. The rest waits for its place."""
        with reading(self.shelf.sessions) as session:
            waits = (PortfolioEntry.state == PortfolioState.ACCEPTED, PortfolioEntry.case_file_id.is_(None))
            entries = session.scalars(select(PortfolioEntry.id).where(*waits).order_by(PortfolioEntry.id)).all()
            files = select(PortalFile.outside_id).where(
                PortalFile.removed_at.is_(None), PortalFile.document_id.is_(None)
            )
            concluded = (OutsideResult.state != OutsideState.APPLIED, OutsideResult.id.in_(files))
            results = session.scalars(select(OutsideResult.id).where(*concluded).order_by(OutsideResult.id)).all()
        return sum(self._file(_entry, number) for number in entries) + sum(self._file(_result, one) for one in results)

    def _mark(self, sha256: str) -> bool:
        with UnitOfWork(self.shelf.sessions) as uow:
            blob = _unheld(uow.session, sha256)
            if blob is not None:
                blob.state = BlobState.DESTROYING
            uow.commit()
            return blob is not None

    def _remove(self, sha256: str) -> bool:
        """Under the lock of the row: who stores the same bytes anew waits, and stores them again."""
        with UnitOfWork(self.shelf.sessions) as uow:
            blob = _unheld(uow.session, sha256)
            if blob is None or blob.state is not BlobState.DESTROYING:  # taken in anew meanwhile
                return False
            self.shelf.taking_in.store.remove(BlobKey(sha256))
            blob.state = BlobState.DESTROYED
            trail = AuditTrail(uow, actor=MACHINE, now=self.shelf.clock)
            trail.record("portfolio:file:clear", ObjectRef("blob", sha256), size=blob.size)
            uow.commit()
        for place in self.kept:
            place.forget(sha256)
        return True

    def _file(self, put: Callable[[Hand, int], bool], number: int) -> bool:
        try:
            with UnitOfWork(self.shelf.sessions) as uow:
                done = put(self.shelf.hand(uow, MACHINE), number)
                uow.commit()
        except (PortfolioPlaceMissing, CaseFileClosed, IntegrityError, StaleDataError) as error:
            log.warning("what was decided waits for its case file", what=put.__name__, number=number, why=str(error))
            return False
        return done


def _entry(hand: Hand, number: int) -> bool:
    entry = hand.session.get_one(PortfolioEntry, number)
    if entry.case_file_id is not None:
        return False
    told = file_entry(hand, entry).told()
    hand.trail.record("portfolio:entry:file", entry, **told)
    return True


def _result(hand: Hand, number: int) -> bool:
    row = hand.session.get_one(OutsideResult, number)
    filed = file_application(hand, row)
    if filed is None:
        return False
    hand.trail.record("outside:result:file", row, person=row.person_id, **filed.told())
    return True


def _unheld(session: Session, sha256: str) -> Blob | None:
    """The locked row of bytes that nothing else lives on; None where something does, or they are gone."""
    blob = session.scalars(select(Blob).where(Blob.sha256 == sha256).with_for_update()).one()
    gone = blob.state is BlobState.DESTROYED
    return None if gone or living(session, [sha256], None) else blob
