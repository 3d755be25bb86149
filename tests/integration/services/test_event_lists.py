"""An order with a list of pupils starts the terms that waited for their leaving: previewed, entered, told line by line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import CaseEvent, Person, PersonName
from archive_app.services.life.errors import EventListEmpty, TriggerNotWaitedFor
from archive_app.services.life.event_lists import LineVerdict, OrderSaid
from archive_app.services.persons import FullName, find_or_add_persons
from indexer import pipeline
from retention.term import Trigger
from tests.fixtures.archives import account, actor_of
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

SAID = OrderSaid(Trigger.AFTER_LEAVING, date(2025, 6, 30), "приказ от 30.06.2025 № 41-у")
LIST = """ФИО;Дата;Основание
Ивашкина Анна Львовна
Орлов Пётр Ильич;25.06.2025;приказ № 40-у
Орлов Петр Ильич
Неизвестный Иван Иванович
Двойников Олег Олегович
Ивашкина;
Седова Вера Павловна;31.06.2025
Гусев Иван Петрович;01.01.2199"""


def with_persons(archive: Archive) -> None:
    names = ["Ивашкина Анна Львовна", "Орлов Пётр Ильич", "Седова Вера Павловна", "Гусев Иван Петрович"]
    now = archive.clock()
    with archive.sessions.begin() as session:
        find_or_add_persons(session, [FullName.parse(name) for name in names], now)
        twin = FullName.parse("Двойников Олег Олегович")
        find_or_add_persons(session, [twin], now)
        known = session.scalars(select(Person).where(Person.surname == twin.surname)).one()
        copied = {column.key: getattr(known, column.key) for column in Person.__table__.columns if column.key != "id"}
        second = Person(**copied)
        session.add(second)
        session.flush()
        first_name = session.scalars(select(PersonName).where(PersonName.person_id == known.id)).one()
        columns = {each.key: getattr(first_name, each.key) for each in PersonName.__table__.columns if each.key != "id"}
        session.add(PersonName(**(columns | {"person_id": second.id})))


def test_each_line_is_told_and_only_the_good_ones_are_entered(fresh_archive: Archive) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    with_persons(archive)
    lists = archive.life.event_lists
    with statements_of(archive.database) as seen:
        lines = lists.preview(LIST, SAID, actor)
    assert len([each for each in seen if each.startswith("SELECT")]) <= 3
    assert [line.verdict for line in lines] == [
        LineVerdict.READY,
        LineVerdict.READY,
        LineVerdict.AGAIN,
        LineVerdict.UNKNOWN,
        LineVerdict.SEVERAL,
        LineVerdict.NOT_UNDERSTOOD,
        LineVerdict.BAD_DAY,
        LineVerdict.FUTURE,
    ]
    assert (lines[0].on, lines[1].on, lines[1].ground) == (SAID.on, date(2025, 6, 25), "приказ № 40-у")
    assert entered(archive) == 0  # looking writes nothing
    assert [line.verdict for line in lists.enter(LIST, SAID, actor)] == [line.verdict for line in lines]
    assert entered(archive) == 2
    again = lists.enter(LIST, SAID, actor)
    assert again[0].verdict is LineVerdict.ENTERED
    assert entered(archive) == 2


def test_a_workbook_is_read_as_it_is(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    with_persons(archive)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["№", "Фамилия", "Имя", "Отчество", "Дата"], [1, "Орлов", "Пётр", "Ильич", "30.06.2025"]):
        sheet.append(row)
    book.save(tmp_path / "приказ.xlsx")
    text = pipeline.table_lines(tmp_path / "приказ.xlsx", "приказ.xlsx")
    (line,) = archive.life.event_lists.preview(text, SAID, actor)
    assert (line.verdict, line.on) == (LineVerdict.READY, date(2025, 6, 30))


def test_what_cannot_be_entered_is_refused(fresh_archive: Archive) -> None:
    archive, actor = fresh_archive, actor_of(fresh_archive)
    lists = archive.life.event_lists
    with pytest.raises(EventListEmpty):
        lists.preview(" \n", SAID, actor)
    with pytest.raises(TriggerNotWaitedFor):
        lists.enter(LIST, OrderSaid(Trigger.REPLACED, None, ""), actor)
    with pytest.raises(NotAllowed):
        lists.preview(LIST, SAID, account(archive, "учитель", "teacher"))


def entered(archive: Archive) -> int:
    with archive.sessions() as session:
        return session.scalar(select(func.count()).select_from(CaseEvent)) or 0
