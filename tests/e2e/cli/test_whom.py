"""On the command line a person is named by any name and a group by its title; numbers go on being understood."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import RequestKind
from archive_app.services.people import studies
from archive_app.services.people.errors import SeveralGroups
from archive_app.services.people.keeping import add_person
from archive_app.services.people.meant import group_meant
from archive_app.services.rights.errors import UnknownName
from tests.fixtures.archives import actor_of

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

ADA, LEV = "Сойкина Ада Юрьевна", "Ивин Лев Ильич"
BEGUN = date(2024, 9, 1)


def test_names_and_titles_stand_for_numbers(cli: Cli) -> None:
    with cli.home.opened() as archive:
        boss, book = actor_of(archive), archive.rights.dictionary
        here, there = book.add_group("5-А", boss, started_on=BEGUN), book.add_group("6-А", boss, started_on=BEGUN)
        numbers = [add_person(archive.people, name, boss, birth_date=date(2013, 2, 3)) for name in (ADA, LEV)]
        for number in numbers:
            studies.add_study(archive.people, number, here, studies.Stay(BEGUN), boss)

    def told(*words: object) -> dict[str, object]:
        done = cli.run("--user", boss.login, *words, "--json")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    asked = told(
        "request",
        "register",
        RequestKind.STUDY_CERTIFICATE.value,
        "--person",
        "сойкиной ады юрьевны",
        "--applicant",
        ADA,
    )
    assert asked["person_id"] == numbers[0]
    order = ("group", "order", "5-А", "--to", "6-А", "--day", "01.09.2025", "--ground", "приказ № 7")
    assert told(*order, "--except", "Ивин", "--carry-out")["carried_out"] == 1
    assert told("group", "change", "6-А", "--name", "6-Б")["group_id"] == there
    mother = told("person", "guardian", ADA, "Сойкина Вера Ильинична", "--ground", "св. о рождении № 1")
    assert mother["guardianship_id"]
    consent = ("person", "consent", ADA, "--for", "education", "--by", "Сойкина Вера", "--ground", "согласие № 1")
    assert told(*consent)["consent_id"]
    assert told("person", "rename", ADA, "--to", "Воронова")["name"] == "Воронова Ада Юрьевна"
    assert told("person", "show", "Воронова Ада")["person_id"] == numbers[0]
    assert told("person", "show", numbers[1])["name"] == LEV


def test_namesakes_are_named_and_nobody_is_guessed(cli: Cli) -> None:
    with cli.home.opened() as archive:
        boss = actor_of(archive)
        for year in (2013, 2014):
            add_person(archive.people, ADA, boss, birth_date=date(year, 2, 3))
    refused = cli.run("--user", boss.login, "person", "rename", ADA, "--to", "Воронова")
    assert refused.returncode != 0
    assert "03.02.2013" in refused.stderr
    assert "03.02.2014" in refused.stderr


def test_a_title_of_digits_and_a_number_are_told_apart(fresh_archive: Archive) -> None:
    people, boss = fresh_archive.people, actor_of(fresh_archive)
    add = fresh_archive.rights.dictionary.add_group
    first = add("101", boss, started_on=BEGUN)
    other = add(str(first), boss, started_on=BEGUN)
    assert group_meant(people, "101", BEGUN) == first
    assert group_meant(people, str(other), BEGUN) == other
    assert group_meant(people, f"№ {first}", BEGUN) == first
    with pytest.raises(SeveralGroups):
        group_meant(people, str(first), BEGUN)
    with pytest.raises(UnknownName):
        group_meant(people, "нет такой", BEGUN)
