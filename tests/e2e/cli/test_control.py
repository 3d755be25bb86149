"""Control by commands and by a program: the numbers of the hand-made college, the plan, and who is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fixtures.api import program, refused
from tests.fixtures.archives import account
from tests.fixtures.control import YEAR, College, college

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.cli.conftest import Cli

NEW = {"year": YEAR, "semester": 1, "subject": "Физика", "form": "oral", "held_on": "2026-01-20"}


@pytest.fixture
def made(cli: Cli, tmp_path: Path) -> Iterator[College]:
    with cli.home.opened() as archive:
        made = college(archive, tmp_path)
        cli.home.variables["ARCHIVE_USER"] = made.keeper.login
        yield made


def test_control_by_commands(cli: Cli, made: College, tmp_path: Path) -> None:
    assert "Ведомостей сдано: 4 из 6" in cli.says("control", "year", YEAR)
    every = cli.json("control", "sheets", YEAR)["sheets"]
    assert {one["subject"] for one in every} == {"Анатомия", "Фармакология", "Латинский язык", "Психология", "Химия"}
    overdue = cli.json("control", "sheets", YEAR, "--state", "overdue")["sheets"]
    assert [one["subject"] for one in overdue] == ["Латинский язык"]
    assert "Латинский язык" in cli.says("control", "sheets", YEAR, "--state", "overdue")
    students = cli.json("control", "files", YEAR, "--unit", made.units["Отделение Б"])["students"]
    assert [one["name"] for one in students] == ["Дымова Дарья Денисовна"]
    assert "СД-2" in cli.says("control", "journals", YEAR)
    of_group = [one["group"] for one in cli.json("control", "sheets", YEAR, "--group", "СД-2")["sheets"]]
    assert set(of_group) == {"СД-2"}
    assert len(cli.json("control", "sheets", YEAR, "--group", made.groups["СД-2"])["sheets"]) == len(of_group)
    assert "ЯЯ" in cli.run("control", "sheets", YEAR, "--group", "ЯЯ").stderr
    named = ("--group", "СД-2", "--subject", "Этика", "--semester", 1)
    assert cli.json("control", "plan", YEAR, *named)["assessment_id"]
    every = cli.json("control", "sheets", YEAR)["sheets"]
    said = ("--group", made.groups["СД-2"], "--subject", "Физика", "--semester", 1)
    assert cli.json("control", "plan", YEAR, *said)["assessment_id"]
    cli.says("control", "plan", YEAR, *said, code=5)  # it is in the plan
    table = tmp_path / "план.csv"
    table.write_text("Группа;Предмет;Семестр\nСД-2;Логика;1\nЯЯ;Логика;1\n", encoding="utf-8")
    assert len(cli.json("control", "import", YEAR, table)["lines"]) == 2
    assert cli.json("control", "import", YEAR, table, "--enter")["entered"]
    assert len(cli.json("control", "sheets", YEAR)["sheets"]) == len(every) + 2
    assert cli.json("control", "match")["found"] == 0
    cli.says("control", "put", made.lines["СД-2", "Психология"], 999_999, code=4)


def test_control_over_the_api(made: College) -> None:
    archive = made.archive
    deputy = program(archive, account(archive, "завуч", "director"))
    teacher = program(archive, account(archive, "учитель", "teacher"))
    assert deputy.ask("GET", f"/control?year={YEAR}").status_code == 200
    refused(teacher.ask("GET", f"/control?year={YEAR}"), 403, "not_allowed")
    every = deputy.ask("GET", f"/control/sheets?year={YEAR}").get_json()["sheets"]
    assert len(every) == 6
    one, two = (
        deputy.ask("GET", f"/control/students?year={YEAR}&limit=3{after}").get_json()["students"]
        for after in ("", f"&after={made.persons['Власова Вера Викторовна']}")
    )
    assert len(one) == 3
    assert not {line["person_id"] for line in one} & {line["person_id"] for line in two}
    own = teacher.ask("GET", f"/control/sheets?year={YEAR}").get_json()["sheets"]
    assert {line["subject"] for line in own} == {"Анатомия", "Фармакология", "Латинский язык"}
    group = {"group_id": made.groups["СД-2"]}
    new = deputy.ask("POST", "/control/sheets", json=NEW | group)
    assert new.status_code == 201, new.get_json()
    refused(teacher.ask("POST", "/control/sheets", json=NEW | group), 403, "not_allowed")
    at = f"/control/sheets/{new.get_json()['assessment_id']}"
    refused(teacher.ask("POST", f"{at}/removed", json={"version": 1}), 403, "not_allowed")
    assert deputy.ask("POST", f"{at}/removed", json={"version": 1}).status_code == 200
    assert deputy.ask("POST", "/control/match").get_json() == {"found": 0}
