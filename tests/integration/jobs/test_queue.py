"""The queue's rules, one by one, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event, func, select

from archive_app.db.engine import reading
from archive_app.db.models import Job, JobState
from archive_app.jobs import JobNotDeadError, LeaseLostError, NewJob, enqueue, retry_dead
from archive_app.jobs import queue as q

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs.queue import ClaimedJob
    from tests.fixtures.databases import Clock

LEASE = timedelta(seconds=60)


class Desk:
    """The queue with a transaction around each call and a clock that stands still."""

    def __init__(self, session_factory: sessionmaker[Session], clock: Clock) -> None:
        self.session_factory = session_factory
        self.clock = clock

    def put(self, job: NewJob | None = None) -> int:
        with self.session_factory.begin() as session:
            return enqueue(session, job or NewJob(kind="recognise"), now=self.clock())

    def claim(self, owner: str = "w1", *kinds: str) -> ClaimedJob | None:
        with self.session_factory.begin() as session:
            return q.claim(session, owner=owner, kinds=kinds or ("recognise",), now=self.clock(), lease_for=LEASE)

    def claimed(self, owner: str = "w1") -> ClaimedJob:
        job = self.claim(owner)
        assert job is not None
        return job

    def fail(self, job: ClaimedJob, *, retry_in: float | None = 10, code: str = "store_away") -> JobState:
        retry_at = None if retry_in is None else self.clock() + timedelta(seconds=retry_in)
        with self.session_factory.begin() as session:
            return q.fail(session, job.lease, code=code, detail="ой\0\ud800", retry_at=retry_at, now=self.clock())

    def complete(self, job: ClaimedJob) -> None:
        with self.session_factory.begin() as session:
            q.complete(session, job.lease, now=self.clock())

    def release_expired(self) -> int:
        with self.session_factory.begin() as session:
            return q.release_expired(session, now=self.clock())

    def row(self, job_id: int) -> Job:
        with reading(self.session_factory) as session:
            return session.get_one(Job, job_id)


@pytest.fixture
def desk(session_factory: sessionmaker[Session], clock: Clock) -> Desk:
    return Desk(session_factory, clock)


def test_a_job_of_a_rolled_back_transaction_does_not_exist(desk: Desk) -> None:
    with desk.session_factory() as session:
        enqueue(session, NewJob(kind="recognise"), now=desk.clock())
        session.rollback()
    assert desk.claim() is None


def test_claim_gives_what_was_put(desk: Desk) -> None:
    job_id = desk.put(NewJob(kind="recognise", payload={"document": 7, "имя": "ё"}, correlation_id="req-1"))
    job = desk.claimed()
    assert (job.lease.job_id, job.lease.attempt, job.kind) == (job_id, 1, "recognise")
    assert job.payload == {"document": 7, "имя": "ё"}
    assert job.correlation_id == "req-1"
    row = desk.row(job_id)
    assert (row.state, row.lease_owner, row.lease_until) == (JobState.RUNNING, "w1", desk.clock() + LEASE)


def test_only_known_kinds_are_claimed(desk: Desk) -> None:
    desk.put(NewJob(kind="other"))
    assert desk.claim() is None
    assert desk.claim("w1", "recognise", "other") is not None


def test_order_is_priority_then_time_then_number(desk: Desk) -> None:
    late = desk.put(NewJob(kind="recognise", run_after=desk.clock() - timedelta(hours=1), priority=200))
    second = desk.put(NewJob(kind="recognise"))
    third = desk.put(NewJob(kind="recognise"))
    first = desk.put(NewJob(kind="recognise", priority=1))
    earlier = desk.put(NewJob(kind="recognise", run_after=desk.clock() - timedelta(hours=1)))
    assert [desk.claimed().lease.job_id for _ in range(5)] == [first, earlier, second, third, late]


def test_a_job_is_not_run_before_its_time(desk: Desk) -> None:
    desk.put(NewJob(kind="recognise", run_after=desk.clock() + timedelta(minutes=5)))
    assert desk.claim() is None
    desk.clock.move(minutes=5)
    assert desk.claim() is not None


def test_completed_and_done(desk: Desk) -> None:
    desk.put()
    job = desk.claimed()
    desk.complete(job)
    row = desk.row(job.lease.job_id)
    assert (row.state, row.lease_owner, row.finished_at) == (JobState.DONE, None, desk.clock())
    assert desk.claim() is None


def test_completion_belongs_to_the_transaction_of_the_result(desk: Desk) -> None:
    desk.put()
    job = desk.claimed()
    with desk.session_factory() as session:
        q.complete(session, job.lease, now=desk.clock())
        session.rollback()
    assert desk.row(job.lease.job_id).state is JobState.RUNNING


def test_a_failed_attempt_waits_and_tells_why(desk: Desk) -> None:
    desk.put()
    job = desk.claimed()
    assert desk.fail(job, retry_in=10) is JobState.WAITING
    row = desk.row(job.lease.job_id)
    assert (row.last_error_code, row.last_error_detail, row.finished_at) == ("store_away", "ой?", None)
    assert desk.claim() is None
    desk.clock.move(seconds=10)
    assert desk.claimed().lease.attempt == 2


def test_dead_after_the_last_attempt(desk: Desk) -> None:
    desk.put(NewJob(kind="recognise", max_attempts=3))
    states = []
    for _ in range(3):
        states.append(desk.fail(desk.claimed()))
        desk.clock.move(seconds=10)
    assert states == [JobState.WAITING, JobState.WAITING, JobState.DEAD]
    assert desk.claim() is None


def test_a_final_error_is_dead_at_once(desk: Desk) -> None:
    job_id = desk.put()
    assert desk.fail(desk.claimed(), retry_in=None, code="encrypted") is JobState.DEAD
    row = desk.row(job_id)
    assert (row.attempts, row.last_error_code, row.finished_at) == (1, "encrypted", desk.clock())


def test_a_dead_job_retried_by_a_person_has_all_its_attempts(desk: Desk) -> None:
    job_id = desk.put()
    desk.fail(desk.claimed(), retry_in=None)
    with desk.session_factory.begin() as session:
        retry_dead(session, job_id, now=desk.clock())
    assert desk.claimed().lease.attempt == 1


def test_only_a_dead_job_is_retried(desk: Desk) -> None:
    job_id = desk.put()
    with desk.session_factory.begin() as session, pytest.raises(JobNotDeadError):
        retry_dead(session, job_id, now=desk.clock())


def test_a_dead_job_is_not_retried_beside_its_like(desk: Desk) -> None:
    dead = desk.put(NewJob(kind="recognise", unique_key="doc:7"))
    desk.fail(desk.claimed(), retry_in=None)
    assert desk.put(NewJob(kind="recognise", unique_key="doc:7")) != dead
    with desk.session_factory.begin() as session, pytest.raises(JobNotDeadError):
        retry_dead(session, dead, now=desk.clock())


def test_an_expired_lease_is_taken_over(desk: Desk) -> None:
    desk.put()
    lost = desk.claimed("silent")
    desk.clock.move(seconds=59)
    assert desk.release_expired() == 0
    desk.clock.move(seconds=2)
    assert desk.release_expired() == 1
    taken = desk.claimed("other")
    assert (taken.lease.job_id, taken.lease.attempt) == (lost.lease.job_id, 2)
    for write in (desk.complete, desk.fail):
        with pytest.raises(LeaseLostError):
            write(lost)
    assert desk.row(taken.lease.job_id).lease_owner == "other"


def test_the_same_owner_cannot_use_an_older_lease(desk: Desk) -> None:
    desk.put()
    old = desk.claimed()
    desk.clock.move(seconds=61)
    desk.release_expired()
    new = desk.claimed()
    with pytest.raises(LeaseLostError):
        desk.complete(old)
    desk.complete(new)


def test_a_heartbeat_keeps_the_lease(desk: Desk) -> None:
    desk.put()
    job = desk.claimed()
    desk.clock.move(seconds=50)
    with desk.session_factory.begin() as session:
        q.extend(session, job.lease, now=desk.clock(), lease_for=LEASE)
    desk.clock.move(seconds=50)
    assert desk.release_expired() == 0


def test_a_job_that_kills_its_workers_ends_among_the_dead(desk: Desk) -> None:
    job_id = desk.put(NewJob(kind="recognise", max_attempts=2))
    for _ in range(2):
        assert desk.claim() is not None
        desk.clock.move(seconds=61)
        desk.release_expired()
    row = desk.row(job_id)
    assert (row.state, row.last_error_code) == (JobState.DEAD, "worker_lost")


def test_giving_back_costs_no_attempt(desk: Desk) -> None:
    desk.put(NewJob(kind="recognise", max_attempts=1))
    job = desk.claimed()
    with desk.session_factory.begin() as session:
        q.give_back(session, job.lease, run_after=desk.clock())
    assert desk.claimed().lease.attempt == 1


def test_what_is_given_back_for_later_waits_for_its_time(desk: Desk) -> None:
    desk.put(NewJob(kind="recognise", max_attempts=1))
    job = desk.claimed()
    with desk.session_factory.begin() as session:
        q.give_back(session, job.lease, run_after=desk.clock() + timedelta(seconds=60))
    assert desk.claim() is None
    desk.clock.move(seconds=61)
    assert desk.claimed().lease.attempt == 1


def test_progress_is_seen_by_others(desk: Desk) -> None:
    desk.put()
    job = desk.claimed()
    with desk.session_factory.begin() as session:
        q.report_progress(session, job.lease, done=3, total=40, code="page")
    row = desk.row(job.lease.job_id)
    assert (row.progress_done, row.progress_total, row.progress_code) == (3, 40, "page")


def test_one_waiting_job_for_a_key(desk: Desk) -> None:
    job = NewJob(kind="recognise", unique_key="doc:7")
    assert desk.put(job) == desk.put(job)
    assert desk.claim() is not None
    assert desk.claim() is None


def test_jobs_without_a_key_are_all_kept(desk: Desk) -> None:
    assert desk.put() != desk.put()


def test_asked_again_while_running_runs_once_more(desk: Desk) -> None:
    """The one that runs may have read the state before the change that asks for it."""
    job = NewJob(kind="recognise", unique_key="doc:7")
    first = desk.put(job)
    running = desk.claimed()
    assert desk.put(job) == first == desk.put(job)
    desk.complete(running)
    again = desk.claimed()
    assert (again.lease.job_id, again.lease.attempt) == (first, 1)
    desk.complete(again)
    assert desk.row(first).state is JobState.DONE
    assert desk.put(job) != first


def test_asked_again_while_failing_for_ever_is_not_lost(desk: Desk) -> None:
    job = NewJob(kind="recognise", unique_key="doc:7")
    desk.put(job)
    running = desk.claimed()
    desk.put(job)
    assert desk.fail(running, retry_in=None) is JobState.WAITING
    assert desk.claimed().lease.attempt == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite lets no second writer in at all
def test_a_waiting_job_cannot_slip_past_the_change_that_asks_for_it(desk: Desk) -> None:
    job = NewJob(kind="recognise", unique_key="doc:7")
    desk.put(job)
    with desk.session_factory.begin() as session:
        enqueue(session, job, now=desk.clock())
        assert desk.claim() is None  # it would read the document before this transaction's change
    assert desk.claim() is not None


def test_one_job_for_a_tick_however_many_schedulers(desk: Desk) -> None:
    def tick(minute: int) -> int | None:
        at = desk.clock() + timedelta(minutes=minute)
        with desk.session_factory.begin() as session:
            return q.enqueue_tick(
                session, NewJob(kind="recognise"), schedule="fixity", scheduled_for=at, now=desk.clock()
            )

    with ThreadPoolExecutor(4) as threads:
        given = list(threads.map(tick, [0] * 8))
    assert sum(job_id is not None for job_id in given) == 1
    desk.complete(desk.claimed())
    assert tick(0) is None
    assert tick(1) is not None


def test_done_jobs_are_forgotten_dead_ones_kept(desk: Desk) -> None:
    dead, done = desk.put(), desk.put()
    desk.fail(desk.claimed(), retry_in=None)
    desk.complete(desk.claimed())
    desk.clock.move(days=31)
    with desk.session_factory.begin() as session:
        assert q.forget_done(session, finished_before=desk.clock() - timedelta(days=30)) == 1
    with reading(desk.session_factory) as session:
        assert list(session.scalars(select(Job.id))) == [dead]
    assert done != dead


def test_eight_claimants_never_share_a_job(desk: Desk) -> None:
    with desk.session_factory.begin() as session:
        for _ in range(80):
            enqueue(session, NewJob(kind="recognise"), now=desk.clock())
    together = Barrier(8)

    def take(owner: int) -> list[int]:
        together.wait()
        taken = []
        while (job := desk.claim(f"w{owner}")) is not None:
            taken.append(job.lease.job_id)
            desk.complete(job)
        return taken

    with ThreadPoolExecutor(8) as threads:
        taken = [job_id for ids in threads.map(take, range(8)) for job_id in ids]
    assert len(taken) == len(set(taken)) == 80
    with reading(desk.session_factory) as session:
        assert session.scalar(select(func.count()).where(Job.state == JobState.DONE)) == 80


def test_each_step_is_one_statement(engine: Engine, desk: Desk) -> None:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def spent() -> int:
        count = sum(not statement.startswith(("PRAGMA", "BEGIN")) for statement in statements)
        statements.clear()
        return count

    desk.put(NewJob(kind="recognise", unique_key="doc:7"))
    assert spent() == 1
    desk.put(NewJob(kind="recognise", unique_key="doc:7"))
    assert spent() == 1
    job = desk.claimed()
    assert spent() == 1
    desk.complete(job)
    assert spent() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL reads a small table whole, and rightly
def test_a_claim_uses_its_index_however_many_are_done(engine: Engine) -> None:
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM job WHERE state = 'waiting' AND run_after <= '2026' AND kind IN ('a')"
            " ORDER BY priority, run_after, id LIMIT 1"
        ).all()
    assert [row[3] for row in plan] == ["SEARCH job USING INDEX ix_job_claim (state=?)"]
