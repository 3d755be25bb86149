"""Summary marks out of a filed table: read, kept, read anew, told on the card; nothing of what was destroyed."""

from __future__ import annotations

import json
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import AuditEvent, Document, DocumentState
from archive_app.errors import NotFound
from archive_app.services.class_lists import offered_lists, persons_of
from archive_app.services.marks import marks_of
from archive_app.services.marks.reading import NoMarks, TableSaid
from archive_app.services.marks.rows import read_marks
from archive_app.services.people import cards, keeping, studies
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import account, actor_of, file_one, note
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

WIDE = """Сводная ведомость успеваемости 9-А класса
№;ФИО;Дата рождения;Алгебра;Русский язык;Физика
1;Сойкина Ада Юрьевна;03.02.2014;5;4;н/а
2;Иволгина Яна Львовна;05.05.2014;3;;4
3;Иволгина Яна Львовна;06.06.2014;4;5;5
4;Нездешний Пётр Ильич;;5;5;5
5;Дроздова Ева Ильинична;;;;
6;12;;5;5;5
7;Сойкина Ада Юрьевна;03.02.2014;2;2;2
"""
OUTCOMES = ["ready", "ready", "ready", "unknown", "nothing", "not_understood", "again"]
SINGLE = """Ученик;Предмет;Период;Оценка
Сойкина Ада Юрьевна;Алгебра;1 полугодие;4\nСойкина Ада Юрьевна;Алгебра;2 полугодие;5\n"""
YEAR = TableSaid(2025, "")


def _prepare(archive: Archive) -> dict[str, int]:
    boss = actor_of(archive)
    born = {"Сойкина Ада Юрьевна": date(2014, 2, 3), "Дроздова Ева Ильинична": None}
    found = {name: keeping.add_person(archive.people, name, boss, birth_date=day) for name, day in born.items()}
    for day in (date(2014, 5, 5), date(2014, 6, 6)):
        found[f"Иволгина {day.day}"] = keeping.add_person(archive.people, "Иволгина Яна Львовна", boss, birth_date=day)
    return found


def _marks(archive: Archive, person: int) -> list[tuple[str, str, str]]:
    with reading(archive.sessions) as session:
        return [(line.subject, line.period, line.value) for line in marks_of(session, person)]


def test_tables_of_both_kinds_are_read() -> None:
    wide, single = read_marks(WIDE), read_marks(SINGLE)
    assert [(one.subject, one.value) for one in wide[0].said] == [
        ("Алгебра", "5"),
        ("Русский язык", "4"),
        ("Физика", "н/а"),
    ]
    assert [len(row.said) for row in wide] == [3, 2, 3, 3, 0, 3, 3]
    assert [(row.said[0].period, row.said[0].value) for row in single] == [("1 полугодие", "4"), ("2 полугодие", "5")]
    assert read_marks("просто слова\nбез таблицы") == ()


def test_a_filed_table_gives_its_marks_and_gives_way_to_itself(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    there = _prepare(archive)
    table = file_one(archive, note(tmp_path, WIDE, "ведомость.csv"))
    lines = archive.marks.preview(table, YEAR, boss)
    assert [line.outcome.value for line in lines] == OUTCOMES
    assert _marks(archive, there["Сойкина Ада Юрьевна"]) == []
    for _ in range(2):
        archive.marks.keep(table, YEAR, boss)
        assert _marks(archive, there["Сойкина Ада Юрьевна"]) == [
            ("Алгебра", "год", "5"),
            ("Русский язык", "год", "4"),
            ("Физика", "год", "н/а"),
        ]
    with archive.sessions() as session:  # one list of the class, in the order of the table
        choices, chosen = offered_lists(session, session.get_one(Document, table))
        assert [choice.key for choice in choices if choice.key.startswith("list-")] == [chosen]
        listed = [person.id for person in persons_of(session, chosen)]
    assert listed == list(dict.fromkeys(line.person_id for line in lines if line.person_id))
    assert there["Сойкина Ада Юрьевна"] in listed
    assert _marks(archive, there["Иволгина 5"]) == [("Алгебра", "год", "3"), ("Физика", "год", "4")]
    assert cards.person_card(archive.people, there["Иволгина 6"], boss).marks[0].document_id == table
    deputy = account(archive, "завуч-с-оценками", "deputy")
    assert cards.person_card(archive.people, there["Сойкина Ада Юрьевна"], boss).marks
    with pytest.raises(NotAllowed):
        archive.marks.keep(table, YEAR, deputy)
    with pytest.raises(NotFound):
        archive.marks.preview(99_999, YEAR, boss)
    with pytest.raises(NoMarks):
        archive.marks.preview(file_one(archive, note(tmp_path, "письмо", "письмо.txt")), YEAR, boss)
    with archive.sessions.begin() as session:
        session.get_one(Document, table).state = DocumentState.DESTROYED
    assert _marks(archive, there["Иволгина 5"]) == []


def test_a_group_tells_namesakes_apart(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    there = _prepare(archive)
    group = archive.rights.dictionary.add_group("9-А", boss, started_on=date(2025, 9, 1))
    studies.add_study(archive.people, there["Иволгина 6"], group, studies.Stay(), boss)
    table = file_one(archive, note(tmp_path, "ФИО;Алгебра\nИволгина Яна Львовна;5", "т.csv"))
    assert [line.outcome.value for line in archive.marks.preview(table, YEAR, boss)] == ["several"]
    archive.marks.keep(table, TableSaid(2025, "год", group), boss)
    assert (_marks(archive, there["Иволгина 5"]), len(_marks(archive, there["Иволгина 6"]))) == ([], 1)


def test_reading_a_table_again_renews_its_list_and_no_other(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    known = keeping.add_person(archive.people, "Сойкина Ада Юрьевна", boss)
    table = file_one(archive, note(tmp_path, "ФИО;Алгебра\nИвин Лев Ильич;4\nСойкина Ада Юрьевна;5", "т.csv"))
    archive.marks.keep(table, YEAR, boss)
    with archive.sessions() as session:
        document = session.get_one(Document, table)
        (_, own), title = offered_lists(session, document), document.title
    typed = archive.class_lists.keep(title, "Сойкина Ада Юрьевна", boss, document_id=table)
    new = keeping.add_person(archive.people, "Ивин Лев Ильич", boss)
    for _ in range(2):
        archive.marks.keep(table, YEAR, boss)
    with archive.sessions() as session:
        choices, chosen = offered_lists(session, session.get_one(Document, table))
        assert [choice.key for choice in choices if choice.key.startswith("list-")] == [f"list-{typed}", own]
        assert [person.id for person in persons_of(session, own)] == [new, known]
        assert chosen == f"list-{typed}", "what was typed by hand stays, and stays chosen"
        assert [person.id for person in persons_of(session, chosen)] == [known]
        renewed = select(AuditEvent).where(AuditEvent.action == "class_list:record:renew")
        assert len(session.scalars(renewed).all()) == 1


def test_by_command_by_program_and_in_the_browser(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        boss, there = actor_of(archive), _prepare(archive)
        table = file_one(archive, note(tmp_path, WIDE, "ведомость.csv"))
        said = cli.run("person", "marks", table, "--school-year", 2025, "--json")
        assert [line["outcome"] for line in json.loads(said.stdout)["lines"]] == OUTCOMES
        group = archive.rights.dictionary.add_group("9-А", boss, started_on=date(2025, 9, 1))
        studies.add_study(archive.people, there["Иволгина 6"], group, studies.Stay(), boss)
        namesakes = file_one(archive, note(tmp_path, "ФИО;Алгебра\nИволгина Яна Львовна;5", "т.csv"))
        said = cli.run("person", "marks", namesakes, "--school-year", 2025, "--group", "9-А", "--json")
        assert [line["outcome"] for line in json.loads(said.stdout)["lines"]] == ["ready"], said.stderr
        asking = program(archive, boss)
        kept = asking.ask("POST", f"/documents/{table}/marks", json={"school_year": 2025, "keep": True})
        assert (kept.status_code, kept.get_json()["kept"]) == (HTTPStatus.OK, True)
        marks = asking.get(f"/persons/{there['Сойкина Ада Юрьевна']}/marks").get_json()["marks"]
        assert [mark["value"] for mark in marks] == ["5", "4", "н/а"]
        with quick_hashes():
            give_password(archive, boss.login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(boss.login)
            page = visitor.get(f"/documents/{table}/marks").text
            form = {"csrf_token": csrf_of(page), "school_year": "2025", "period": "год"}
            assert "3 строки верны" in visitor.client.post(f"/documents/{table}/marks", data=form).text
            assert visitor.client.post(f"/documents/{table}/marks/keep", data=form).status_code == HTTPStatus.FOUND
            assert (
                visitor.client.post(f"/documents/{table}/marks", data=form | {"school_year": "нет"}).status_code == 400
            )
            assert "2025/2026" in visitor.get(f"/persons/{there['Сойкина Ада Юрьевна']}").text
