"""The desk: what waits, for whom, since when; what came in; at a cost that does not grow."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from archive_app.db.models import Document, Job, JobState, Page
from archive_app.services.desk import what_waits
from archive_app.services.recent import recent, sees_any
from indexer.model import PageState
from tests.fixtures.archives import account, actor_of, file_one, note, work
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

WEEK = datetime.timedelta(days=7)


def test_each_finds_on_the_desk_what_waits_for_the_own_hands(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    assert what_waits(archive.sessions, keeper) == []
    assert not sees_any(archive.journal.reads, keeper)
    first = file_one(archive, note(tmp_path, "первая страница\fвторая страница", "первый.txt"))
    work(archive)
    second = file_one(archive, note(tmp_path, "вторая бумага", "второй.txt"))
    operator = account(archive, "оператор", "sysadmin")
    _disturb(archive, first)
    waiting = {line.code: line.count for line in what_waits(archive.sessions, keeper)}
    assert waiting == {"review": 2, "failed_jobs": 1}
    oldest = {line.code: line.oldest for line in what_waits(archive.sessions, keeper)}
    with archive.sessions() as session:
        assert oldest["review"] == session.get_one(Document, first).created_at
    assert [line.code for line in what_waits(archive.sessions, operator)] == ["failed_jobs"]
    assert what_waits(archive.sessions, account(archive, "ревизор", "auditor")) == []
    assert _came_in(archive, keeper) == [second, first]
    assert _came_in(archive, operator) == []
    assert archive.administration.jobs.retry_all(None, operator) == 1
    assert what_waits(archive.sessions, operator) == []


def test_the_desk_costs_the_same_however_much_there_is(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    file_one(archive, note(tmp_path, "первая"))
    _look(archive, keeper)
    few = _look(archive, keeper)
    for number in range(10):
        file_one(archive, note(tmp_path, f"ещё {number}", f"{number}.txt"))
    many = _look(archive, keeper)
    assert many <= few + 2, (few, many)  # one more count where the list is full, one event for what is new on it
    assert many <= 17  # a statement for each of the eleven kinds of work, the rest for the lists


def _look(archive: Archive, person: Actor) -> int:
    with statements_of(archive.database) as statements:
        what_waits(archive.sessions, person)
        recent(archive.journal.reads, person, archive.clock() - WEEK, 8)
    return len([one for one in statements if one.lstrip().upper().startswith(("SELECT", "WITH"))])


def _disturb(archive: Archive, document_id: int) -> None:
    """All pages wait for a person, and a job has given up."""
    with archive.sessions.begin() as session:
        for page in session.query(Page).filter_by(document_id=document_id):
            page.state = PageState.REVIEW
        now = archive.clock()
        session.add(Job(kind="copy", state=JobState.DEAD, run_after=now, created_at=now, finished_at=now, attempts=5))


def _came_in(archive: Archive, person: Actor) -> list[int]:
    lately = recent(archive.journal.reads, person, archive.clock() - WEEK, 8)
    assert lately.count == len(lately.came_in)
    assert {line.document_id for line in lately.in_hand} <= {line.document_id for line in lately.came_in}
    return [line.document_id for line in lately.came_in]
