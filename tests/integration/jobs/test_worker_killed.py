"""`kill -9` in the middle of a job: another worker takes it over and goes on where it died."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import Job, JobState, Setting
from archive_app.jobs import NewJob, enqueue

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

ROOT = Path(__file__).resolve().parents[3]


def _start(database_url: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.integration.jobs.mortal_worker", database_url]
    return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_another_worker_goes_on(database_url: str, session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        enqueue(session, NewJob(kind="pages"), now=datetime.now(UTC))
    first = _start(database_url)
    try:
        assert first.stdout is not None
        assert "in the middle\n" in iter(first.stdout.readline, "")  # the lines before it are the worker's log
    finally:
        first.kill()
        first.wait()
    with reading(session_factory) as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.progress_done) == (JobState.RUNNING, 2)
        lease_ends = job.lease_until
    assert lease_ends is not None
    time.sleep(max(0.0, (lease_ends - datetime.now(UTC)).total_seconds() + 0.1))

    assert _start(database_url).wait(60) == 0
    with reading(session_factory) as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.attempts, job.progress_done) == (JobState.DONE, 2, 4)
        by_attempt = {row.key: row.value for row in session.scalars(select(Setting))}
    assert by_attempt == {"page 1": "1", "page 2": "1", "page 3": "2", "page 4": "2"}
