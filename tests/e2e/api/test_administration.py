"""Administration through the API: accounts, kinds with fields, failed work, the state of the system; limits of keys."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.acts import Act
from archive_app.db.models import Job, JobState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.people.keeping import add_person
from tests.fixtures.api import Program, app_of, program, refused
from tests.fixtures.archives import ITEM, Home, account, actor_of
from tests.fixtures.signing_in import give_password
from tests.fixtures.visitors import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive_app.bootstrap import Archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Home(tmp_path_factory.mktemp("administration") / "home").prepare().opened() as opened:
        yield opened


@pytest.fixture(scope="module")
def keeper(archive: Archive) -> Program:
    return program(archive, actor_of(archive))


def test_an_account_from_invitation_to_block(keeper: Program) -> None:
    made = keeper.ask("POST", "/users", json={"login": "громова", "name": "Громова Вера", "email": "g@school.ru"})
    assert made.status_code == 201, made.text
    assert "/invitation?key=" in made.get_json()["address"]
    duty = keeper.ask("POST", "/users/громова/duties", json={"role": "clerk"})
    assert duty.status_code == 201, duty.text
    card = keeper.get("/users/громова").get_json()
    assert (card["state"], [one["role"] for one in card["duties"]]) == ("invited", ["clerk"])
    assert keeper.ask("POST", "/users/громова/block").get_json()["state"] == "blocked"
    listed = keeper.get("/users", query_string={"sought": "громова", "limit": 1}).get_json()
    assert [user["login"] for user in listed["users"]] == ["громова"]
    assert keeper.ask("DELETE", f"/duties/{duty.get_json()['number']}").status_code == 200
    refused(keeper.ask("POST", f"/users/{card['login']}/duties", json={"role": "никакая"}), 400, "unknown_name")
    refused(keeper.ask("POST", "/users", json={"login": "громова", "name": "Другая"}), 409, "login_taken")
    refused(keeper.ask("POST", "/users", json={"login": "x"}), 422, "bad_parameters")


def test_a_duty_is_for_the_records_of_a_person_by_name(archive: Archive, keeper: Program) -> None:
    person = add_person(archive.people, "Сойкина Ада Юрьевна", actor_of(archive))
    keeper.ask("POST", "/users", json={"login": "сойкина", "name": "Сойкина Вера"})
    said = {"role": "parent", "person": "Сойкина Ада Юрьевна"}
    assert keeper.ask("POST", "/users/сойкина/duties", json=said).status_code == 201
    (duty,) = keeper.get("/users/сойкина").get_json()["duties"]
    assert "Сойкина Ада" in duty["person"]
    twice = keeper.ask("POST", "/users/сойкина/duties", json=said | {"person_id": person})
    refused(twice, 422, "bad_parameters")
    refused(keeper.ask("POST", "/users/сойкина/duties", json=said | {"person": "Никтов"}), 404, "not_found")


def test_a_kind_is_changed_by_its_version(keeper: Program) -> None:
    made = keeper.ask("POST", "/kinds", json={"title": "Рапорт"})
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    field = keeper.ask(
        "POST", "/kinds/raport/fields", json={"title": "Исход", "type": "choice", "choices": ["да", "нет"]}
    )
    assert field.status_code == 201, field.text
    known = {"title": "Рапорт учителя", "personal": False}
    refused(keeper.ask("PUT", "/kinds/raport", json=known), 428, "version_missing")
    changed = keeper.ask("PUT", "/kinds/raport", json=known, headers={"If-Match": '"1"'})
    assert changed.get_json()["kind"]["title"] == "Рапорт учителя"
    refused(keeper.ask("PUT", "/kinds/raport", json=known, headers={"If-Match": '"1"'}), 409, "entry_changed")
    retired = keeper.ask(
        "PUT", "/kinds/raport", json=known | {"retired": True}, headers={"If-Match": changed.headers["ETag"]}
    )
    assert retired.get_json()["kind"]["retired"]
    both = keeper.ask("PUT", "/kinds/raport", json=known | {"title": "Рапорт"}, headers={"If-Match": '"3"'})
    assert both.get_json()["kind"] == {
        "code": "raport",
        "title": "Рапорт",
        "personal": False,
        "retired": False,
        "fields": 1,
        **dict.fromkeys(("filler", "due", "source", "item"), ""),
        "version": 4,
    }, "a title and an end of retirement are one change"
    told = {"filler": "Учитель", "due": "В тот же день", "source": "п. 4.4", "item": ITEM}
    refused(keeper.ask("PUT", "/kinds/raport/told", json=told, headers={"If-Match": '"3"'}), 409, "entry_changed")
    card = keeper.ask("PUT", "/kinds/raport/told", json=told, headers={"If-Match": '"4"'}).get_json()["kind"]
    assert {name: card[name] for name in told} == told


@pytest.mark.parametrize("not_a_truth", [1, 0, "true", "да", []])
def test_a_truth_is_one_of_json(keeper: Program, not_a_truth: object) -> None:
    answer = keeper.ask("POST", "/kinds", json={"title": "Докладная", "personal": not_a_truth})
    refused(answer, 422, "bad_parameters")
    assert "нужно true или false" in answer.text
    assert "Докладная" not in keeper.get("/kinds").text


def test_units_groups_and_levels(keeper: Program) -> None:
    number = keeper.ask("POST", "/units", json={"name": "Канцелярия"}).get_json()["number"]
    renamed = keeper.ask("PUT", f"/units/{number}", json={"name": "Секретариат"}, headers={"If-Match": '"1"'})
    assert renamed.status_code == 200, renamed.text
    gone = {"name": "Секретариат", "retired": True}
    assert keeper.ask("PUT", f"/units/{number}", json=gone, headers={"If-Match": '"2"'}).status_code == 200
    back = keeper.ask("PUT", f"/units/{number}", json=gone | {"retired": False}, headers={"If-Match": '"3"'})
    assert back.status_code == 200, back.text
    group = {"name": "1-А", "started_on": "2026-09-01", "unit": "Секретариат"}
    assert keeper.ask("POST", "/groups", json=group).status_code == 201
    assert [one["unit"] for one in keeper.get("/groups").get_json()["groups"]] == ["Секретариат"]
    assert keeper.ask("PUT", "/confidentiality/4", json={"title": "Комиссия"}).status_code == 200
    assert keeper.get("/confidentiality").get_json()["levels"][4] == {"level": 4, "title": "Комиссия"}


def test_failed_work_and_the_system(archive: Archive, keeper: Program) -> None:
    now = archive.clock()
    with archive.sessions.begin() as session:
        known = {"attempts": 5, "max_attempts": 5, "run_after": now, "created_at": now, "finished_at": now}
        session.add(Job(kind="sweep", state=JobState.DEAD, last_error_code="memory", **known))
    assert [job["code"] for job in keeper.get("/jobs?state=dead").get_json()["jobs"]] == ["memory"]
    assert keeper.ask("POST", "/jobs/retry", json={"reason": "memory"}).get_json() == {"retried": 1}
    assert keeper.ask("POST", "/system/examination").status_code == 202
    archive.worker().run(until_idle=True)
    system = keeper.get("/system").get_json()
    assert {check["name"] for check in system["examination"]["checks"]} >= {"database", "storage", "index"}
    refused(keeper.ask("POST", "/system/letter", json={"to": "a@school.ru"}), 400, "no_mail")
    events = keeper.get("/journal?action=job:record:retry").get_json()["events"]
    assert [event["object_type"] for event in events] == ["job"]
    assert keeper.get("/journal?since=0001-01-01&until=9999-12-31").get_json()["events"]
    assert not keeper.get("/journal?since=9999-12-31").get_json()["events"]
    refused(keeper.ask("POST", "/jobs/retry", json={"jobs": [True]}), 422, "bad_parameters")


def test_a_key_of_another_duty_gets_nowhere(archive: Archive) -> None:
    teacher = program(archive, account(archive, "учитель", "deputy"), [Act.SEE])
    for path in ("/users", "/jobs", "/system", "/journal"):
        refused(teacher.get(path), 403, "not_allowed")
    for path in ("/kinds", "/units", "/groups", "/users"):
        refused(teacher.ask("POST", path, json={"title": "Мой"}), 403, "not_allowed")
    refused(teacher.ask("PUT", "/confidentiality/4", json={"title": "Моё"}), 403, "not_allowed")


def test_a_key_that_asks_too_often_is_told_when_to_go_on(tmp_path: Path) -> None:
    with Home(tmp_path / "home").prepare().opened(api_rate="3") as archive:
        first, second = program(archive, actor_of(archive)), program(archive, actor_of(archive))
        assert [first.get("/me").status_code for _ in range(3)] == [200, 200, 200]
        answer = first.get("/me")
        refused(answer, 429, "too_many_requests")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert second.get("/me").status_code == 200


def test_the_journal_is_taken_out_as_a_table(archive: Archive) -> None:
    login = actor_of(archive).login
    give_password(archive, login)
    visitor = Visitor(app_of(archive).test_client())
    assert visitor.get("/journal/table.csv").status_code == 401
    visitor.sign_in(login)
    answer = visitor.get("/journal/table.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff№;Когда;Кто;")
    rows = list(csv.reader(answer.text.splitlines()[1:], delimiter=";"))
    assert {len(row) for row in rows} == {6}
    assert login in {row[2] for row in rows}
    with UnitOfWork(archive.sessions) as uow:
        AuditTrail(uow, actor="system", now=archive.clock).record("document:file:take_in", ObjectRef("document", "9"))
        uow.commit()
    page = visitor.get("/journal?user=архив, без участия человека")
    assert page.text.count("архив, без участия человека") > 1
    assert ">system<" not in page.text
    again = list(csv.reader(visitor.get("/journal/table.csv").text.splitlines()[1:], delimiter=";"))
    assert len(again) > len(rows), "taking it out is an event too"
