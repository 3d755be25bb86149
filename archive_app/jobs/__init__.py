"""Jobs: a queue in the database, so that work is promised in the very transaction that needs it."""

from archive_app.jobs.backoff import Backoff
from archive_app.jobs.context import JobContext
from archive_app.jobs.errors import (
    JobError,
    JobInterruptedError,
    JobKindUnknownError,
    JobNotDeadError,
    JobPutOffError,
    LeaseLostError,
    PermanentJobError,
)
from archive_app.jobs.queue import NewJob, enqueue, enqueue_all, enqueue_joined, retry_dead
from archive_app.jobs.registry import Handler, JobRegistry
from archive_app.jobs.worker import Worker, WorkerSettings

__all__ = [
    "Backoff",
    "Handler",
    "JobContext",
    "JobError",
    "JobInterruptedError",
    "JobKindUnknownError",
    "JobNotDeadError",
    "JobPutOffError",
    "JobRegistry",
    "LeaseLostError",
    "NewJob",
    "PermanentJobError",
    "Worker",
    "WorkerSettings",
    "enqueue",
    "enqueue_all",
    "enqueue_joined",
    "retry_dead",
]
