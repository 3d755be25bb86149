"""What a run found of each blob, written down; a run that is killed is taken up where the last rows were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select

from archive_app.db.models import BackupRun, Blob, BlobFixity, BlobState, FixityFinding, RunKind
from archive_app.services.fixity.due import PRESENT, count_present
from storage.fixity import FixityOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from archive_app.services.backup.ground import Ground
    from storage.fixity import FixityReport

KNOWN = (BlobState.PRESENT, BlobState.DESTROYING)


@dataclass(slots=True)
class Tally:
    """How far a run is. `total` blobs are to be read; `shards` were searched for strangers."""

    run_id: int
    full: bool
    total: int
    checked: int = 0
    bytes: int = 0
    shards: int = 0
    seconds: float = 0.0
    found: dict[str, int] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {
            "full": self.full,
            "total": self.total,
            "checked": self.checked,
            "bytes": self.bytes,
            "shards": self.shards,
            "seconds": round(self.seconds, 1),
            "found": self.found,
        }


@dataclass(frozen=True, slots=True)
class Looks:
    """The rows of runs. `place` is the store's address without secrets, `share` the part of a sample."""

    ground: Ground
    place: str
    share: float

    def begun(self, by: str, *, full: bool) -> Tally:
        """A new run, or the last one of the same kind where it was killed."""
        with self.ground.sessions.begin() as session:
            unfinished = (
                select(BackupRun)
                .where(BackupRun.kind == RunKind.FIXITY, BackupRun.place == self.place, BackupRun.ok.is_(None))
                .order_by(BackupRun.id.desc())
            )
            for run in session.scalars(unfinished):
                if run.facts.get("full") is full:
                    return Tally(run.id, **run.facts)
            present = count_present(session)
            tally = Tally(0, full, present if full else ceil(present * self.share))
            run = BackupRun(
                kind=RunKind.FIXITY, place=self.place, started_at=self.ground.clock(), facts=tally.facts(), by=by
            )
            session.add(run)
            session.flush()
            tally.run_id = run.id
            return tally

    def write(self, tally: Tally, reports: Sequence[FixityReport]) -> None:
        """One batch and how far the run is, in one transaction. What an act destroyed meanwhile is no finding."""
        now = self.ground.clock()
        keys = [str(report.key) for report in reports]
        with self.ground.sessions.begin() as session:
            present = set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(keys), PRESENT)))
            rows = {row.sha256: row for row in session.scalars(select(BlobFixity).where(BlobFixity.sha256.in_(keys)))}
            for report in reports:
                row = rows.get(report.key)
                if report.key not in present:
                    if row is not None:
                        session.delete(row)
                    continue
                if row is None:
                    row = BlobFixity(sha256=str(report.key))
                    session.add(row)
                row.run_id, row.checked_at, row.reason = tally.run_id, now, report.reason
                row.finding = finding_of(report)
                row.proven_at = now if row.finding is None else row.proven_at
            self.note(session, tally)

    def write_strangers(self, tally: Tally, shard: str, found: Collection[str]) -> None:
        """The bytes of one shard that nobody knows: those of former runs that are gone, or known now, are forgotten."""
        now = self.ground.clock()
        here = and_(BlobFixity.finding == FixityFinding.UNKNOWN, within(BlobFixity.sha256, shard))
        still = set(found)
        with self.ground.sessions.begin() as session:
            for row in session.scalars(select(BlobFixity).where(here)):
                if row.sha256 not in still:
                    session.delete(row)
            for sha256 in found:
                session.merge(
                    BlobFixity(
                        sha256=sha256,
                        run_id=tally.run_id,
                        checked_at=now,
                        proven_at=None,
                        finding=FixityFinding.UNKNOWN,
                        reason=None,
                    )
                )
            self.note(session, tally)

    def forget_destroyed(self) -> None:
        """Rows of blobs that are no longer there to be checked."""
        with self.ground.sessions.begin() as session:
            there = select(Blob.sha256).where(Blob.sha256 == BlobFixity.sha256, Blob.state.in_(KNOWN)).exists()
            expected = or_(BlobFixity.finding.is_(None), BlobFixity.finding != FixityFinding.UNKNOWN)
            session.execute(delete(BlobFixity).where(expected, ~there))

    def note(self, session: Session, tally: Tally) -> None:
        """How far the run is."""
        session.get_one(BackupRun, tally.run_id).facts = tally.facts()

    def findings(self) -> dict[str, int]:
        """How many blobs each finding stands for, by its word; only those that are."""
        with self.ground.sessions() as session:
            return count_findings(session)


def count_findings(session: Session) -> dict[str, int]:
    """The same within a transaction: one statement."""
    query = select(BlobFixity.finding, func.count()).where(BlobFixity.finding.is_not(None)).group_by(BlobFixity.finding)
    return {finding.value: number for finding, number in session.execute(query) if finding is not None}


def within(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """Whether a hexadecimal value begins with `prefix`: a range, which every database finds by its index."""
    return and_(column >= prefix, column < prefix + "g")


def finding_of(report: FixityReport) -> FixityFinding | None:
    """None where all is well."""
    return None if report.outcome is FixityOutcome.INTACT else FixityFinding(report.outcome.value)


def unchecked_all(reports: Iterable[FixityReport]) -> bool:
    """Whether none of them could be read: then the store is gone, and not a blob."""
    return all(report.outcome is FixityOutcome.NOT_CHECKED for report in reports)
