"""When destroyed records leave the backups: the day by which every snapshot is dropped that may hold them.

A promise first (rotation and grace, as long as backups and prunings go on as they are set), then a fact: the first
pruning of a place after which nothing was left there that is older than the destruction.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import BackupRun, RunKind
from archive_app.i18n import translate
from storage.backup.rotation import free_by

if TYPE_CHECKING:
    from archive_app.services.backup.ground import Ground

OLDEST = "oldest"
"""What a pruning tells: when the oldest snapshot was taken that it left; None: it left none."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Copies of what was destroyed, at one place. `since`: it is proven that none are left there.

    It is as the clock says where the organisation is. `by` is the last day on which there may be any; None: backups
    are not taken by the clock, or not there any more, so nobody can say.
    """

    place: str
    by: datetime.date | None
    since: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class LeavingBackups:
    """`every` is how often a backup is taken; zero: by hand only."""

    ground: Ground
    every: datetime.timedelta

    def of(self, destroyed_at: datetime.datetime) -> tuple[Leaving, ...]:
        """All places that had a backup before: two statements."""
        found = []
        set_now = {place.shown: place.held for place in self.ground.places}
        for place, since in self._freed(destroyed_at).items():
            by = self._by(destroyed_at, set_now[place]) if place in set_now else None
            found.append(Leaving(place, by, since))
        return tuple(found)

    def _by(self, destroyed_at: datetime.datetime, held: datetime.timedelta) -> datetime.date | None:
        """What is locked stays as if it were in its grace time."""
        if not self.every:
            return None
        rotation = self.ground.rotation
        rotation = replace(rotation, grace=max(rotation.grace, 2 * held))
        return free_by(destroyed_at, rotation, every=self.every, zone=self.ground.zone)

    def _freed(self, destroyed_at: datetime.datetime) -> dict[str, datetime.datetime | None]:
        """Place -> when it was first seen without older snapshots; places that never had one are left out."""
        taken = BackupRun.kind == RunKind.BACKUP, BackupRun.started_at <= destroyed_at
        pruned = BackupRun.kind == RunKind.PRUNE, BackupRun.ok.is_(True), BackupRun.started_at > destroyed_at
        with reading(self.ground.sessions) as session:
            places = session.scalars(select(BackupRun.place).where(*taken).distinct().order_by(BackupRun.place)).all()
            freed: dict[str, datetime.datetime | None] = dict.fromkeys(places)
            query = select(BackupRun.place, BackupRun.finished_at, BackupRun.facts).where(*pruned)
            for place, at, facts in session.execute(query.order_by(BackupRun.id)):
                if freed.get(place, at) is None and OLDEST in facts and _younger(facts[OLDEST], destroyed_at):
                    freed[place] = at.astimezone(self.ground.zone)
        return freed


def leaving_words(one: Leaving) -> str:
    """A sentence on one place, for the act."""
    if one.since:
        return translate("{place}: nothing of it is left since {day}", place=one.place, day=f"{one.since:%d.%m.%Y}")
    if one.by:
        return translate("{place}: gone with expired snapshots by {day}", place=one.place, day=f"{one.by:%d.%m.%Y}")
    return translate("{place}: backups are not taken there by the clock; take the old ones away", place=one.place)


def _younger(oldest: str | None, destroyed_at: datetime.datetime) -> bool:
    return oldest is None or datetime.datetime.fromisoformat(oldest) > destroyed_at
