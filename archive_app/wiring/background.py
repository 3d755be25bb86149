"""The worker, made of the settings and a handler for each kind of job."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from archive_app.jobs import JobRegistry, Worker, WorkerSettings
from archive_app.services.scratch import sweep_scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.settings import Settings


def worker_of(
    settings: Settings,
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime],
    handlers: Mapping[str, Callable[[JobContext], None]],
) -> Worker:
    """A worker that is not started yet; what dead ones have left in the work folder is cleared away."""
    sweep_scratch(settings.work_folder)
    registry = JobRegistry()
    for kind, handler in handlers.items():
        registry.add(kind, handler)
    lease = timedelta(seconds=settings.lease)
    rules = WorkerSettings(threads=settings.recognition_processes, lease=lease, heartbeat=lease / 4)
    return Worker(sessions, registry, rules, now=clock)
