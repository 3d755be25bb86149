"""On the command line a person is named by any name and a group by its title; numbers go on being understood."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import RequestKind
from archive_app.errors import EXIT_CONFLICT, EXIT_NOT_FOUND
from archive_app.services.people import cards, studies
from archive_app.services.people.errors import SeveralGroups
from archive_app.services.people.keeping import add_person
from archive_app.services.people.meant import group_meant
from archive_app.services.rights.errors import UnknownName
from tests.fixtures.archives import actor_of

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

STRANGER = "Иволгина Яна Львовна"
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
    with cli.home.opened() as archive:
        stranger = add_person(archive.people, STRANGER, boss)
    wrong = cli.run("--user", boss.login, *order, "--except", STRANGER, "--carry-out")
    assert (wrong.returncode, f"Приказ не касается: {STRANGER}" in wrong.stderr) == (2, True), (
        "it is carried out for none"
    )
    empty = ("group", "order", "6-А", "--leaving", "other", "--day", "01.09.2025", "--ground", "приказ № 8")
    assert cli.run("--user", boss.login, *empty).stdout.strip() == "В этой группе никто не учится."
    assert cli.run("--user", boss.login, "portfolio", "list", stranger).stdout.splitlines()[1:] == ["Записей пока нет."]
    assert cli.run("--user", boss.login, "person", "list", "Никто").stdout.strip() == "Никто не найден."
    assert told(*order, "--except", "Ивин", "--carry-out")["carried_out"] == 1
    assert told("group", "change", "6-А", "--name", "6-Б")["group_id"] == there
    mother = told("person", "guardian", ADA, "Сойкина Вера Ильинична", "--ground", "св. о рождении № 1")
    assert mother["guardianship_id"]
    consent = ("person", "consent", ADA, "--for", "education", "--by", "Сойкина Вера", "--ground", "согласие № 1")
    assert told(*consent)["consent_id"]
    assert told("person", "rename", ADA, "--to", "Воронова")["name"] == "Воронова Ада Юрьевна"
    assert told("person", "show", "Воронова Ада")["person_id"] == numbers[0]
    assert told("person", "show", numbers[1])["name"] == LEV


def test_a_study_is_named_by_the_person_who_goes_on(cli: Cli) -> None:
    with cli.home.opened() as archive:
        boss, book = actor_of(archive), archive.rights.dictionary
        groups = [book.add_group(name, boss, started_on=BEGUN) for name in ("5-А", "6-А", "Хор")]
        ada, lev = (add_person(archive.people, name, boss) for name in (ADA, LEV))
        study = studies.add_study(archive.people, ada, groups[0], studies.Stay(BEGUN), boss)
        run = ("--user", boss.login, "person")
        paper = ("--ground", "приказ № 7")
        moved = cli.run(*run, "move", "сойкину аду", "6-А", "--since", "01.09.2025", *paper)
        assert moved.returncode == 0, moved.stderr
        again = cli.run(*run, "move", study, "6-А", "--since", "01.09.2025", *paper, "--version", 1)
        assert again.returncode == EXIT_CONFLICT, "a number goes on being the number of a study, in its version"
        choir = studies.add_study(archive.people, ada, groups[2], studies.Stay(BEGUN), boss)
        leaving = ("--why", "graduated", "--on", "25.06.2026", *paper)
        several = cli.run(*run, "leave", ADA, *leaving)
        assert f"№ {choir} Хор" in several.stderr
        assert "6-А" in several.stderr
        assert cli.run(*run, "leave", f"№ {choir}", *leaving).returncode == 0
        assert cli.run(*run, "leave", ADA, *leaving).returncode == 0
        assert f"{LEV} сейчас нигде не учится" in cli.run(*run, "leave", LEV, *leaving).stderr
        assert cli.run(*run, "leave", 99, *leaving).returncode == EXIT_NOT_FOUND
        ends = {one.group: one.until for one in cards.person_card(archive.people, ada, boss).studies}
        assert ends == {"5-А": date(2025, 8, 31), "6-А": date(2026, 6, 25), "Хор": date(2026, 6, 25)}
        shown = json.loads(cli.run("--user", boss.login, "audit", "show", "--person", ADA, "--json").stdout)["events"]
        assert {one["object_id"] for one in shown if one["object_type"] == "person"} == {str(ada)}
        add_person(archive.people, ADA, boss)
        namesakes = cli.run("--user", boss.login, "audit", "show", "--person", ADA)
        assert f"№ {ada} {ADA}" in namesakes.stderr
        assert lev


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
