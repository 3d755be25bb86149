"""The clock: enqueues jobs when they are due. Two schedulers never double a job, a missed run catches up once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from archive_app.jobs import NewJob
from archive_app.jobs.queue import enqueue_tick
from archive_app.logs import log
from archive_app.services.kinds import (
    BACKUP,
    BACKUP_WATCH,
    DRILL,
    FIXITY_FULL,
    FIXITY_SAMPLE,
    FIXITY_WATCH,
    HEAL,
    INBOX,
    LEDGER,
    MAIL,
    PUBLISH_HEAD,
    RENEW_LOCKS,
    REQUESTS,
    RETENTION,
    SWEEP,
)

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Schedule:
    """One kind of job and how often; ticks are counted from the beginning of the epoch, the same on all nodes."""

    kind: str
    every: datetime.timedelta
    alone: bool = False
    """Whether a tick is left out while the job of a former one still waits or runs."""

    def tick(self, now: datetime.datetime) -> datetime.datetime:
        """The latest moment, not after `now`, at which this schedule was due."""
        epoch = datetime.datetime.fromtimestamp(0, datetime.UTC)
        return now - (now - epoch) % self.every


SCHEDULES = (
    Schedule(HEAL, datetime.timedelta(minutes=10)),
    Schedule(SWEEP, datetime.timedelta(hours=6)),
    Schedule(PUBLISH_HEAD, datetime.timedelta(days=1)),
    Schedule(RETENTION, datetime.timedelta(days=1)),
    Schedule(REQUESTS, datetime.timedelta(days=1)),
    Schedule(RENEW_LOCKS, datetime.timedelta(days=1)),
)


def schedules_of(settings: Settings) -> tuple[Schedule, ...]:
    """What this installation does by the clock: the roads that bring documents only where they are set."""
    feeds = [Schedule(INBOX, datetime.timedelta(minutes=1), alone=True)] if settings.inbox else []
    if settings.mailbox_url:
        feeds.append(Schedule(MAIL, datetime.timedelta(minutes=5), alone=True))
    return (*SCHEDULES, *feeds, *_fixity(settings), *_backups(settings))


def _fixity(settings: Settings) -> tuple[Schedule, ...]:
    """The stored bytes are read again; a run that was missed is noticed within a day."""
    every = {FIXITY_SAMPLE: settings.fixity_sample_every, FIXITY_FULL: settings.fixity_full_every}
    runs = [Schedule(kind, datetime.timedelta(seconds=pause), alone=True) for kind, pause in every.items() if pause]
    return (Schedule(FIXITY_WATCH, datetime.timedelta(days=1), alone=True), *runs)


def _backups(settings: Settings) -> tuple[Schedule, ...]:
    """Backups where a place is set; what was destroyed is written beside them within minutes."""
    if not settings.backup_url:
        return ()
    found = [
        Schedule(LEDGER, datetime.timedelta(minutes=10), alone=True),
        Schedule(BACKUP_WATCH, datetime.timedelta(days=1), alone=True),
    ]
    if settings.backup_every:
        found.append(Schedule(BACKUP, datetime.timedelta(seconds=settings.backup_every), alone=True))
    if settings.drill_every and settings.drill_identity:
        found.append(Schedule(DRILL, datetime.timedelta(seconds=settings.drill_every), alone=True))
    return tuple(found)


def make_scheduler(archive: Archive) -> BackgroundScheduler:
    """A scheduler that is not yet started. It looks every minute; the database says what was enqueued before."""
    scheduler = BackgroundScheduler(
        timezone=archive.settings.zone, executors={"default": ThreadPoolExecutor(1)}, job_defaults={"coalesce": True}
    )
    for schedule in schedules_of(archive.settings):
        scheduler.add_job(
            enqueue_due,
            IntervalTrigger(seconds=min(60, int(schedule.every.total_seconds()))),
            args=(archive, schedule),
            next_run_time=datetime.datetime.now(archive.settings.zone),
            max_instances=1,
            misfire_grace_time=None,
        )
    return scheduler


def enqueue_due(archive: Archive, schedule: Schedule) -> None:
    """Enqueue the job of the latest tick, unless somebody has."""
    now = archive.clock()
    with archive.sessions.begin() as session:
        job = NewJob(kind=schedule.kind, unique_key=schedule.kind if schedule.alone else None)
        number = enqueue_tick(session, job, schedule=schedule.kind, scheduled_for=schedule.tick(now), now=now)
    if number is not None:
        log.info("scheduled job enqueued", kind=schedule.kind, job_id=number)
