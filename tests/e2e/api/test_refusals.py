"""Whoever may not is told nothing; whoever errs is told what is wrong; every refusal is problem+json."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from archive_app.auth.acts import Act
from archive_app.db.models import ApiToken, Role
from archive_app.services.accounts.api_tokens import revoke_token, tokens_of
from archive_app.services.accounts.directory import account_number, block_account, unblock_account
from tests.e2e.api.conftest import KUKUSHKINA, Units
from tests.fixtures.api import PREFIX, Program, program, refused
from tests.fixtures.archives import account, actor_of, file_one, note
from tests.fixtures.signing_in import PASSWORD, csrf_of, give_password

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

OF_A_DOCUMENT = ("", "/pages/1", "/pages/1?q=протокол", "/pages/1/image", "/pages/1/image.jpg", "/original", "/copy")
CLOSED = ("/me", "/search", "/documents", "/documents/1", "/persons?name=ив", "/file-plans", "/file-plans/2025")


@pytest.mark.parametrize("path", CLOSED)
def test_without_a_key(archivist: Program, path: str) -> None:
    for headers in ({}, {"Authorization": "Basic eDp4"}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}):
        answer = Program(archivist.app, "").get(path, headers=headers)
        refused(answer, 401, "key_missing")
        assert answer.headers["WWW-Authenticate"] == f'Bearer realm="{PREFIX}"'
    answer = Program(archivist.app, "archive_угадан").get(path)
    refused(answer, 401, "token_refused")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_browser_that_is_signed_in_is_nobody_here(archive: Archive, archivist: Program) -> None:
    login = actor_of(archive).login
    give_password(archive, login)
    browser = archivist.app.test_client()
    page = browser.get("/sign-in").text
    form = {"csrf_token": csrf_of(page), "login": login, "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 302
    assert browser.get("/").status_code == 200
    refused(browser.get(f"{PREFIX}/me"), 401, "key_missing")
    refused(browser.post(f"{PREFIX}/documents?item=02-03&year=2025", data=b"x"), 401, "key_missing")


def test_a_key_opens_no_page(archivist: Program) -> None:
    for page in ("/", "/documents/1", "/account"):
        answer = archivist.app.test_client().get(page, headers={"Authorization": f"Bearer {archivist.key}"})
        assert answer.status_code == 401


def test_a_key_expires_is_revoked_and_falls_with_its_owner(archive: Archive) -> None:
    actor = account(archive, "выбывший", "archivist")
    expired, revoked, alive = (program(archive, actor) for _ in range(3))
    oldest = sorted(token.token_id for token in tokens_of(archive.accounts, actor.user_id))
    with archive.sessions.begin() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(ApiToken).where(ApiToken.id == oldest[0]).values(expires_at=past))
    revoke_token(archive.accounts, actor.user_id, oldest[1], by="test")
    refused(expired.get("/me"), 401, "token_refused")
    refused(revoked.get("/me"), 401, "token_refused")
    assert alive.get("/me").status_code == 200
    number = account_number(archive.accounts, "выбывший")
    block_account(archive.accounts, number, by="test")
    refused(alive.get("/me"), 401, "token_refused")
    unblock_account(archive.accounts, number, by="test")
    refused(alive.get("/me"), 401, "token_refused")  # keys do not come back with the account


def test_a_key_does_what_it_was_made_for(archive: Archive, scanned: int) -> None:
    actor = actor_of(archive)
    looker, filer = program(archive, actor, [Act.SEE]), program(archive, actor, [Act.FILE])
    assert looker.get("/me").get_json()["acts"] == ["see"]
    assert looker.get(f"/documents/{scanned}").status_code == 200
    refused(looker.get(f"/documents/{scanned}/original"), 403, "not_allowed")
    narrow = looker.file(b"text")
    refused(narrow, 403, "not_allowed")
    assert "не дано самому ключу" in narrow.get_json()["detail"]  # the owner may: the duties are not to blame
    assert filer.get("/file-plans").status_code == 200
    for path in ("/search", "/documents", f"/documents/{scanned}", "/persons?name=ив"):
        refused(filer.get(path), 403, "not_allowed")


def test_a_role_that_asks_for_a_second_factor(archive: Archive) -> None:
    with archive.sessions.begin() as session:
        session.execute(update(Role).where(Role.code == "auditor").values(second_factor_required=True))
    actor = account(archive, "ревизор", "auditor")
    refused(program(archive, actor).get("/me"), 403, "second_factor_missing")
    with archive.sessions.begin() as session:
        session.execute(update(Role).where(Role.code == "auditor").values(second_factor_required=False))


@pytest.mark.parametrize("path", OF_A_DOCUMENT)
def test_another_units_document_is_not_there(archive: Archive, units: Units, path: str) -> None:
    asking = program(archive, units.secretary)
    foreign, nothing = asking.get(f"/documents/{units.foreign}{path}"), asking.get(f"/documents/99999{path}")
    refused(foreign, 404, "not_found")
    refused(nothing, 404, "not_found")
    assert _without_numbers(foreign.get_json(), units.foreign) == _without_numbers(nothing.get_json(), 99999)
    assert asking.get(f"/documents/{units.own}{path}").status_code != 404 or path == "/copy"


def test_lists_counts_and_names_betray_nothing(archive: Archive, units: Units) -> None:
    asking = program(archive, units.secretary)
    assert [line["document_id"] for line in asking.get("/documents").get_json()["documents"]] == [units.own]
    found = asking.get("/search?q=протокол").get_json()
    assert [hit["document_id"] for hit in found["hits"]] == [units.own]
    assert {count["value"]: count["count"] for count in found["facets"]["kind"]} == {"protocol": 1}
    assert "Вторая" not in str(found)
    assert "Кукушкина" not in str(found)
    assert asking.get("/persons", query_string={"name": "Кукушкина"}).get_json()["persons"] == []
    assert asking.get("/persons", query_string={"name": KUKUSHKINA}).get_json()["persons"] == []
    counts = [
        item["documents"]
        for section in asking.get("/file-plans/2025").get_json()["sections"]
        for item in section["items"]
    ]
    assert sum(counts) == 1
    misspelt = asking.get("/search", query_string={"q": "Кукушкинна"}).get_json()
    assert (misspelt["total"], misspelt["did_you_mean"]) == (0, None)


def test_the_same_bytes_of_another_unit_are_not_betrayed(archive: Archive, units: Units, tmp_path: Path) -> None:
    hidden = note(tmp_path, "закрытое решение", "решение.txt")
    foreign = file_one(archive, hidden, kind="protocol", unit="Вторая комиссия")
    mine = program(archive, units.secretary).file(hidden.read_bytes(), kind="protocol", unit="Первая комиссия")
    assert (mine.status_code, mine.get_json()["duplicate"]) == (201, False)
    assert mine.get_json()["document_id"] != foreign
    refused(
        program(archive, units.secretary).file(b"other", kind="protocol", unit="Вторая комиссия"), 403, "not_allowed"
    )


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/search?nope=1", {"nope"}),
        ("/search?limit=0&year=later", {"limit", "year"}),
        ("/search?offset=10001", {"offset"}),
        ("/search?limit=5&limit=6", {"limit"}),
        ("/search?kind=a%00b", {"kind"}),
        ("/search?q=a%00b", {"q"}),
        ("/search?year=99999999999", {"year"}),
        ("/documents?limit=201", {"limit"}),
        ("/documents?after=2025-13-40.1", {"after"}),
        ("/documents?after=%27;--", {"after"}),
        ("/documents?after=-.99999999999", {"after"}),
        ("/documents?recognition=perhaps", {"recognition"}),
        ("/documents/1/pages/1/image?thumbnail=yes", {"thumbnail"}),
    ],
)
def test_wrong_parameters_are_named(archivist: Program, path: str, names: set[str]) -> None:
    answer = archivist.get(path)
    refused(answer, 422, "bad_parameters")
    assert {error["name"] for error in answer.get_json()["errors"]} == names
    assert all(error["reason"] for error in answer.get_json()["errors"])


def test_addresses_that_lead_nowhere(archivist: Program, scanned: int) -> None:
    for path in ("/", "/nothing", "/documents/x", "/documents/-1", "/documents/99999999999", "/documents/1/pages/x"):
        refused(archivist.get(path), 404, "not_found")
        refused(Program(archivist.app, "").get(path), 404, "not_found")
    refused(archivist.get(f"/documents/{scanned}/pages/2"), 404, "not_found")
    refused(archivist.get("/file-plans/1900"), 404, "not_found")
    refused(archivist.get("/persons?name=123"), 400, "name_not_understood")
    refused(archivist.get("/search?person=99999999999"), 400, "bad_filter")
    wrong = archivist.ask("DELETE", f"/documents/{scanned}")
    refused(wrong, 405, "http_405")
    assert "GET" in wrong.headers["Allow"]
    nowhere = archivist.ask("POST", "/nothing", data=b"x")
    refused(nowhere, 404, "not_found")
    assert nowhere.get_json()["detail"] == "Такого адреса нет. Все адреса перечислены на странице /api/v1/docs."


def test_bytes_beyond_the_end(archivist: Program, scanned: int) -> None:
    refused(archivist.get(f"/documents/{scanned}/original", headers={"Range": "bytes=99999999-"}), 416, "http_416")


def test_what_cannot_be_drawn(archive: Archive, archivist: Program, units: Units) -> None:
    refused(archivist.get(f"/documents/{units.own}/pages/1/image.jpg"), 422, "not_drawable")


def _without_numbers(problem: dict[str, object], number: int) -> str:
    return str({name: value for name, value in problem.items() if name != "request_id"}).replace(str(number), "N")


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("/documents/{0}/split", {"arrangement": 0, "parts": [{"pages": [1], "title": "ж" * 1001}]}, "parts.0.title"),
        ("/kinds", {"title": "ж" * 201}, "title"),
        ("/kinds/order/fields", {"title": "Исход", "type": "choice", "choices": ["да"] * 101}, "choices"),
        ("/units", {"name": "ж" * 201}, "name"),
        ("/users", {"login": "долгая", "name": "ж" * 301}, "name"),
        ("/documents/{0}/place", {"item": "02-03", "year": 2025, "new_case_file": "ж" * 301}, "new_case_file"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_field(
    archivist: Program, scanned: int, path: str, sent: dict[str, Any], field: str
) -> None:
    answer = archivist.ask("POST", path.format(scanned), json=sent)
    refused(answer, 422, "bad_parameters")
    assert [wrong["name"].partition("[")[0] for wrong in answer.get_json()["errors"]] == [field]


def test_lines_beyond_the_most_are_refused(archivist: Program) -> None:
    table = "ФИО;Класс\n" + "Орлова Вера Ивановна;9-А\n" * 2001
    answer = archivist.ask("POST", "/persons/import", json={"text": table, "enter": True})
    refused(answer, 422, "too_many")
    assert "пришло 2001, а за один раз принимается не больше 2000" in answer.get_json()["detail"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/me"])
def test_addresses_beside_the_api_are_answered_to_programs(archivist: Program, path: str) -> None:
    answer = archivist.app.test_client().get(path)
    refused(answer, 404, "not_found")


@pytest.mark.parametrize("body", [b"", b"x=1", b"[1]", b'{"a"'])
def test_a_body_that_is_no_json_is_named(archivist: Program, body: bytes) -> None:
    answer = archivist.app.test_client().post(
        f"{PREFIX}/searches", data=body, headers={"Authorization": f"Bearer {archivist.key}"}
    )
    refused(answer, 422, "bad_parameters")
    assert answer.get_json()["errors"] == [{"name": "body", "reason": "тело запроса должно быть объектом JSON"}]
    assert ": ." not in answer.get_json()["detail"]
