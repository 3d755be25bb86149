"""Fixity made of the settings: its rules and the jobs of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.addresses import without_secrets
from archive_app.services.fixity.by_the_clock import FixityByTheClock
from archive_app.services.fixity.checking import FixityCheck
from archive_app.services.fixity.clearing import Clearing
from archive_app.services.fixity.copies import Replica
from archive_app.services.fixity.looks import Looks
from archive_app.services.fixity.quarantine import Quarantine
from archive_app.services.fixity.repairing import Repairing
from archive_app.services.fixity.state import FixityState
from archive_app.services.kinds import FIXITY_FULL, FIXITY_SAMPLE, FIXITY_WATCH
from archive_app.wiring.stores import store_of
from storage.moments import now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from archive_app.jobs import JobContext
    from archive_app.settings import Settings
    from archive_app.wiring.backing_up import Backups

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Fixity:
    """What is done about the stored bytes."""

    check: FixityCheck
    state: FixityState
    repairing: Repairing
    clearing: Clearing
    quarantine: Quarantine
    handlers: Mapping[str, Callable[[JobContext], None]]

    def checks(self) -> dict[str, Callable[[], str]]:
        """What the doctor asks."""
        return {"fixity": self.state.examine}


def fixity_over(settings: Settings, backups: Backups) -> Fixity:
    """All of it over the store that is backed up, its sources and its alarm."""
    ground, place = backups.ground, without_secrets(settings.storage_url)
    quarantine = quarantine_of(settings.home)
    check = FixityCheck(ground, Looks(ground, place, settings.fixity_share / 100), settings.fixity_rate * MEGABYTE)
    state = FixityState(
        ground,
        place,
        timedelta(seconds=settings.fixity_sample_every),
        timedelta(seconds=settings.fixity_full_every),
    )
    by_the_clock = FixityByTheClock(check, state, backups.by_the_clock.alarm)

    handlers: dict[str, Callable[[JobContext], None]] = {
        FIXITY_SAMPLE: by_the_clock,
        FIXITY_FULL: by_the_clock,
        FIXITY_WATCH: by_the_clock.watch,
    }
    return Fixity(
        check, state, Repairing(ground, place, quarantine), Clearing(ground, quarantine), quarantine, handlers
    )


def quarantine_of(home: Path) -> Quarantine:
    """Bad copies are kept beside the archive, never in the store."""
    return Quarantine(home / "quarantine")


def replica_at(settings: Settings, url: str) -> Replica:
    """A store with the same addresses, opened with the keys of the store. Raises BadStorageUrl."""
    return Replica(without_secrets(url), store_of(settings, url, now))
