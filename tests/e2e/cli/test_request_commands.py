"""Requests on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archive_app.services.people.keeping import add_person
from tests.fixtures.archives import actor_of

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
