"""An alarm about backups reaches everybody: whom the server refuses gets it from a job of its own, and is told of."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import Job, JobState
from archive_app.mail import open_mailer
from archive_app.services.backup.alarm import Alarm
from archive_app.services.desk import what_waits
from archive_app.services.kinds import LETTER
from archive_app.services.posting import post_of
from tests.fixtures.archives import account, work
from tests.fixtures.mail import Letters, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

TO = "nobody@school.example, boss@school.example"


@contextmanager
def mailed(home: Home) -> Iterator[tuple[Archive, Letters]]:
    """The archive with a server of letters, and what that has taken."""
    letters = Letters()
    with (
        mail_server(letters) as port,
        home.opened(mail_url=f"smtp://localhost:{port}", mail_from="a@b.example", backup_mail_to=TO) as archive,
    ):
        yield archive, letters


def test_whom_the_server_refused_gets_the_alarm_again_and_the_desk_tells(embedded_home: Home) -> None:
    with mailed(embedded_home) as (archive, letters):
        archive.backups.by_the_clock.alarm.raise_("Копия не снята", "Место недоступно.")
        work(archive)
        assert [to for to, _ in letters.kept] == [["boss@school.example"]], "the others got it, once"
        with archive.sessions.begin() as session:
            again = session.scalars(select(Job).where(Job.kind == LETTER)).one()
            assert (again.state, again.payload["to"]) == (JobState.WAITING, "nobody@school.example")
            again.state = JobState.DEAD  # as after the last try
        keeper = account(archive, "техник", "sysadmin")
        assert {line.code: line.count for line in what_waits(archive.sessions, keeper)}["failed_jobs"] == 1
        letters.refused = "unknown@"
        with archive.sessions.begin() as session:
            again = session.scalars(select(Job).where(Job.kind == LETTER)).one()
            again.state, again.run_after = JobState.WAITING, archive.clock()
        work(archive)
    assert [to for to, _ in letters.kept] == [["boss@school.example"], ["nobody@school.example"]]
    assert "Место недоступно." in letters.kept[1][1].get_content()


def test_a_dead_server_loses_no_alarm(embedded_home: Home) -> None:
    with embedded_home.opened(mail_url="smtp://localhost:1", mail_from="a@b.example", backup_mail_to=TO) as archive:
        archive.backups.by_the_clock.alarm.raise_("Копия не снята", "Место недоступно.")
        with archive.sessions() as session:
            waiting = session.scalars(select(Job).where(Job.kind == LETTER).order_by(Job.id)).all()
            assert [job.payload["to"] for job in waiting] == TO.split(", ")


def test_of_an_alarm_that_is_raised_again_one_letter_waits_for_each_address(embedded_home: Home) -> None:
    with mailed(embedded_home) as (archive, letters):
        alarm = archive.backups.by_the_clock.alarm
        dead = Alarm(
            post_of(open_mailer("smtp://localhost:1", "a@b.example"), archive.sessions, archive.clock), TO.split(", ")
        )
        for text in ("Первое место недоступно.", "Второе место недоступно.", "Второе место недоступно."):
            dead.raise_("Копия не снята", text)
        dead.raise_("Ключ не открывает", "Нет файла.")
        with archive.sessions.begin() as session:
            waiting = session.scalars(select(Job).where(Job.kind == LETTER).order_by(Job.id)).all()
            assert [(job.payload["to"], job.payload["subject"]) for job in waiting] == [
                (to, subject) for subject in ("Копия не снята", "Ключ не открывает") for to in TO.split(", ")
            ]
            assert waiting[0].payload["text"] == "Первое место недоступно.\nВторое место недоступно."
            waiting[0].state = waiting[1].state = JobState.DEAD  # the server is away for longer than all attempts
        dead.raise_("Копия не снята", "Второе место недоступно.")
        with archive.sessions() as session:
            assert {job.state for job in session.scalars(select(Job).where(Job.kind == LETTER))} == {JobState.WAITING}
        letters.refused = "unknown@"
        work(archive)
        assert len(letters.kept) == 4
        alarm.raise_("Копия не снята", "Снова.")  # what was sent is done
        assert len(letters.kept) == 5
