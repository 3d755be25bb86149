"""Duties, rights of roles, access for a time: given, taken away, explained; on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from archive_app.audit import verify
from archive_app.auth.errors import NobodyActs, NotAllowed, SayWhoActs
from archive_app.db.engine import reading
from archive_app.db.models import Act, AuditEvent, Reach, User
from archive_app.errors import NotFound
from archive_app.services.documents import card, require_on
from archive_app.services.people.keeping import add_person
from archive_app.services.rights.duties import Holding
from archive_app.services.rights.errors import (
    BadPeriod,
    DutyIncomplete,
    LastKeeper,
    NameTaken,
    NotToOneself,
    ReasonMissing,
    UnknownName,
)
from tests.fixtures.archives import account, actor_of, file_one, note
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


def _user(archive: Archive, login: str) -> str:
    with archive.sessions.begin() as session:
        session.add(User(login=login, display_name=login, active=True, created_at=archive.clock()))
    return login


@pytest.fixture(scope="module")
def filed(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """One journal of each of two groups."""
    boss, folder = actor_of(archive), tmp_path_factory.mktemp("rights")
    archive.rights.dictionary.add_unit("Учебная часть", boss)
    for group in ("1-А", "1-Б"):
        archive.rights.dictionary.add_group(group, boss, started_on=date(2025, 9, 1), unit="Учебная часть")
    return {
        group: file_one(
            archive, note(folder, f"журнал группы {group}", f"{group}.txt"), kind="class_journal", group=group
        )
        for group in ("1-А", "1-Б")
    }


def test_a_teacher_sees_the_own_group_while_the_duty_lasts(archive: Archive, filed: dict[str, int]) -> None:
    boss, login = actor_of(archive), _user(archive, "учитель")
    with pytest.raises(DutyIncomplete):
        archive.rights.duties.give(login, "teacher", boss)
    duty = archive.rights.duties.give(login, "teacher", boss, Holding(group="1-А", reason="приказ 7"))
    card(archive.journal.reads, filed["1-А"], archive.actor(login))
    with pytest.raises(NotFound):
        card(archive.journal.reads, filed["1-Б"], archive.actor(login))
    archive.rights.duties.revoke(duty, boss, "ушёл")
    with pytest.raises(NotFound):
        card(archive.journal.reads, filed["1-А"], archive.actor(login))


def test_a_duty_holds_from_its_first_day_to_its_last(archive: Archive, filed: dict[str, int]) -> None:
    boss, login, today = actor_of(archive), _user(archive, "сменщик"), archive.today()
    archive.rights.duties.give(login, "teacher", boss, Holding(group="1-Б", since=today + timedelta(days=1)))
    with pytest.raises(NotFound):
        card(archive.journal.reads, filed["1-Б"], archive.actor(login))
    archive.rights.duties.give(login, "teacher", boss, Holding(group="1-Б", until=today))
    card(archive.journal.reads, filed["1-Б"], archive.actor(login))
    with pytest.raises(BadPeriod):
        archive.rights.duties.give(login, "teacher", boss, Holding(group="1-Б", until=today - timedelta(days=1)))
    listed = archive.rights.duties.listed(boss, login)
    assert [line.in_force for line in listed] == [False, True]


@pytest.mark.usefixtures("filed")
def test_duties_are_listed_with_what_they_are_for_by_name_in_one_query(archive: Archive) -> None:
    boss = actor_of(archive)
    child = add_person(archive.people, "Рябинина Елена Дмитриевна", boss)
    for login in ("я-последний", "а-первый"):
        _user(archive, login)
        archive.rights.duties.give(login, "teacher", boss, Holding(unit="Учебная часть", group="1-Б"))
        archive.rights.duties.give(login, "parent", boss, Holding(person_id=child))
    with statements_of(archive.database) as statements:
        listed = archive.rights.duties.listed(boss)
    assert len([each for each in statements if "FROM duty" in each]) == 1
    assert len(statements) <= 2, statements
    mine = [line for line in listed if line.login in {"я-последний", "а-первый"}]
    assert [(line.login, line.unit, line.group, line.person) for line in mine] == [
        ("а-первый", "Учебная часть", "1-Б", None),
        ("а-первый", None, None, "Рябинина Елена Дмитриевна"),
        ("я-последний", "Учебная часть", "1-Б", None),
        ("я-последний", None, None, "Рябинина Елена Дмитриевна"),
    ]


def test_nobody_gives_rights_to_the_own_account_and_the_last_keeper_stays(archive: Archive) -> None:
    boss = actor_of(archive)
    with pytest.raises(NotToOneself):
        archive.rights.duties.give(boss.login, "director", boss)
    with pytest.raises(NotToOneself):
        archive.rights.roles.allow("archivist", Act.APPROVE, boss)
    mine = next(line for line in archive.rights.duties.listed(boss, boss.login) if line.role == "sysadmin")
    with pytest.raises(LastKeeper):
        archive.rights.duties.revoke(mine.duty_id, boss)
    assert actor_of(archive).may(Act.ACCOUNTS)


@pytest.mark.parametrize("role", ["director", "archivist", "clerk", "auditor", "teacher"])
def test_rights_are_given_by_who_keeps_accounts_and_nobody_else(archive: Archive, role: str) -> None:
    other, rights = account(archive, f"не-{role}", role), archive.rights
    for attempt in (
        lambda: rights.duties.give("x", "director", other),
        lambda: rights.duties.revoke(1, other),
        lambda: rights.duties.listed(other),
        lambda: rights.roles.allow("clerk", Act.SEE, other),
        lambda: rights.roles.forbid(1, other),
        lambda: rights.roles.require_second_factor("clerk", other, required=True),
        lambda: rights.dictionary.add_unit("x", other),
        lambda: rights.dictionary.add_group("x", other, started_on=date(2025, 9, 1)),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_right_added_to_a_role_holds_at_once_and_can_be_taken_back(archive: Archive, filed: dict[str, int]) -> None:
    boss, other = actor_of(archive), account(archive, "ревизор", "pd_officer")
    with pytest.raises(NotFound):
        card(archive.journal.reads, filed["1-А"], other)
    right = archive.rights.roles.allow("pd_officer", Act.SEE, boss, kind="class_journal", reach=Reach.ALL)
    card(archive.journal.reads, filed["1-А"], archive.actor("ревизор"))
    archive.rights.roles.forbid(right, boss)
    with pytest.raises(NotFound):
        card(archive.journal.reads, filed["1-А"], archive.actor("ревизор"))


def test_one_document_is_opened_for_a_time_with_a_reason(archive: Archive, filed: dict[str, int]) -> None:
    boss, login, today = actor_of(archive), _user(archive, "гость"), archive.today()
    opening, document = archive.rights.opening, filed["1-А"]
    with pytest.raises(ReasonMissing):
        opening.open_document(document, login, boss, until=today, reason="  ")
    with pytest.raises(BadPeriod):
        opening.open_document(document, login, boss, until=today - timedelta(days=1), reason="проверка")
    with pytest.raises(NotToOneself):
        opening.open_document(document, boss.login, boss, until=today, reason="проверка")
    number = opening.open_document(document, login, boss, until=today, reason="проверка")
    guest = archive.actor(login)
    card(archive.journal.reads, document, guest)
    with pytest.raises(NotFound):
        card(archive.journal.reads, filed["1-Б"], guest)
    with reading(archive.sessions) as session, pytest.raises(NotAllowed):
        require_on(session, document, guest, Act.DOWNLOAD)
    with pytest.raises(NotAllowed):
        opening.open_document(document, "учитель", guest, until=today, reason="друг")
    opening.close(number, boss)
    with pytest.raises(NotFound):
        card(archive.journal.reads, document, archive.actor(login))


def test_a_case_file_is_opened_whole(archive: Archive, filed: dict[str, int], tmp_path: Path) -> None:
    boss, login = actor_of(archive), _user(archive, "комиссия")
    own = file_one(archive, note(tmp_path, "опись", "опись.txt"), item="02-13")
    with reading(archive.sessions) as session:
        from archive_app.db.models import Document

        volume = session.get_one(Document, own).volume
        assert volume is not None
        case_file = volume.case_file_id
    archive.rights.opening.open_case_file(
        case_file, login, boss, until=archive.today(), reason="проверка", download=True
    )
    guest = archive.actor(login)
    card(archive.journal.reads, own, guest)
    with pytest.raises(NotFound):
        card(archive.journal.reads, filed["1-А"], guest)
    with reading(archive.sessions) as session:
        require_on(session, own, guest, Act.DOWNLOAD)


def test_who_sees_this_and_why(archive: Archive, filed: dict[str, int]) -> None:
    boss = actor_of(archive)
    _user(archive, "куратор")
    archive.rights.duties.give("куратор", "curator", boss, Holding(group="1-Б"))
    _user(archive, "инспектор")
    archive.rights.opening.open_document(filed["1-Б"], "инспектор", boss, until=archive.today(), reason="жалоба 12")
    readers = {reader.login: reader for reader in archive.rights.explaining.who_sees(filed["1-Б"], boss)}
    assert {boss.login, "куратор", "инспектор"} <= readers.keys()
    assert "1-Б" in readers["куратор"].reasons[0]
    assert "жалоба 12" in readers["инспектор"].reasons[0]
    assert readers["инспектор"].acts == ("видеть",)
    for login in readers:
        card(archive.journal.reads, filed["1-Б"], archive.actor(login))
    with reading(archive.sessions) as session:
        others = [user.login for user in session.query(User).filter(User.active) if user.login not in readers]
    for login in others:
        with pytest.raises(NotFound):
            card(archive.journal.reads, filed["1-Б"], archive.actor(login))
    with pytest.raises(NotAllowed):
        archive.rights.explaining.who_sees(filed["1-Б"], archive.actor("куратор"))


def test_what_a_person_sees(archive: Archive, filed: dict[str, int]) -> None:
    boss = actor_of(archive)
    _user(archive, "завуч")
    archive.rights.duties.give("завуч", "teacher", boss, Holding(group="1-А"))
    view = archive.rights.explaining.what_sees("завуч", boss)
    assert view.documents == (("Классный журнал", 1),)
    assert {right.reach for right in view.rights} == {"своя группа: 1-А"}
    assert archive.rights.explaining.what_sees("завуч", archive.actor("завуч")) == view
    with pytest.raises(NotAllowed):
        archive.rights.explaining.what_sees(boss.login, archive.actor("завуч"))


def test_names_that_are_not_known_are_told_with_those_that_are(archive: Archive, filed: dict[str, int]) -> None:
    boss = actor_of(archive)
    with pytest.raises(UnknownName) as refused:
        archive.rights.duties.give(_user(archive, "новичок"), "teacher", boss, Holding(group="9-Я"))
    assert "1-А" in str(refused.value.params["known"])
    with pytest.raises(UnknownName):
        archive.rights.duties.give("нет-такого", "clerk", boss)
    with pytest.raises(NameTaken):
        archive.rights.dictionary.add_unit("Учебная часть", boss)


def test_a_blocked_account_is_nobody_and_with_several_accounts_one_is_named(archive: Archive) -> None:
    login = _user(archive, "уволен")
    with archive.sessions.begin() as session:
        session.query(User).filter_by(login=login).one().active = False
    with pytest.raises(NobodyActs):
        archive.actor(login)
    with pytest.raises(SayWhoActs):
        archive.actor("")


def test_every_change_of_rights_is_in_the_journal(archive: Archive, filed: dict[str, int]) -> None:
    boss, login, rights = actor_of(archive), _user(archive, "для-журнала"), archive.rights
    rights.dictionary.add_unit("Отдел журнала", boss)
    rights.dictionary.add_group("Группа журнала", boss, started_on=date(2025, 9, 1))
    rights.duties.revoke(rights.duties.give(login, "deputy", boss), boss)
    rights.roles.forbid(rights.roles.allow("clerk", Act.SEE, boss, kind="class_journal"), boss)
    rights.roles.require_second_factor("deputy", boss, required=False)
    rights.opening.close(
        rights.opening.open_document(filed["1-А"], login, boss, until=archive.today(), reason="проверка"), boss
    )
    with reading(archive.sessions) as session:
        assert list(verify(session)) == []
        actions = {event.action for event in session.query(AuditEvent).filter(AuditEvent.actor == boss.login)}
    assert {
        "user:duty:give",
        "user:duty:revoke",
        "role:right:allow",
        "role:right:forbid",
        "role:second_factor:require",
        "access:special:open",
        "access:special:close",
        "unit:record:add",
        "group:record:add",
    } <= actions
