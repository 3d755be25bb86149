"""One attempt at one job: runs the handler and writes down how it ended."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from archive_app.db.models import JobState
from archive_app.jobs import queue
from archive_app.jobs.errors import JobInterruptedError, JobPutOffError, LeaseLostError

if TYPE_CHECKING:
    from archive_app.jobs.backoff import Backoff
    from archive_app.jobs.context import JobContext
    from archive_app.jobs.registry import Handler


class Outcome(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    RETRY = "retry"
    DEAD = "dead"
    GIVEN_BACK = "given_back"
    LOST = "lost"


def run_attempt(context: JobContext, handler: Handler, backoff: Backoff) -> Outcome:
    """Run `handler` and record the outcome in the queue. Nothing that the handler raises gets out, save exits.

    An exception with `retryable = False` kills the job at once, any other costs an attempt: an error that nobody
    thought of may be gone the next time, and the number of attempts has an end.
    """
    try:
        handler(context)
    except LeaseLostError:
        return _lost(context)
    except JobInterruptedError:
        return _give_back(context, timedelta())
    except JobPutOffError as error:
        return _give_back(context, error.pause)
    except Exception as error:  # noqa: BLE001 - recorded in the job's row and logged with its traceback
        return _fail(context, error, backoff)
    return _complete(context)


def _complete(context: JobContext) -> Outcome:
    try:
        with context.session_factory.begin() as session:
            queue.complete(session, context.lease, now=context.now())
    except LeaseLostError:
        return _lost(context)
    context.log.info("job.done")
    return Outcome.DONE


def _fail(context: JobContext, error: Exception, backoff: Backoff) -> Outcome:
    now = context.now()
    retry_at = now + backoff.pause(context.attempt) if getattr(error, "retryable", True) else None
    code, detail = _error_code(error), str(error)
    try:
        with context.session_factory.begin() as session:
            state = queue.fail(session, context.lease, code=code, detail=detail, retry_at=retry_at, now=now)
    except LeaseLostError:
        context.log.exception("job.failed_without_lease", exc_info=error, error_code=code)
        return Outcome.LOST
    context.log.error("job.failed", exc_info=error, error_code=code, state=state.value, retry_at=retry_at)
    return Outcome.DEAD if state is JobState.DEAD else Outcome.RETRY


def _give_back(context: JobContext, pause: timedelta) -> Outcome:
    try:
        with context.session_factory.begin() as session:
            queue.give_back(session, context.lease, run_after=context.now() + pause)
    except LeaseLostError:
        return _lost(context)
    context.log.info("job.given_back")
    return Outcome.GIVEN_BACK


def _lost(context: JobContext) -> Outcome:
    context.log.warning("job.lease_lost")
    return Outcome.LOST


def _error_code(error: Exception) -> str:
    code = getattr(error, "code", None)
    if isinstance(error, SQLAlchemyError):  # its code is a page of SQLAlchemy's manual
        return "database_unavailable" if isinstance(error, OperationalError) else "database"
    return code if isinstance(code, str) else type(error).__name__
