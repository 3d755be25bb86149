"""What is known of the stored bytes by now: the last runs, what they found, and whether a run was missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, union_all

from archive_app.db.engine import reading
from archive_app.db.models import BackupRun, Blob, BlobFixity, Document, FixityFinding, Rendition, RunKind
from archive_app.i18n import mark, translate
from archive_app.services.backup.state import LATE
from archive_app.services.fixity.due import PRESENT, count_present
from archive_app.services.fixity.looks import count_findings

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from datetime import timedelta

    from sqlalchemy.orm import Session

    from archive_app.services.backup.ground import Ground

SHOWN = 50
FINDING_WORDS = {
    FixityFinding.WRONG_BYTES: mark("other bytes than were filed"),
    FixityFinding.MISSING: mark("bytes are missing from the store"),
    FixityFinding.UNKNOWN: mark("bytes that nobody knows"),
    FixityFinding.NOT_CHECKED: mark("could not be read"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `documents` are the numbers of those that live on these bytes; `reason` is a stable code."""

    sha256: str
    finding: FixityFinding
    checked_at: datetime.datetime
    proven_at: datetime.datetime | None
    reason: str | None
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FixityReport:
    """`ok` where nothing is found and nothing overdue. `never` blobs were not read again since they were filed.

    `sample_at` and `full_at` are when the last run of a kind ended that looked at all it should; None: never.
    """

    ok: bool
    blobs: int
    never: int
    oldest: datetime.datetime | None
    sample_at: datetime.datetime | None
    full_at: datetime.datetime | None
    counts: dict[str, int]
    found: tuple[Found, ...]
    overdue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FixityState:
    """`sample_every` and `full_every` are those of the clock; zero: by hand only."""

    ground: Ground
    place: str
    sample_every: timedelta
    full_every: timedelta

    def report(self, *, after: str = "", limit: int = SHOWN) -> FixityReport:
        """What is known; the findings by address, those behind `after`."""
        with reading(self.ground.sessions) as session:
            counts = count_findings(session)
            late = self._overdue(session)
            blobs = count_present(session)
            known = session.scalar(
                select(func.count()).select_from(BlobFixity).join(Blob, Blob.sha256 == BlobFixity.sha256).where(PRESENT)
            )
            return FixityReport(
                ok=not counts and not late,
                blobs=blobs,
                never=blobs - (known or 0),
                oldest=session.scalar(select(func.min(BlobFixity.proven_at))),
                sample_at=self._last(session, full=False),
                full_at=self._last(session, full=True),
                counts=counts,
                found=tuple(_found(session, after, limit)),
                overdue=tuple(late),
            )

    def counts(self) -> dict[str, int]:
        """Findings by their word, also those that are none: one statement."""
        with reading(self.ground.sessions) as session:
            found = count_findings(session)
        return {finding.value: found.get(finding.value, 0) for finding in FixityFinding}

    def overdue(self) -> list[str]:
        """A sentence for each kind of run that was missed."""
        with reading(self.ground.sessions) as session:
            return self._overdue(session)

    def last(self) -> datetime.datetime | None:
        """When the last run ended that looked at all it should."""
        with reading(self.ground.sessions) as session:
            return max(filter(None, (self._last(session, full=full) for full in (True, False))), default=None)

    def examine(self) -> str:
        """A sentence for the doctor. Raises RuntimeError with one where something is found or overdue."""
        with reading(self.ground.sessions) as session:
            lines = [*told_counts(count_findings(session)), *self._overdue(session)]
            last = self._last(session, full=False) or self._last(session, full=True)
        if lines:
            raise RuntimeError("; ".join(lines))
        day = f"{last.astimezone(self.ground.zone):%d.%m.%Y}" if last else translate("not yet")
        return translate("stored bytes checked last: {day}", day=day)

    def _overdue(self, session: Session) -> list[str]:
        """A full run is a sample too."""
        full, sample = self._last(session, full=True), self._last(session, full=False)
        newest = max(filter(None, (full, sample)), default=None)
        lines = []
        born = None if full else session.scalar(select(func.min(Blob.created_at)))
        if self._late(newest or born, self.sample_every):
            lines.append(translate("stored bytes: no sample was checked since {day}", day=self._day(newest)))
        if self._late(full or born, self.full_every):
            lines.append(translate("stored bytes: not all were checked since {day}", day=self._day(full)))
        return lines

    def _late(self, since: datetime.datetime | None, every: timedelta) -> bool:
        """Whether one run at least was missed; an archive that never was checked counts from its first bytes."""
        return bool(every) and since is not None and abs(self.ground.clock() - since) > 2 * every + LATE

    def _last(self, session: Session, *, full: bool) -> datetime.datetime | None:
        """Ended by nothing worse than findings: a run that did not reach the store has looked at nothing."""
        looked = (
            select(BackupRun.started_at, BackupRun.facts)
            .where(
                BackupRun.kind == RunKind.FIXITY,
                BackupRun.place == self.place,
                BackupRun.ok.is_not(None),
                (BackupRun.code.is_(None)) | (BackupRun.code == "fixity_found"),
                BackupRun.facts["full"].as_boolean().is_(full),
            )
            .order_by(BackupRun.id.desc())
            .limit(1)
        )
        row = session.execute(looked).first()
        return row.started_at if row else None

    def _day(self, at: datetime.datetime | None) -> str:
        return f"{at.astimezone(self.ground.zone):%d.%m.%Y}" if at else translate("the beginning")


def told_counts(counts: dict[str, int]) -> list[str]:
    """Words for what is found."""
    return [
        f"{translate(words)}: {counts[finding.value]}" for finding, words in FINDING_WORDS.items() if finding in counts
    ]


def told_aloud(counts: dict[str, int]) -> list[str]:
    """The same where nothing around says what it is about."""
    return [translate("Stored bytes: {finding}", finding=line) for line in told_counts(counts)]


def _found(session: Session, after: str, limit: int) -> list[Found]:
    query = (
        select(BlobFixity)
        .where(BlobFixity.finding.is_not(None), BlobFixity.sha256 > after)
        .order_by(BlobFixity.sha256)
        .limit(limit)
    )
    rows = session.scalars(query).all()
    documents = _documents(session, [row.sha256 for row in rows])
    return [
        Found(row.sha256, row.finding, row.checked_at, row.proven_at, row.reason, documents.get(row.sha256, ()))
        for row in rows
        if row.finding is not None
    ]


def _documents(session: Session, hashes: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Numbers of the documents whose original or rendition it is: one statement."""
    both = union_all(
        select(Document.original_sha256.label("sha256"), Document.id).where(Document.original_sha256.in_(hashes)),
        select(Rendition.sha256, Rendition.document_id).where(Rendition.sha256.in_(hashes)),
    )
    found: dict[str, set[int]] = {}
    for sha256, document in session.execute(both):
        found.setdefault(sha256, set()).add(document)
    return {sha256: tuple(sorted(numbers)) for sha256, numbers in found.items()}
