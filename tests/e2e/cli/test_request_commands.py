"""Requests on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archive_app.services.people.keeping import add_person
from tests.fixtures.archives import account, actor_of

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli


def test_requests_by_commands(cli: Cli) -> None:
    with cli.home.opened() as archive:
        person = add_person(archive.people, "Орлова Вера Ивановна", actor_of(archive))
    said = ("--person", person, "--applicant", "Орлова В. И.", "--ground", "заявление № 1")
    made = cli.run("request", "register", "study_certificate", *said, "--json")
    card = json.loads(made.stdout)
    number = card["request_id"]
    assert card["number"].startswith("1/")
    assert cli.run("request", "assign", number).returncode == 0
    assert "273-ФЗ" in cli.run("request", "show", number).stdout
    assert "справка об обучении" in cli.run("request", "list", "--only", "mine").stdout
    assert cli.run("request", "refuse", number, "--why", " ").returncode == 2
    assert "отказано" in cli.run("request", "refuse", number, "--why", "отозвано").stdout
    assert "Запросов здесь нет" in cli.run("request", "list").stdout
    assert cli.run("request", "show", 77).returncode == 4
    assert cli.run("request", "day", "06.05.2030", "yes", "--why", "приказ").returncode != 0, "only who approves"
    unknown = cli.run("request", "register", "diploma", *said)
    assert unknown.returncode == 2
    assert "приказа об отчислении" in unknown.stderr


def test_answers_and_releases_by_commands(cli: Cli) -> None:
    with cli.home.opened() as archive:
        person = add_person(archive.people, "Орлова Вера Ивановна", actor_of(archive))
    made = cli.run("request", "register", "grades", "--person", person, "--applicant", "Орлова", "--json")
    number = json.loads(made.stdout)["request_id"]
    assert "утверждённой формы" in cli.run("request", "draft", number).stderr
    assert cli.run("request", "sign", number, "--by", "директор").returncode == 5
    assert cli.run("request", "issue", number, "--to", "Орлова", "--shown", "паспорт").returncode == 5
    told = ("--to", "Прокуратура", "--what", "личное дело", "--person", person)
    assert cli.run("request", "disclose", *told, "--ground", " ").returncode == 2
    assert cli.run("request", "disclose", *told, "--ground", "запрос № 3").returncode == 0
    assert "Прокуратура" in cli.run("request", "disclosures", "--person", person).stdout


def test_books_of_issue_and_blanks_by_commands(cli: Cli) -> None:
    with cli.home.opened() as archive:
        person = add_person(archive.people, "Орлова Вера Ивановна", actor_of(archive))
    lot = ("attestat", "--series", "АБ", "--first", "0007", "--count", 3)
    assert cli.run("blanks", "receive", *lot, "--ground", " ").returncode == 2
    assert "3 бланка" in cli.run("blanks", "receive", *lot, "--ground", "накладная № 1").stdout
    assert cli.run("blanks", "receive", *lot, "--ground", "накладная № 2").returncode == 5
    first, second, _ = json.loads(cli.run("blanks", "list", "attestat", "--json").stdout)["blanks"]
    assert cli.run("blanks", "spoil", second["blank_id"], "--why", "акт № 1").returncode == 0
    assert "акт № 1" in cli.run("blanks", "list", "attestat", "--state", "spoiled").stdout
    said = ("register", "enter", "attestat", "--person", person, "--title", "Аттестат", "--blank", first["blank_id"])
    assert cli.run(*said, "--ground", " ").returncode == 2
    line = json.loads(cli.run(*said, "--ground", "приказ № 9", "--json").stdout)
    assert cli.run(*said, "--ground", "приказ № 9").returncode == 5, "a blank is used once"
    assert json.loads(cli.run("blanks", "balance", "--json").stdout)["books"][0] == {
        "book": "attestat", "received": 3, "used": 1, "spoiled": 1, "left": 1
    }  # fmt: skip
    assert "осталось 1" in cli.run("blanks", "balance").stdout
    assert "АБ 0007" in cli.run("register", "list", "--unclaimed").stdout
    handed = ("register", "give-out", line["entry_id"], "--to", "Орлова В. И.", "--shown", "паспорт 1")
    assert cli.run(*handed, "--version", 9).returncode == 5
    assert "Орлова В. И." in cli.run(*handed).stdout
    assert "Записей пока нет" in cli.run("register", "list", "--unclaimed").stdout
    assert cli.run("register", "give-out", 77, "--to", "кто-то", "--shown", "паспорт").returncode == 4
    assert "Аттестат № 1/" in cli.run("disclosure", "list", "--person", person).stdout
    with cli.home.opened() as archive:
        account(archive, "учитель", "teacher")
    for forbidden in (("register", "list"), ("blanks", "balance"), ("disclosure", "looks", person)):
        assert cli.run("--user", "учитель", *forbidden).returncode == 2


def test_who_looked_by_command(cli: Cli) -> None:
    with cli.home.opened() as archive:
        person = add_person(archive.people, "Орлова Вера Ивановна", actor_of(archive))
        account(archive, "ответственный", "auditor")
    asking = ("--user", "ответственный", "disclosure", "looks", person)
    found = json.loads(cli.run(*asking, "--json").stdout)
    assert [line["action"] for line in found["lines"]] == ["person:record:add"]
    assert "добавил человека, 1," in cli.run(*asking).stdout
    assert "никто не смотрел" in cli.run(*asking, "--since", "01.03.2019", "--until", "31.03.2019").stdout
    assert cli.run("--user", "ответственный", "disclosure", "looks", 77).returncode == 4
