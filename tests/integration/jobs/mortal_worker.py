"""A worker process for test_worker_killed: writes one setting a page, then hangs so that it can be killed."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

from archive_app.db.engine import make_engine, make_session_factory
from archive_app.db.models import Setting
from archive_app.jobs import JobContext, JobRegistry, Worker, WorkerSettings


def pages(context: JobContext) -> None:
    """Do pages 1 to 4; what a former attempt has done stays done; the first attempt hangs in page 3."""
    for page in range(1, 5):
        with context.session_factory.begin() as session:
            if session.get(Setting, f"page {page}") is None:
                session.add(Setting(key=f"page {page}", value=str(context.attempt), updated_at=context.now()))
        context.progress(page, 4, "page")
        if page == 2 and context.attempt == 1:
            sys.stdout.write("in the middle\n")
            sys.stdout.flush()
            time.sleep(600)


def main() -> None:
    """Run until idle on the database of the first argument."""
    registry = JobRegistry()
    registry.add("pages", pages)
    settings = WorkerSettings(lease=timedelta(seconds=2), heartbeat=timedelta(milliseconds=200))
    sessions = make_session_factory(make_engine(sys.argv[1]))
    Worker(sessions, registry, settings, now=lambda: datetime.now(UTC)).run(until_idle=True)


if __name__ == "__main__":
    main()
