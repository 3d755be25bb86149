"""Destroying anew what an older snapshot brings back: in the rows, before a single byte is brought.

The lists say under which act which documents of which case file went. A case file whose destruction had begun goes
as well: from the first step on there was no way back. What the restored database has never known, it cannot bring back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text, update

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.models import (
    Blob,
    BlobState,
    CaseFile,
    CaseFileState,
    CaseStep,
    CommissionSeat,
    DisposalAct,
    DisposalEntry,
    Document,
    DocumentState,
    EntryState,
    StepKind,
    Tombstone,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.services.backup.destructions import values_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.db.base import Base
    from archive_app.services.backup.ledger import Destructions

GONE = (EntryState.DESTROYING, EntryState.DESTROYED)
UNKNOWN_TYPE = "application/octet-stream"
"""Of bytes that the restored database has never known: they were made after the snapshot."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Works on a restored database of this version."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def run(self, destructions: Destructions) -> list[int]:
        """Destroy the rows of every case file that the lists name; the numbers of those that were still there."""
        entries = [row for row in destructions.get(DisposalEntry.__tablename__, []) if row["state"] in GONE]
        with UnitOfWork(self.sessions) as uow:
            alive = _alive(uow.session, {row["case_file_id"] for row in entries})
            again = [row for row in entries if row["case_file_id"] in alive]
            _take_over_acts(uow.session, destructions, {row["act_id"] for row in again})
            for row in again:
                stones = [stone for stone in destructions[Tombstone.__tablename__] if stone["entry_id"] == row["id"]]
                self._destroy(uow, row, stones)
            _raise_sequences(uow.session)
            uow.commit()
        return sorted(row["case_file_id"] for row in again)

    def _destroy(self, uow: UnitOfWork, row: dict[str, Any], stones: list[dict[str, Any]]) -> None:
        from archive_app.services.disposal.bytes_of import hashes_of, living  # few restores have anything to destroy
        from archive_app.services.disposal.ending import wipe

        session, now = uow.session, self.clock()
        documents = _known(session, {stone["document_id"] for stone in stones})
        kept = [stone for stone in stones if stone["document_id"] in documents]
        _take_over_entry(session, row, now)
        _take_over_blobs(session, kept, now)
        _take_over_stones(session, kept, now)
        hashes = {sha256 for some in hashes_of(session, documents).values() for sha256 in some}
        hashes |= {stone["sha256"] for stone in kept}
        quiet = {"synchronize_session": False}
        session.execute(
            update(Document)
            .where(Document.id.in_(documents))
            .values(state=DocumentState.DESTROYED, index_stamp=Document.index_stamp + 1),
            execution_options=quiet,
        )
        wipe(session, sorted(documents))
        going = hashes - living(session, hashes, row["case_file_id"])
        session.execute(
            update(Blob).where(Blob.sha256.in_(going)).values(state=BlobState.DESTROYED), execution_options=quiet
        )
        case_file = session.get_one(CaseFile, row["case_file_id"])
        case_file.state = CaseFileState.DESTROYED
        paper = translate("disposal act No. {number}", number=row["act_id"])
        step = CaseStep(
            case_file_id=case_file.id, kind=StepKind.DESTROYED, day=self.today(), reason=paper, at=now, by=MACHINE
        )
        session.add(step)
        AuditTrail(uow, actor=MACHINE, now=self.clock).record(
            "backup:destruction:replay", case_file, act=row["act_id"], documents=len(documents), blobs=len(going)
        )


def _alive(session: Session, case_files: Collection[int]) -> set[int]:
    """Those of `case_files` that the restored database has, and not as destroyed."""
    found: set[int] = set()
    ordered = sorted(case_files)
    for start in range(0, len(ordered), 500):
        some = CaseFile.id.in_(ordered[start : start + 500])
        found |= set(session.scalars(select(CaseFile.id).where(some, CaseFile.state != CaseFileState.DESTROYED)))
    return found


def _known(session: Session, documents: Collection[int]) -> set[int]:
    return set(session.scalars(select(Document.id).where(Document.id.in_(documents))))


def _take_over_acts(session: Session, destructions: Destructions, acts: Collection[int]) -> None:
    for row in destructions.get(DisposalAct.__tablename__, []):
        if row["id"] in acts:
            _put(session, DisposalAct, row)
    for row in destructions.get(CommissionSeat.__tablename__, []):
        same = CommissionSeat.act_id == row["act_id"], CommissionSeat.name == row["name"]
        if row["act_id"] in acts and session.scalar(select(CommissionSeat.id).where(*same)) is None:
            session.execute(_table(CommissionSeat).insert().values(_without_id(CommissionSeat, row)))


def _take_over_entry(session: Session, row: dict[str, Any], now: datetime.datetime) -> None:
    """The line as it was carried out; a line of another act that had the case file then is left out of it."""
    other = DisposalEntry.case_file_id == row["case_file_id"], DisposalEntry.id != row["id"]
    session.execute(
        update(DisposalEntry)
        .where(*other, DisposalEntry.state != EntryState.LEFT)
        .values(state=EntryState.LEFT, left_code="withdrawn", seal=None),
        execution_options={"synchronize_session": False},
    )
    done = {"state": EntryState.DESTROYED.value, "destroyed_at": row["destroyed_at"] or now.isoformat()}
    _put(session, DisposalEntry, row | done)


def _take_over_blobs(session: Session, stones: list[dict[str, Any]], now: datetime.datetime) -> None:
    sizes = {stone["sha256"]: stone["size"] for stone in stones}
    there = set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(sizes))))
    for sha256 in sorted(sizes.keys() - there):
        gone = Blob(
            sha256=sha256, size=sizes[sha256], media_type=UNKNOWN_TYPE, state=BlobState.DESTROYED, created_at=now
        )
        session.add(gone)
    session.flush()


def _take_over_stones(session: Session, stones: list[dict[str, Any]], now: datetime.datetime) -> None:
    for row in stones:
        same = Tombstone.document_id == row["document_id"], Tombstone.sha256 == row["sha256"]
        values = _without_id(Tombstone, row | {"destroyed_at": row["destroyed_at"] or now.isoformat()})
        number = session.scalar(select(Tombstone.id).where(*same))
        table = _table(Tombstone)
        statement = table.insert() if number is None else table.update().where(table.c.id == number)
        session.execute(statement.values(values))


def _put(session: Session, model: type[Base], row: dict[str, Any]) -> None:
    """Insert a row under its own number, or make the one that is there like it."""
    table = _table(model)
    values = values_of(table, row)
    there = session.scalar(select(table.c.id).where(table.c.id == row["id"])) is not None
    statement = table.update().where(table.c.id == row["id"]) if there else table.insert()
    session.execute(statement.values(values))


def _without_id(model: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values_of(_table(model), row).items() if name != "id"}


def _table(model: type[Base]) -> Any:
    return model.__table__


def _raise_sequences(session: Session) -> None:
    """PostgreSQL does not notice numbers that were given by hand; SQLite does."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for model in (DisposalAct, DisposalEntry):
        highest = session.scalar(select(func.max(model.id))) or 0
        if highest:
            sequence = {"table": model.__tablename__, "highest": highest}
            session.execute(text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"), sequence)
