"""How the copies stand: when each place was last backed up, last proven restorable, and if that is too long ago."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, BackupRun, RunKind
from archive_app.i18n import translate

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from archive_app.services.backup.ground import Ground

OF_A_COPY = (RunKind.BACKUP, RunKind.DRILL, RunKind.VERIFY, RunKind.PRUNE)
LATE = timedelta(hours=1)
"""A backup takes a while itself."""
RUNS_SHOWN = 50
REPORT = "report"
"""The fact of a drill that is its signed report: two lines, as a seal has them."""


@dataclass(frozen=True, slots=True)
class PlaceState:
    """One place; None: never. `…_overdue` never where the clock is not asked to do it.

    `failed`: what was done there last, and did not succeed; it is so until the next run of its kind.
    """

    place: str
    backed_up_at: datetime.datetime | None
    proven_at: datetime.datetime | None
    backup_overdue: bool
    drill_overdue: bool
    failed: tuple[RunKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A line of the journal of backups. `ok` is None while it runs, and where it was killed."""

    id: int
    kind: RunKind
    place: str
    snapshot: str | None
    started_at: datetime.datetime
    finished_at: datetime.datetime | None
    ok: bool | None
    code: str | None
    facts: dict[str, object]
    by: str

    @property
    def report(self) -> str:
        """Of a drill: what was signed when it ended; nothing where a release without reports held it."""
        return str(self.facts.get(REPORT, ""))


@dataclass(frozen=True, slots=True)
class CopiesState:
    """`backup_every` and `drill_every` are those of the clock; zero: by hand only."""

    ground: Ground
    backup_every: timedelta
    drill_every: timedelta

    def places(self) -> list[PlaceState]:
        """All places that are set, by three statements."""
        good = (
            select(BackupRun.place, BackupRun.kind, func.max(BackupRun.started_at))
            .where(BackupRun.ok.is_(True), BackupRun.kind.in_((RunKind.BACKUP, RunKind.DRILL)))
            .group_by(BackupRun.place, BackupRun.kind)
        )
        ended = BackupRun.ok.is_not(None), BackupRun.kind.in_(OF_A_COPY)
        latest = select(func.max(BackupRun.id)).where(*ended).group_by(BackupRun.place, BackupRun.kind)
        bad = select(BackupRun.place, BackupRun.kind).where(BackupRun.id.in_(latest), BackupRun.ok.is_(False))
        with reading(self.ground.sessions) as session:
            last = {(place, kind): at for place, kind, at in session.execute(good)}
            failed = {(place, kind) for place, kind in session.execute(bad)}
            born = session.scalar(select(AuditEvent.at).order_by(AuditEvent.seq).limit(1))
        return [
            replace(
                self._state(
                    place.shown, last.get((place.shown, RunKind.BACKUP)), last.get((place.shown, RunKind.DRILL)), born
                ),
                failed=tuple(kind for kind in OF_A_COPY if (place.shown, kind) in failed),
            )
            for place in self.ground.places
        ]

    def runs(self, *, kind: RunKind | None = None, before: int | None = None, limit: int = RUNS_SHOWN) -> list[Run]:
        """The journal, the latest first; those with smaller numbers than `before`."""
        query = select(BackupRun).order_by(BackupRun.id.desc()).limit(limit)
        if kind is not None:
            query = query.where(BackupRun.kind == kind)
        if before is not None:
            query = query.where(BackupRun.id < before)
        with reading(self.ground.sessions) as session:
            return [_run(row) for row in session.scalars(query)]

    def examine(self) -> str:
        """A sentence on the copies, for the doctor. Raises RuntimeError with one where something is overdue."""
        states = self.places()
        if late := self.overdue(states):
            raise RuntimeError("; ".join(late))
        return translate("places of backups: {n}", n=len(states))

    def overdue(self, states: Sequence[PlaceState]) -> list[str]:
        """A sentence for each place and each thing that was not done in time."""
        lines = [
            translate("{place}: no good backup since {day}", place=one.place, day=self._day(one.backed_up_at))
            for one in states
            if one.backup_overdue
        ]
        return lines + [
            translate("{place}: not proven by a drill since {day}", place=one.place, day=self._day(one.proven_at))
            for one in states
            if one.drill_overdue
        ]

    def _state(
        self,
        place: str,
        backed_up: datetime.datetime | None,
        proven: datetime.datetime | None,
        born: datetime.datetime | None,
    ) -> PlaceState:
        return PlaceState(
            place,
            backed_up,
            proven,
            backup_overdue=self._late(backed_up or born, self.backup_every),
            drill_overdue=self._late(proven or born, self.drill_every),
        )

    def _late(self, since: datetime.datetime | None, every: timedelta) -> bool:
        """Whether one run at least was missed; what was never done counts from the first event of the archive.

        What lies ahead of a clock that went back says nothing.
        """
        return bool(every) and since is not None and abs(self.ground.clock() - since) > 2 * every + LATE

    def _day(self, at: datetime.datetime | None) -> str:
        return f"{at.astimezone(self.ground.zone):%d.%m.%Y}" if at else translate("the beginning")


def _run(row: BackupRun) -> Run:
    return Run(
        row.id,
        row.kind,
        row.place,
        row.snapshot,
        row.started_at,
        row.finished_at,
        row.ok,
        row.code,
        row.facts,
        row.by,
    )
