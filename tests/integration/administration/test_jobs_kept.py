"""Work that waits, runs and failed: listed by keyset, started anew one by one or for a reason, told in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import AuditEvent, Job, JobState
from archive_app.services.administration.job_list import BATCH, JobFilter, JobKeeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.auth.actor import Actor
    from archive_app.services.accounts.ground import Ground


def _dead(ground: Ground, number: int, code: str, **more: object) -> None:
    now = ground.clock()
    with ground.sessions.begin() as session:
        for index in range(number):
            known = {"payload": {"document_id": index + 1}, "run_after": now, "created_at": now, "finished_at": now}
            job = Job(kind="recognise", state=JobState.DEAD, max_attempts=5, last_error_code=code, **known | more)
            session.add(job)


def test_all_of_a_reason_start_anew_in_batches(ground: Ground, person: Callable[..., Actor]) -> None:
    operator, keeping = person("operator", "sysadmin"), JobKeeping(ground.sessions, ground.clock)
    _dead(ground, BATCH + 3, "memory", attempts=5)
    _dead(ground, 2, "damaged")
    assert [(reason.code, reason.number) for reason in keeping.reasons(operator)] == [
        ("memory", BATCH + 3),
        ("damaged", 2),
    ]
    assert keeping.retry_all("memory", operator) == BATCH + 3
    assert keeping.retry_all("memory", operator) == 0
    with ground.reading() as session:
        assert session.scalars(select(Job.attempts).where(Job.state == JobState.WAITING).distinct()).all() == [0]
        told = session.scalars(select(AuditEvent.seq).where(AuditEvent.action == "job:record:retry")).all()
    assert len(told) == BATCH + 3
    left = keeping.listed(operator, JobFilter(JobState.DEAD))
    assert [row.code for row in left.rows] == ["damaged", "damaged"]


def test_the_same_work_starts_once(ground: Ground, person: Callable[..., Actor]) -> None:
    operator, keeping = person("operator", "sysadmin"), JobKeeping(ground.sessions, ground.clock)
    _dead(ground, 2, "memory", unique_key="recognise:1")
    numbers = [row.job_id for row in keeping.listed(operator).rows]
    assert keeping.retry(numbers, operator) == 1


def test_pages_follow_one_another(ground: Ground, person: Callable[..., Actor]) -> None:
    operator, keeping = person("operator", "sysadmin"), JobKeeping(ground.sessions, ground.clock)
    _dead(ground, 5, "memory")
    first = keeping.listed(operator, JobFilter(JobState.DEAD, "recognise", "memory"), limit=3)
    rest = keeping.listed(operator, before=first.before, limit=3)
    numbers = [row.job_id for row in (*first.rows, *rest.rows)]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(numbers), rest.before) == (5, None)


def test_an_archivist_does_not_operate_the_system(ground: Ground, person: Callable[..., Actor]) -> None:
    keeping, archivist = JobKeeping(ground.sessions, ground.clock), person("archivist", "archivist")
    for act in (keeping.listed, keeping.reasons, lambda actor: keeping.retry([1], actor)):
        with pytest.raises(NotAllowed):
            act(archivist)
