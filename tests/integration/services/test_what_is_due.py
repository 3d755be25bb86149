"""The daily run: it proposes, writes once, catches up once, never doubles; the forecast adds up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import CaseFile, CaseProspect, Document, DueStep, Job, JobState, Loan, User, Volume
from archive_app.entrypoints.scheduler import SCHEDULES, enqueue_due, make_scheduler
from archive_app.mail import MailNotSent
from archive_app.services.desk import what_waits
from archive_app.services.kinds import LETTER, RETENTION
from archive_app.services.lending.giving import Wanted
from archive_app.services.life.events import Told
from retention.term import Trigger
from tests.fixtures.archives import YEAR, account, actor_of, file_one, note, work
from tests.fixtures.mail import Letters, mail_server
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home

JOURNALS, ORDERS, PERSONAL = "02-03", "01-02", "02-02"
(SCHEDULE,) = [each for each in SCHEDULES if each.kind == RETENTION]


def case_file(archive: Archive, folder: Path, item: str, *persons: str) -> int:
    path = note(folder, f"{item} {persons}", f"{item}{len(persons)}.txt")
    number = file_one(archive, path, *persons, item=item, kind="order", date=date(YEAR, 9, 2), sheets=30)
    with archive.sessions() as session:
        return session.scalars(select(Volume.case_file_id).join(Document).where(Document.id == number)).one()


def due(archive: Archive, step: DueStep) -> list[int]:
    return [line.case_file_id for line in archive.life.forecasting.due(step, actor_of(archive))]


def test_each_step_is_proposed_in_its_time_and_nothing_is_done(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    journals, orders = case_file(archive, tmp_path, JOURNALS), case_file(archive, tmp_path, ORDERS)
    personal = case_file(archive, tmp_path, PERSONAL, "Ивашкина Анна Львовна")
    run = archive.life.prospects.run_as
    assert run(actor, date(YEAR, 12, 31)).due == {"close": 0, "transfer": 0, "review": 0}
    assert run(actor, date(YEAR + 1, 1, 1)).due == {"close": 1, "transfer": 0, "review": 0}
    assert due(archive, DueStep.CLOSE) == [orders]  # the school year goes on, and the pupil has not left
    assert run(actor, date(YEAR + 1, 9, 1)).due == {"close": 2, "transfer": 0, "review": 0}
    assert due(archive, DueStep.CLOSE) == [journals, orders]
    with archive.sessions() as session:
        person = session.get_one(CaseFile, personal).person_id
    archive.life.events.enter(Told(Trigger.AFTER_LEAVING, date(2026, 6, 30), "приказ № 41-у", person_id=person), actor)
    assert run(actor).due["close"] == 3
    waiting = {line.code: line.count for line in what_waits(archive.sessions, actor)}
    assert waiting["to_close"] == 3
    for number in (journals, orders):
        archive.life.closing.close(number, actor)
    assert due(archive, DueStep.CLOSE) == [personal]  # at once, not only after the next run
    run(actor, date(2027, 1, 1))
    assert (due(archive, DueStep.TRANSFER), due(archive, DueStep.REVIEW)) == ([orders], [])  # permanent, to the archive
    run(actor, date(2030, 12, 31))
    assert due(archive, DueStep.REVIEW) == []
    run(actor, date(2031, 1, 1))
    assert due(archive, DueStep.REVIEW) == [journals]
    assert archive.life.judging.explain(journals, actor, date(2031, 1, 1)).verdict.outcome == "extract"
    with pytest.raises(NotAllowed):
        archive.life.prospects.run_as(account(archive, "учитель", "teacher"))


def test_the_forecast_adds_up_and_costs_the_same_however_long(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    assert archive.life.forecasting.table(actor).judged_on is None
    numbers = [case_file(archive, tmp_path, item) for item in (JOURNALS, ORDERS)]
    open_one = case_file(archive, tmp_path, PERSONAL, "Ивашкина Анна Львовна")
    for number in numbers:
        archive.life.closing.close(number, actor)
    with statements_of(archive.database) as seen:
        archive.life.prospects.run_as(actor)
    assert len(seen) < 30
    table = archive.life.forecasting.table(actor)
    assert [(row.year, row.case_files, row.sheets) for row in table.years] == [(2031, 1, 30)]
    assert table.years[0].volume_bytes > 0
    assert table.without_date == {"no_date": 1, "never": 1}
    assert archive.life.forecasting.xlsx(tmp_path / "прогноз.xlsx", actor) == 1
    sheet = load_workbook(tmp_path / "прогноз.xlsx").active
    assert sheet is not None
    heads, (*counts, size) = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    assert (heads[-1], counts) == ("Размер, КБ", [2031, 1, 30])
    assert size == pytest.approx(table.years[0].volume_bytes / 1024)
    with archive.sessions.begin() as session:
        session.execute(update(CaseFile).where(CaseFile.id == open_one).values(state="destroyed"))
    archive.life.prospects.run_as(actor)
    with archive.sessions() as session:
        assert session.get(CaseProspect, open_one) is None


def test_those_responsible_get_one_letter_about_what_is_new(home: Home, tmp_path: Path) -> None:
    letters = Letters()
    with (
        mail_server(letters) as port,
        home.opened(
            mail_url=f"smtp://localhost:{port}", mail_from="a@b.example", public_url="https://a.example"
        ) as one,
    ):
        lent = case_file(one, tmp_path, JOURNALS)
        due_on = one.today()
        one.lending.giving.give(Wanted(lent), actor_of(one), borrower="Петрова А. И.", due_on=due_on)
        with one.sessions.begin() as session:
            session.execute(update(Loan).values(lent_on=due_on - timedelta(9), due_on=due_on - timedelta(1)))
        account(one, "архивариус", "archivist")
        account(one, "учитель", "teacher")
        with one.sessions.begin() as session:
            for user in session.scalars(select(User)):
                user.email = f"{user.id}@school.example"
        for _ in range(2):
            enqueue_due(one, SCHEDULE)
            work(one)
            one.life.prospects.run()
    ((to, letter),) = letters.kept
    assert len(to) == 2  # the first account and the archivist, not the teacher
    assert "1 дело пора закрыть" in letter.get_content()
    assert "просрочен возврат 1 подлинника" in letter.get_content()
    assert "https://a.example/archive/due" in letter.get_content()


def test_whom_the_server_refused_is_written_to_again_alone(embedded_home: Home, tmp_path: Path) -> None:
    """Those who got the letter get no second one; what does not go stays among the jobs that are tried again."""
    letters = Letters()
    with (
        mail_server(letters) as port,
        embedded_home.opened(mail_url=f"smtp://localhost:{port}", mail_from="a@b.example") as archive,
    ):
        case_file(archive, tmp_path, JOURNALS)
        account(archive, "архивариус", "archivist")
        with archive.sessions.begin() as session:
            for user in session.scalars(select(User)):
                user.email = "nobody@school.example" if user.login == "архивариус" else "boss@school.example"
        assert archive.life.prospects.run().letters == 2
        assert archive.life.prospects.run().letters == 0
        work(archive)
        with archive.sessions.begin() as session:
            again = session.scalars(select(Job).where(Job.kind == LETTER)).one()
            assert (again.state, again.payload["to"]) == (JobState.WAITING, "nobody@school.example")
            assert "nobody@school.example" in (again.last_error_detail or "")
            again.run_after = archive.clock()
        letters.refused = "unknown@"
        work(archive)
    assert [to for to, _ in letters.kept] == [["boss@school.example"], ["nobody@school.example"]]


def test_a_letter_that_did_not_go_is_written_again(embedded_home: Home, tmp_path: Path) -> None:
    with embedded_home.opened(mail_url="smtp://localhost:1", mail_from="a@b.example") as archive:
        number = case_file(archive, tmp_path, JOURNALS)
        with archive.sessions.begin() as session:
            session.execute(update(User).values(email="a@school.example"))
        with pytest.raises(MailNotSent):
            archive.life.prospects.run()
        with archive.sessions() as session:
            kept = session.get_one(CaseProspect, number)
            assert (kept.due, kept.notified_at) == (DueStep.CLOSE, None)


def test_two_schedulers_never_double_and_a_missed_run_catches_up_once(served_home: Home) -> None:
    """Two real schedulers over one PostgreSQL; before, the last run was five days ago."""
    with served_home.opened() as first, served_home.opened() as second:
        tick = SCHEDULE.tick(first.clock())
        with first.sessions.begin() as session:
            missed = Job(
                kind=RETENTION,
                state=JobState.DONE,
                run_after=tick,
                schedule=RETENTION,
                scheduled_for=tick - timedelta(days=5),
                created_at=tick,
            )
            session.add(missed)
        schedulers = [make_scheduler(first), make_scheduler(second)]
        for scheduler in schedulers:
            scheduler.start()
        for scheduler in schedulers:
            scheduler.shutdown(wait=True)  # what was begun is finished
        for schedule in (SCHEDULE, SCHEDULE):
            enqueue_due(second, schedule)
        with first.sessions() as session:
            due = session.scalars(select(Job.scheduled_for).where(Job.kind == RETENTION).order_by(Job.id)).all()
    assert due == [tick - timedelta(days=5), tick]
