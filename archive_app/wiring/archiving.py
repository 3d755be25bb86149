"""The work of the archive made of database and store: inventories, transfer acts, the jobs behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.services.accession import Accessions
from archive_app.services.accession.fixity_check import FixityCheck
from archive_app.services.accession.lock_renewal import LockRenewal
from archive_app.services.accession.locking import Locking
from archive_app.services.inventories import Inventories
from archive_app.services.kinds import CHECK_ACCESSION, LOCK_BLOBS, RENEW_LOCKS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from storage.protocol import BlobStore


@dataclass(frozen=True, slots=True)
class Archiving:
    """What an archivist does with closed case files."""

    inventories: Inventories
    accessions: Accessions
    handlers: Mapping[str, Callable[[JobContext], None]]


def archiving_of(
    sessions: sessionmaker[Session],
    store: BlobStore,
    clock: Callable[[], datetime.datetime],
    today: Callable[[], datetime.date],
    zone: datetime.tzinfo,
) -> Archiving:
    """All of it over one database and store."""
    handlers: dict[str, Callable[[JobContext], None]] = {
        CHECK_ACCESSION: FixityCheck(sessions, store, clock),
        LOCK_BLOBS: Locking(sessions, store, today),
        RENEW_LOCKS: LockRenewal(sessions, clock),
    }
    return Archiving(Inventories.over(sessions, clock, zone), Accessions.over(sessions, clock, today, zone), handlers)
