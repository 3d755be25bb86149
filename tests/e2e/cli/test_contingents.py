"""A table of who studies where: half its lines wrong, the right ones entered at once, twice with the same outcome."""

from __future__ import annotations

import io
import json
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from archive_app.auth.errors import NotAllowed
from archive_app.contingent_words import outcome_words
from archive_app.db.models import Guardianship, Person, Study
from archive_app.services.contingents import importing
from archive_app.services.people import cards, keeping
from archive_app.services.people.studies import add_study_within
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import account, actor_of
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

HEAD = "Фамилия;Имя;Отчество;Дата рождения;Класс;Зачислен с;Номер приказа;Дата приказа;Представитель (ФИО);Документ представителя"
MOTHER = "Сойкина Вера Ильинична;св. о рождении II-ЕН № 1"
LINES = {
    "Сойкина;Ада;Юрьевна;03.02.2014;5-А;01.09.2025;31-у;28.08.2025;" + MOTHER: "new",
    "Сойкин;Лев;Юрьевич;03.02.2014;5А;01.09.2025;31-у;28.08.2025;" + MOTHER: "new",
    "Дроздова;Ева;Ильинична;01.02.2014;5-А;;;;;": "known",
    "Иволгина;Яна;Львовна;05.05.2014;5-А;;;;;": "doubtful",
    "Сойкина;Ада;Юрьевна;03.02.2014;5-А;;;;;": "again",
    "Галкина;Ия;Олеговна;31.02.2014;5-А;;;;;": "bad_birth",
    "Галкина;Ия;Олеговна;01.02.2199;5-А;;;;;": "bad_birth",
    "Галкина;Ия;Олеговна;01.02.2014;11-Ы;;;;;": "no_group",
    "Галкина;Ия;Олеговна;01.02.2014;5-А;первого;;;;": "bad_since",
    "Галкина;Ия;Олеговна;01.02.2014;5-А;;;;Мама;": "bad_guardian",
    "Галкина;Ия;Олеговна;01.02.2014;5-А;;;;Галкина Вера Ильинична;": "no_paper",
    "Галкина;Ия;Олеговна;01.02.2001;5-А;;;;Галкина Вера Ильинична;паспорт": "of_age",
    "=cmd|' /C calc'!A0;;;;5-А;;;;;": "not_understood",
}
TEXT = "\n".join([HEAD, *LINES])


def _prepare(archive: Archive, boss: Actor) -> dict[str, int]:
    archive.rights.dictionary.add_group("5-А", boss, started_on=date(2025, 9, 1))
    known = {"Дроздова Ева Ильинична": date(2014, 2, 1), "Иволгина Яна Львовна": date(2010, 1, 1)}
    return {name: keeping.add_person(archive.people, name, boss, birth_date=born) for name, born in known.items()}


def _rows(archive: Archive) -> list[Any]:
    with archive.sessions() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (Person, Study, Guardianship)]


def test_what_is_right_is_entered_at_once_and_only_once(fresh_archive: Archive) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    there = _prepare(archive, boss)
    before = _rows(archive)
    looked = importing.preview_contingent(archive.people, TEXT, boss)
    assert [line.outcome.value for line in looked] == list(LINES.values())
    assert all(outcome_words(line) for line in looked)
    assert _rows(archive) == before  # nothing is written by looking
    (doubt,) = (line for line in looked if line.outcome == "doubtful")
    assert [one.person_id for one in doubt.meant] == [there["Иволгина Яна Львовна"]]
    importing.enter_contingent(archive.people, TEXT, boss)
    assert _rows(archive) == [before[0] + 3, before[1] + 3, before[2] + 2]  # two children have one mother
    again = importing.enter_contingent(archive.people, TEXT, boss)
    assert [line.outcome.value for line in again[:3]] == ["entered"] * 3
    assert _rows(archive) == [before[0] + 3, before[1] + 3, before[2] + 2]
    importing.enter_contingent(archive.people, TEXT, boss, chosen={doubt.row.number: 0})  # another person of this name
    importing.enter_contingent(archive.people, TEXT, boss, chosen={doubt.row.number: 0})
    assert _rows(archive)[:2] == [before[0] + 4, before[1] + 4]
    card = cards.person_card(archive.people, there["Дроздова Ева Ильинична"], boss)
    assert [(study.group, study.since) for study in card.studies] == [("5-А", date(2025, 9, 1))]
    with pytest.raises(NotAllowed):
        importing.preview_contingent(archive.people, TEXT, account(archive, "завуч-с-таблицей", "deputy"))
    for nothing in ("", "просто слова", HEAD):
        with pytest.raises(importing.ContingentEmpty):
            importing.preview_contingent(archive.people, nothing, boss)


def test_a_refused_line_leaves_nothing_half_done(fresh_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    _prepare(archive, boss)
    before = _rows(archive)
    entered = add_study_within
    told: list[int] = []

    def fails_later(*said: Any) -> int:
        told.append(1)
        if len(told) == 3:
            raise RuntimeError("the power is gone")
        return entered(*said)

    monkeypatch.setattr(importing, "add_study_within", fails_later)
    with pytest.raises(RuntimeError):
        importing.enter_contingent(archive.people, TEXT, boss)
    assert _rows(archive) == before


def test_by_command_by_program_and_in_the_browser(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "контингент.csv"
    table.write_text(TEXT, encoding="utf-8")
    with cli.home.opened() as archive:
        boss = actor_of(archive)
        _prepare(archive, boss)
        looked = json.loads(cli.run("person", "import", table, "--json").stdout)
        assert (looked["entered"], looked["counts"]["right"], looked["counts"]["doubtful"]) == (False, 3, 1)
        asking = program(archive, boss)
        entered = asking.ask("POST", "/persons/import", json={"text": TEXT, "enter": True}).get_json()
        assert (entered["entered"], entered["counts"]["right"]) == (True, 3)
        said = cli.run("person", "import", table, "--enter", "--meant", "5", "0")
        assert "1 строка внесена" in said.stdout
        with quick_hashes():
            give_password(archive, boss.login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(boss.login)
            page = visitor.get("/persons/import")
            form = {"csrf_token": csrf_of(page.text), "text": TEXT}
            shown = visitor.client.post("/persons/import", data=form)
            assert "внесено раньше" in shown.text
            report = visitor.client.post("/persons/import/report.csv", data=form).get_data(as_text=True)
            assert "'=cmd" in report  # a spreadsheet program takes it for text
            assert visitor.client.post("/persons/import", data=form | {"text": "нет"}).status_code == 400
            done = visitor.client.post("/persons/import/enter", data=form)
            assert done.status_code == HTTPStatus.OK
            sheet = load_workbook(io.BytesIO(visitor.get("/persons/import/template.xlsx").data)).active
            assert sheet is not None
            assert sheet["A1"].value == "Фамилия"
