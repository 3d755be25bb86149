"""The portal: a student and representatives see the own records; nobody else's by any address or operation."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Authority, DocumentPerson, Duty, Leaving, PersonSource, User
from archive_app.errors import NotFound
from archive_app.services import guardians
from archive_app.services.people import cards, keeping, moving_on, studies
from archive_app.services.people.ground import own_persons
from archive_app.services.people.papers import Paper
from archive_app.services.portal import opening, showing
from archive_app.services.rights.errors import NotToOneself, ReasonMissing
from tests.fixtures.api import app_of, program, refused
from tests.fixtures.archives import account, actor_of, file_one, note, work
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

ADA, LEV, YANA, MOTHER = "Сойкина Ада Юрьевна", "Сойкин Лев Юрьевич", "Иволгина Яна Львовна", "Сойкина Вера Ильинична"
PERSONAL = {"item": "02-13", "kind": "certificate"}
PAPER = Paper("свидетельство о рождении")


def _school(archive: Archive, folder: Path) -> dict[str, int]:
    """Two children of one mother in different classes, a classmate, a certificate of each, accounts tied."""
    boss, people = actor_of(archive), archive.people
    found = {name: keeping.add_person(people, name, boss, birth_date=date(2014, 2, 3)) for name in (ADA, LEV, YANA)}
    for at, (name, group) in enumerate({ADA: "5-А", LEV: "7-Б", YANA: "5-А"}.items()):
        groups = {one.name: one.group_id for one in archive.rights.dictionary.groups()}
        number = groups.get(group) or archive.rights.dictionary.add_group(group, boss, started_on=date(2025, 9, 1))
        studies.add_study(people, found[name], number, studies.Stay(), boss)
        found[f"справка {name}"] = file_one(archive, note(folder, f"Справка {name}", f"с{at}.txt"), name, **PERSONAL)
    for name in (ADA, LEV):
        said = guardians.AuthoritySaid(Authority.PARENT, PAPER, date(2025, 9, 1))
        guardians.add_guardian(people, found[name], MOTHER, said, boss)
    found[MOTHER] = cards.person_card(people, found[ADA], boss).guardians[0].person_id
    with archive.sessions.begin() as session:
        now = archive.clock()
        session.add_all(User(login=name, display_name=name, active=True, created_at=now) for name in ("ада", "мать"))
    opening.tie_account(people, "ада", found[ADA], boss)
    opening.tie_account(people, "мать", found[MOTHER], boss)
    work(archive)
    return found


def test_authority_gives_sight_and_takes_it_away_at_once(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    there = _school(archive, tmp_path)
    assert own_persons(archive.actor("ада")) == {there[ADA]}
    assert own_persons(archive.actor("мать")) == {there[ADA], there[LEV]}
    (line,) = cards.person_card(archive.people, there[LEV], boss).guardians
    guardians.revoke_guardian(archive.people, line.guardianship_id, boss, reason="суд", version=line.version)
    assert own_persons(archive.actor("мать")) == {there[ADA]}
    with pytest.raises(NotFound):
        showing.my_record(archive.people, there[LEV], archive.actor("мать"))
    with archive.sessions() as session:
        ends = session.scalars(select(Duty.valid_to).where(Duty.person_id == there[ADA], Duty.role_code == "parent"))
        assert ends.all() == [date(2032, 2, 2)]  # the day before the eighteenth birthday
    card = cards.person_card(archive.people, there[ADA], boss)
    keeping.change_birth_date(archive.people, there[ADA], date(2008, 2, 29), boss, version=card.version)
    assert own_persons(archive.actor("мать")) == set()  # of full age since March
    with pytest.raises(opening.TiedAlready):
        opening.tie_account(archive.people, "ада", there[YANA], boss)
    with pytest.raises(NotToOneself):
        opening.tie_account(archive.people, boss.login, there[YANA], boss)
    clerk = account(archive, "мать", "clerk")  # who keeps cards does not give the own account sight of a child
    said = guardians.AuthoritySaid(Authority.PARENT, PAPER)
    with pytest.raises(NotToOneself):
        guardians.add_guardian(archive.people, there[YANA], str(there[MOTHER]), said, clerk)


def test_pages_that_name_others_are_not_shown(fresh_archive: Archive, tmp_path: Path) -> None:
    archive = fresh_archive
    there = _school(archive, tmp_path)
    number, ada = there[f"справка {ADA}"], archive.actor("ада")
    assert showing.my_document(archive.people, number, ada).open == {1}
    with archive.sessions.begin() as session:
        other = {"person_id": there[YANA], "role": "mentioned", "source": PersonSource.TYPED}
        session.add(DocumentPerson(document_id=number, pages=[1], **other))
    assert showing.my_document(archive.people, number, ada).open == frozenset()
    with pytest.raises(NotFound):
        showing.require_open(archive.people, number, 1, ada)


def test_nothing_of_others_by_any_address_or_operation(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive, quick_hashes():
        there = _school(archive, tmp_path)
        for login, own in {"ада": [ADA], "мать": [LEV, ADA]}.items():
            give_password(archive, login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(login)
            assert visitor.get("/").headers["Location"].endswith("/portal")
            asking = program(archive, archive.actor(login))
            listed = asking.get("/portal/persons").get_json()["persons"]
            assert sorted(one["name"] for one in listed) == sorted(own)
            for name in (ADA, LEV, YANA):
                expected = HTTPStatus.OK if name in own else HTTPStatus.NOT_FOUND
                roads = [f"/portal/persons/{there[name]}", f"/portal/documents/{there[f'справка {name}']}"]
                for road in roads:
                    answer = visitor.get(road)
                    assert answer.status_code == expected, (login, road)
                    assert YANA not in answer.text
                image = visitor.get(f"/portal/documents/{there[f'справка {name}']}/pages/1.jpg")
                assert name in own or image.status_code == HTTPStatus.NOT_FOUND
                assert asking.get(f"/portal/persons/{there[name]}").status_code == expected
            for road in _other_roads(there):
                assert visitor.get(road).status_code == HTTPStatus.NOT_FOUND, road
                assert asking.get(road).status_code == HTTPStatus.NOT_FOUND, road


def _other_roads(there: dict[str, Any]) -> list[str]:
    """Pages and operations of the staff: they are not there for the portal, not even of the own records."""
    documents = [f"/documents/{there[f'справка {name}']}" for name in (ADA, YANA)]
    return [f"/persons/{there[ADA]}", f"/persons/{there[YANA]}", "/persons", "/search?q=Иволгина", *documents]


def test_an_account_is_untied_with_a_reason_by_every_road(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive, quick_hashes():
        there, boss = _school(archive, tmp_path), actor_of(archive)
        with pytest.raises(ReasonMissing):
            opening.untie_account(archive.people, "ада", " ", boss)
        with pytest.raises(NotFound):
            opening.untie_account(archive.people, "ада", "ошибка", boss, person_id=there[YANA])
        with pytest.raises(NotAllowed):
            opening.untie_account(archive.people, "ада", "ошибка", archive.actor("мать"))
        give_password(archive, "ада")
        visitor = Visitor(app_of(archive).test_client())
        visitor.sign_in("ада")
        assert visitor.get(f"/portal/persons/{there[ADA]}").status_code == HTTPStatus.OK
        asking, road = program(archive, boss), f"/persons/{there[ADA]}/portal-accounts"
        assert [one["login"] for one in asking.get(road).get_json()["accounts"]] == ["ада"]
        assert (
            asking.ask("POST", f"{road}/untie", json={"login": "ада", "reason": " "}).status_code
            == HTTPStatus.BAD_REQUEST
        )
        assert asking.ask("POST", f"{road}/untie", json={"login": "ада", "reason": "ошибка"}).get_json() == {
            "accounts": []
        }
        assert own_persons(archive.actor("ада")) == set()
        for gone in ("/portal", f"/portal/persons/{there[ADA]}", f"/documents/{there[f'справка {ADA}']}"):
            assert visitor.get(gone).status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}, gone
        assert asking.ask("POST", road, json={"login": "ада"}).status_code == HTTPStatus.CREATED
        assert asking.ask("POST", road, json={"login": "ада"}).status_code == HTTPStatus.CONFLICT
        asking.ask("POST", f"{road}/untie", json={"login": "ада", "reason": "снова"})
        named = "/users/ада/person"
        refused(asking.ask("POST", named, json={"person": "Никтов"}), HTTPStatus.NOT_FOUND, "not_found")
        tied = asking.ask("POST", named, json={"person": ADA})
        assert (tied.status_code, [one["login"] for one in tied.get_json()["accounts"]]) == (201, ["ада"])
        mine = program(archive, archive.actor("ада")).ask("POST", "/users/мать/person", json={"person": YANA})
        refused(mine, HTTPStatus.FORBIDDEN, "not_allowed")
        keeper = Visitor(app_of(archive).test_client())
        give_password(archive, boss.login)
        keeper.sign_in(boss.login)
        page = f"/persons/{there[ADA]}"
        keeper.send(f"{page}/portal/close", page, login="ада", reason="ошибка в карточке")
        assert "Отвязать: ада" not in keeper.get(page).text
    assert cli.run("--user", boss.login, "user", "tie", "ада", "Никтов").returncode == 4
    assert cli.run("--user", boss.login, "user", "tie", "ада", ADA).returncode == 0  # a name, or there[ADA]
    assert cli.run("--user", boss.login, "user", "untie", "ада", "--reason", " ").returncode == 2
    assert cli.run("--user", boss.login, "user", "untie", "ада", "--reason", "потерян").returncode == 0
    assert cli.run("--user", boss.login, "user", "untie", "ада", "--reason", "ещё раз").returncode == 4


def test_a_student_of_no_card_has_the_portal_and_nothing_else(fresh_archive: Archive) -> None:
    archive = fresh_archive
    account(archive, "новенький", "student")
    with quick_hashes():
        give_password(archive, "новенький")
        visitor = Visitor(app_of(archive).test_client())
        visitor.sign_in("новенький")
        assert visitor.get("/").headers["Location"].endswith("/portal")
        assert "Записей для вас нет" in visitor.get("/portal").text
        for closed in ("/search?q=приказ", "/persons", "/file-plan", "/documents/1", "/portal/persons/1"):
            assert visitor.get(closed).status_code == HTTPStatus.NOT_FOUND, closed


def test_rights_of_a_student_end_with_the_studies(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    there, people, today = _school(archive, tmp_path), archive.people, archive.today()

    def study() -> cards.StudyLine:
        return cards.person_card(people, there[ADA], boss).studies[-1]

    def until() -> list[date | None]:
        held = select(Duty.valid_to).where(
            Duty.person_id == there[ADA], Duty.role_code == "student", Duty.revoked_at.is_(None)
        )
        with archive.sessions() as session:
            return list(session.scalars(held))

    began, line = date(2025, 9, 1), study()
    studies.change_study(people, line.study_id, studies.Stay(began, today), boss, version=line.version)
    assert until() == [today]
    assert own_persons(archive.actor("ада")) == {there[ADA]}, "to the last day"
    line, ended = study(), today - timedelta(days=1)
    studies.change_study(people, line.study_id, studies.Stay(began, ended), boss, version=line.version)
    assert (until(), own_persons(archive.actor("ада"))) == ([], frozenset())
    line = study()
    studies.change_study(people, line.study_id, studies.Stay(began), boss, version=line.version)
    assert until() == [None]
    line = study()
    moving_on.leave(people, line.study_id, Leaving.EXPELLED, ended, Paper("приказ № 5"), boss, version=line.version)
    assert (until(), own_persons(archive.actor("ада"))) == ([], frozenset())
    line = study()
    studies.remove_study(people, line.study_id, boss, version=line.version)
    assert until() == []
    with quick_hashes():
        give_password(archive, "ада")
        visitor = Visitor(app_of(archive).test_client())
        visitor.sign_in("ада")
        assert "Обратитесь в архив" in visitor.get("/portal").text
        for gone in (f"/portal/persons/{there[ADA]}", *_other_roads(there)):
            assert visitor.get(gone).status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}, gone
