"""A right that is taken away is gone at once: in the middle of a batch, in a session, through a key; and asking is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.acts import Act
from archive_app.db.models import Document, Duty, Person, User
from archive_app.entrypoints.web.app import create_app
from archive_app.errors import NotFound
from archive_app.services.batch import file_all, from_paths
from archive_app.services.documents import card
from tests.fixtures.api import program
from tests.fixtures.archives import account, actor_of, facts, file_one, note
from tests.fixtures.signing_in import PASSWORD, give_password
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive


def _revoke(archive: Archive, login: str) -> None:
    with archive.sessions() as session:
        duty = session.scalars(select(Duty.id).join(User).where(User.login == login, Duty.revoked_at.is_(None))).one()
    archive.rights.duties.revoke(duty, actor_of(archive))


def test_a_batch_stops_at_the_file_before_which_the_right_went(archive: Archive, tmp_path: Path) -> None:
    account(archive, "писарь", "clerk")
    folder = tmp_path / "партия"
    folder.mkdir()
    for number in range(4):
        note(folder, f"приказ {number}", f"{number}.txt")
    asked = 0

    def who() -> Actor:
        nonlocal asked
        asked += 1
        if asked == 3:
            _revoke(archive, "писарь")
        return archive.actor("писарь")

    outcomes = list(file_all(archive.intake, from_paths([folder], facts(kind="order")), who))
    assert [outcome.outcome for outcome in outcomes] == ["filed", "filed", "refused", "refused"]
    assert {outcome.code for outcome in outcomes[2:]} == {"not_allowed"}


def test_an_open_session_and_a_key_lose_the_document_at_the_next_request(archive: Archive, tmp_path: Path) -> None:
    number = file_one(archive, note(tmp_path, "приказ о премии"), kind="order")
    acting = account(archive, "завхоз", "deputy")
    give_password(archive, "завхоз")
    app = create_app(archive)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.post("/sign-in", data={"login": "завхоз", "password": PASSWORD})
    key = program(archive, acting, [Act.SEE])
    assert browser.get(f"/documents/{number}").status_code == 200
    assert key.get(f"/documents/{number}").status_code == 200
    _revoke(archive, "завхоз")
    assert browser.get(f"/documents/{number}").status_code == 403
    assert browser.get(f"/documents/{number}/pages/1.jpg").status_code == 403
    assert key.get(f"/documents/{number}").status_code in {401, 403}


def test_a_document_that_moves_to_another_unit_leaves_its_readers(archive: Archive, tmp_path: Path) -> None:
    boss = actor_of(archive)
    for unit in ("Прежнее", "Новое"):
        archive.rights.dictionary.add_unit(unit, boss)
    units = {unit.name: unit.unit_id for unit in archive.rights.dictionary.units()}
    number = file_one(archive, note(tmp_path, "протокол комиссии"), kind="protocol", unit="Прежнее")
    old = account(archive, "секретарь-прежнего", "commission_secretary", unit_id=units["Прежнее"])
    new = account(archive, "секретарь-нового", "commission_secretary", unit_id=units["Новое"])
    card(archive.journal.reads, number, old)
    with archive.sessions.begin() as session:
        session.get_one(Document, number).unit_id = units["Новое"]
    with pytest.raises(NotFound):
        card(archive.journal.reads, number, archive.actor(old.login))
    card(archive.journal.reads, number, archive.actor(new.login))


def test_the_same_name_does_not_open_anothers_records(archive: Archive, tmp_path: Path) -> None:
    """A student sees the own records: not a list that names others too, nor those of a namesake."""
    own = file_one(archive, note(tmp_path, "справка одна", "1.txt"), "Синицына Анна Олеговна", kind="certificate")
    both = file_one(
        archive,
        note(tmp_path, "справка двоих", "2.txt"),
        "Синицына Анна Олеговна",
        "Галкина Анна Олеговна",
        kind="certificate",
    )
    foreign = file_one(archive, note(tmp_path, "справка чужая", "3.txt"), "Галкина Анна Олеговна", kind="certificate")
    with archive.sessions() as session:
        person = session.scalars(select(Person.id).where(Person.surname == "Синицына")).one()
    student = account(archive, "синицына", "student", person_id=person)
    card(archive.journal.reads, own, student)
    for other in (both, foreign):
        with pytest.raises(NotFound):
            card(archive.journal.reads, other, student)


def test_asking_for_rights_costs_few_statements_however_many_there_are(archive: Archive, tmp_path: Path) -> None:
    boss = actor_of(archive)
    for number in range(5):
        archive.rights.dictionary.add_unit(f"Отдел {number}", boss)
    for unit in archive.rights.dictionary.units():
        account(archive, "многостаночник", "commission_secretary", unit_id=unit.unit_id)
    for number in range(10):
        account(archive, f"читатель-{number}", "deputy")
    with statements_of(archive.database) as seen:
        archive.actor("многостаночник").within(Act.SEE)
    assert len(seen) <= 5, seen
    number = file_one(archive, note(tmp_path, "для подсчёта"), kind="order")
    with statements_of(archive.database) as seen:
        archive.rights.explaining.who_sees(number, boss)
    assert len(seen) <= 12, seen
