"""Totals for monitoring bodies: who studies, came, left; what was issued and answered; small numbers hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive_app.audit import AuditTrail
from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import Leaving
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.disclosure import counting
from archive_app.services.disclosure.contingent_day import ContingentDays
from archive_app.services.disclosure.monitoring import Monitoring
from archive_app.services.fileplans import put_in_force
from archive_app.services.first_run.starting_plans import contents, shipped
from archive_app.services.forms.form import Heading
from archive_app.services.people import group_orders, keeping, studies
from archive_app.services.people.group_orders import GroupOrder
from archive_app.services.people.papers import Paper
from archive_app.services.requests.ground import Desk
from tests.fixtures.archives import account, actor_of
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.regulation_kinds.places import Sort

BEGUN, DAY, YEAR = date(2024, 9, 1), date(2025, 9, 1), 2025
GIRLS, BOYS = 9, 6


def _school(archive: Archive) -> None:
    """9-А of fifteen; five boys graduate, one girl is expelled, the others go on in 10-А, where one is new."""
    boss, book, people = actor_of(archive), archive.rights.dictionary, archive.people
    nine, ten = book.add_group("9-А", boss, started_on=BEGUN), book.add_group("10-А", boss, started_on=DAY)
    for number in range(GIRLS + BOYS):
        girl = number < GIRLS
        name = f"Ивин{'а' if girl else ''} {'АБВГДЕЖЗИКЛМНОП'[number]} {'Ильинична' if girl else 'Ильич'}"
        person = keeping.add_person(people, name, boss, birth_date=date(2009 + number % 2, 5, 1))
        studies.add_study(people, person, nine, studies.Stay(BEGUN), boss)
    for leaving, whom in ((Leaving.GRADUATED, slice(5)), (Leaving.EXPELLED, slice(-1, None))):
        order = GroupOrder(nine, date(2025, 6, 25), Paper(f"приказ о {leaving}"), leaving=leaving)
        lines = group_orders.preview(people, order, boss)[whom]
        group_orders.carry_out(people, order, {line.study_id: line.version for line in lines}, boss)
    move = GroupOrder(nine, DAY, Paper("приказ № 2"), to_group=ten)
    going = {line.study_id: line.version for line in group_orders.preview(people, move, boss)}
    group_orders.carry_out(people, move, going, boss)
    new = keeping.add_person(people, "Яшина Я Юрьевна", boss)
    studies.add_study(people, new, ten, studies.Stay(DAY), boss)


def test_moves_are_neither_enrolments_nor_leavings(fresh_archive: Archive) -> None:
    _school(fresh_archive)
    with reading(fresh_archive.sessions) as session:
        assert counting.enrolled(session, 2024) == {"9 класс": {"9-А": 15}}
        assert counting.enrolled(session, YEAR) == {"10 класс": {"10-А": 1}}
        assert counting.left(session, YEAR) == {"выпущен(а)": {"9-А": 5}, "отчислен(а)": {"9-А": 1}}
        on = date(2025, 9, 20)
        assert counting.contingent_by_group(session, on) == {"10 класс": {"10-А": 10}}
        by_birth = counting.contingent_by_birth(session, on)
        assert {sex: sum(years.values()) for sex, years in by_birth.items()} == {"мужской": 1, "женский": 9}
        assert by_birth["женский"]["год рождения не известен"] == 1
        assert counting.contingent_by_birth(session, BEGUN)["женский"].keys() == {"2009 г. р.", "2010 г. р."}


def test_the_form_hides_what_is_small_and_costs_the_same(fresh_archive: Archive) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    desk = Desk(archive.sessions, archive.clock, archive.today, archive.journal.reads, archive.settings.zone)
    with statements_of(archive.database) as empty:
        tuple(Monitoring(desk, ContingentDays(archive.today)).form(YEAR, boss))
    _school(archive)
    with statements_of(archive.database) as full:
        (form,) = Monitoring(desk, ContingentDays(archive.today)).form(YEAR, boss)
    assert len(full) == len(empty)
    told: dict[str, list[tuple[object, ...]]] = {}
    title = ""
    assert form.table is not None
    for row in form.table.rows:
        if isinstance(row, Heading):
            title = row.words.partition(",")[0]
            told.setdefault(title, [])
        else:
            told[title].append(tuple(row))
    assert told["Выбыли за год"] == [("выпущен(а)", "—"), ("отчислен(а)", "—"), ("Всего", 6)]
    assert told["Зачислены за год"] == [("Всего", "—")]
    with pytest.raises(NotAllowed):
        tuple(Monitoring(desk, ContingentDays(archive.today)).form(YEAR, account(archive, "учитель", "teacher")))


@pytest.mark.parametrize(
    ("plan", "told", "day", "because"),
    [
        ("college", None, (10, 1), "составлена как у колледжа"),
        ("school", None, (9, 20), "составлена как у школы"),
        ("school", "college", (10, 1), "параметром ARCHIVE_ORGANISATION_KIND"),
        (None, None, (9, 20), "ARCHIVE_ORGANISATION_KIND=college"),
    ],
)
def test_a_college_is_counted_on_the_first_of_october(
    fresh_archive: Archive, plan: Sort | None, told: Sort | None, day: tuple[int, int], because: str
) -> None:
    archive, year = fresh_archive, 2030
    items = contents(shipped(plan or "school", year)).items
    with UnitOfWork(archive.sessions) as uow:
        trail = AuditTrail(uow, actor="system", now=archive.clock)
        meant = items if plan else [replace(item, title="Чайки") for item in items]
        put_in_force(uow.session, trail, year, meant, archive.clock())
        uow.commit()
    with reading(archive.sessions) as session:
        found = ContingentDays(lambda: date(2031, 1, 1), told).of(session, year)
        early = ContingentDays(lambda: date(2030, 5, 6), told).of(session, year)
        before = ContingentDays(lambda: date(2031, 1, 1)).of(session, YEAR)
    assert (found.on, because in found.why) == (date(year, *day), True), found.why
    assert (early.on, "посчитано на 06.05.2030" in early.why) == (date(2030, 5, 6), True)
    assert before.on == date(YEAR, 9, 20), "a later plan says nothing of a year before it"
