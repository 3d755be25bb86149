"""The worker: outcomes, takeover, stopping, several at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from archive_app.db.engine import reading
from archive_app.db.models import Job, JobState, Setting
from archive_app.jobs import (
    Backoff,
    JobContext,
    JobRegistry,
    LeaseLostError,
    NewJob,
    PermanentJobError,
    Worker,
    WorkerSettings,
    enqueue,
)
from archive_app.jobs import queue as q
from archive_app.jobs.attempt import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock
    from tests.fixtures.postgres import PostgresServer

QUICK = WorkerSettings(
    poll=timedelta(milliseconds=20),
    lease=timedelta(seconds=1),
    heartbeat=timedelta(milliseconds=100),
    backoff=Backoff(first=timedelta(seconds=10), chance=lambda: 0.0),
)


class Encrypted(Exception):
    code = "encrypted"
    retryable = False


def _now() -> datetime:
    return datetime.now(UTC)


def _put(
    sessions: sessionmaker[Session], number: int = 1, *, now: Callable[[], datetime] = _now, **job: object
) -> None:
    with sessions.begin() as session:
        for n in range(number):
            enqueue(session, NewJob(**{"kind": "do", "payload": {"n": n}} | job), now=now())  # type: ignore[arg-type]


def _worker(
    sessions: sessionmaker[Session],
    handler: Callable[[JobContext], None],
    settings: WorkerSettings = QUICK,
    now: Callable[[], datetime] = _now,
) -> Worker:
    registry = JobRegistry()
    registry.add("do", handler)
    return Worker(sessions, registry, settings, now=now)


def _jobs(sessions: sessionmaker[Session]) -> list[Job]:
    with reading(sessions) as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def _wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_until_idle_does_everything_also_what_follows(session_factory: sessionmaker[Session]) -> None:
    done: list[int] = []

    def handler(context: JobContext) -> None:
        done.append(context.payload["n"])
        if context.payload["n"] == 2:
            _put(session_factory, payload={"n": 99})

    _put(session_factory, 3)
    outcomes = _worker(session_factory, handler).run(until_idle=True)
    assert done == [0, 1, 2, 99]
    assert outcomes == Counter({Outcome.DONE: 4})


def test_two_workers_of_three_threads_never_share_a_job(session_factory: sessionmaker[Session]) -> None:
    lock = Lock()
    runs: Counter[int] = Counter()
    at_once = most = 0

    def handler(context: JobContext) -> None:
        nonlocal at_once, most
        with lock:
            runs[context.payload["n"]] += 1
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.005)
        with lock:
            at_once -= 1

    _put(session_factory, 60)
    settings = WorkerSettings(threads=3, poll=timedelta(milliseconds=20))
    workers = [_worker(session_factory, handler, settings) for _ in range(2)]
    threads = [Thread(target=worker.run, kwargs={"until_idle": True}) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs == Counter(range(60))
    assert 1 < most <= 6


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (OSError("store is away"), JobState.WAITING, "OSError"),
        (PermanentJobError("no use"), JobState.DEAD, "job_failed"),
        (Encrypted("password"), JobState.DEAD, "encrypted"),
    ],
)
def test_the_error_decides(
    session_factory: sessionmaker[Session], clock: Clock, error: Exception, state: JobState, code: str
) -> None:
    def handler(_context: JobContext) -> None:
        raise error

    _put(session_factory, now=clock)
    with capture_logs() as logs:
        _worker(session_factory, handler, now=clock).run(until_idle=True)
    [job] = _jobs(session_factory)
    assert (job.state, job.last_error_code, job.last_error_detail) == (state, code, str(error))
    failed = next(entry for entry in logs if entry["event"] == "job.failed")
    assert failed["exc_info"] is error


def test_pauses_grow_until_dead(session_factory: sessionmaker[Session], clock: Clock) -> None:
    def handler(context: JobContext) -> None:
        assert context.last_attempt == (context.attempt == 4)
        raise OSError

    _put(session_factory, now=clock, max_attempts=4)
    worker = _worker(session_factory, handler, now=clock)
    pauses = []
    for _ in range(3):
        worker.run(until_idle=True)
        [job] = _jobs(session_factory)
        pauses.append((job.run_after - clock()).total_seconds())
        clock.move(seconds=pauses[-1])
    assert worker.run(until_idle=True) == Counter({Outcome.DEAD: 1})
    assert pauses == [5, 10, 20]


def test_a_worker_that_lost_its_lease_writes_nothing(session_factory: sessionmaker[Session]) -> None:
    def handler(context: JobContext) -> None:
        with session_factory.begin() as other:
            other.execute(text("UPDATE job SET lease_owner = 'other'"))
        context.progress(1)
        with context.session_factory.begin() as session:
            session.add(Setting(key="result", value="1", updated_at=context.now()))

    _put(session_factory)
    assert _worker(session_factory, handler).run(until_idle=True) == Counter({Outcome.LOST: 1})
    with reading(session_factory) as session:
        assert session.get(Setting, "result") is None
    assert [job.lease_owner for job in _jobs(session_factory)] == ["other"]


def test_the_heartbeat_keeps_a_long_job_and_its_end_frees_it(session_factory: sessionmaker[Session]) -> None:
    runs: list[int] = []

    def handler(context: JobContext) -> None:
        runs.append(context.attempt)
        time.sleep(QUICK.lease.total_seconds() * 2)
        context.check()

    _put(session_factory)
    settings = WorkerSettings(threads=2, poll=QUICK.poll, lease=QUICK.lease, heartbeat=QUICK.heartbeat)
    assert _worker(session_factory, handler, settings).run(until_idle=True) == Counter({Outcome.DONE: 1})
    assert runs == [1]


def test_a_handler_learns_that_its_lease_is_gone(session_factory: sessionmaker[Session]) -> None:
    def handler(context: JobContext) -> None:
        with session_factory.begin() as other:
            other.execute(text("UPDATE job SET lease_owner = 'other'"))
        assert context.lost.wait(10)
        context.check()

    _put(session_factory)
    assert _worker(session_factory, handler).run(until_idle=True) == Counter({Outcome.LOST: 1})


def test_stop_lets_a_job_leave_at_a_safe_point_and_costs_no_attempt(session_factory: sessionmaker[Session]) -> None:
    stop, inside = Event(), Event()

    def handler(context: JobContext) -> None:
        for page in range(1000):
            context.progress(page, 1000, "page")
            inside.set()
            time.sleep(0.01)
            context.check()

    _put(session_factory, 2)
    worker = _worker(session_factory, handler)
    thread = Thread(target=worker.run, kwargs={"stop": stop})
    thread.start()
    assert inside.wait(10)
    stop.set()
    worker.wake()
    thread.join(10)
    assert not thread.is_alive()
    assert [(job.state, job.attempts, job.lease_owner) for job in _jobs(session_factory)] == [
        (JobState.WAITING, 0, None)
    ] * 2
    assert _jobs(session_factory)[0].progress_total == 1000


def test_stop_waits_for_a_job_that_asks_nothing(session_factory: sessionmaker[Session]) -> None:
    stop = Event()

    def handler(_context: JobContext) -> None:
        stop.set()
        time.sleep(0.1)

    _put(session_factory, 2)
    assert _worker(session_factory, handler).run(stop=stop) == Counter({Outcome.DONE: 1})
    assert [job.state for job in _jobs(session_factory)] == [JobState.DONE, JobState.WAITING]


def test_wake_ends_the_sleep(session_factory: sessionmaker[Session]) -> None:
    stop, done = Event(), Event()
    lazy = WorkerSettings(poll=timedelta(minutes=10))
    worker = _worker(session_factory, lambda _context: done.set(), lazy)
    thread = Thread(target=worker.run, kwargs={"stop": stop})
    thread.start()
    _put(session_factory)

    def woken() -> bool:  # again and again: the first call may come before the thread sleeps
        worker.wake()
        return done.is_set()

    _wait_for(woken)
    stop.set()
    worker.wake()
    _wait_for(lambda: (worker.wake(), not thread.is_alive())[1])  # type: ignore[func-returns-value]


def test_every_log_line_of_a_job_names_it(session_factory: sessionmaker[Session]) -> None:
    import structlog

    seen: dict[str, object] = {}

    def handler(_context: JobContext) -> None:
        seen.update(structlog.contextvars.get_contextvars())

    _put(session_factory, correlation_id="req-7")
    _worker(session_factory, handler).run(until_idle=True)
    [job] = _jobs(session_factory)
    assert seen == {"job_id": job.id, "job_kind": "do", "attempt": 1, "correlation_id": "req-7"}
    assert structlog.contextvars.get_contextvars() == {}


def test_no_thread_is_left_behind(session_factory: sessionmaker[Session]) -> None:
    before = threading.active_count()
    _worker(session_factory, lambda _context: None).run(until_idle=True)
    assert threading.active_count() == before


def test_a_lost_lease_is_no_failure_of_the_job(session_factory: sessionmaker[Session], clock: Clock) -> None:
    def handler(context: JobContext) -> None:
        raise LeaseLostError(job_id=context.job_id)

    _put(session_factory, now=clock)
    assert _worker(session_factory, handler, now=clock).run(until_idle=True) == Counter({Outcome.LOST: 1})
    clock.move(seconds=2)
    with session_factory.begin() as session:
        assert q.release_expired(session, now=clock()) == 1


def test_a_kind_has_one_handler() -> None:
    registry = JobRegistry()
    registry.add("do", lambda _context: None)
    with pytest.raises(ValueError, match="already"):
        registry.add("do", lambda _context: None)


def test_a_lease_shorter_than_two_heartbeats_is_refused() -> None:
    with pytest.raises(ValueError, match="heartbeats"):
        WorkerSettings(lease=timedelta(seconds=20))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # an SQLite file is never away
def test_a_worker_sits_out_a_lost_database(
    session_factory: sessionmaker[Session], postgres_server: PostgresServer
) -> None:
    stop, done = Event(), Event()
    database = session_factory.kw["bind"].url.database

    def handler(context: JobContext) -> None:
        if context.attempt == 1:
            postgres_server.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"  # noqa: S608 - the test's own database
            )
            raise OSError("and the rest of the world too")
        done.set()

    _put(session_factory)
    settings = WorkerSettings(poll=QUICK.poll, backoff=Backoff(first=timedelta(milliseconds=10)))
    thread = Thread(target=_worker(session_factory, handler, settings).run, kwargs={"stop": stop})
    thread.start()
    assert done.wait(30)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
