"""The pages of control: numbers of the hand-made college, what is typed, who is let in; the API says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.entrypoints.web.app import create_app
from tests.fixtures.archives import Home, account
from tests.fixtures.control import YEAR, College, college
from tests.fixtures.signing_in import PASSWORD, give_password

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture
def made(embedded_home: Home, tmp_path: Path) -> Iterator[College]:
    with embedded_home.opened() as archive:
        yield college(archive, tmp_path)


def _entered(made: College, login: str) -> FlaskClient:
    app = create_app(made.archive)
    app.config["WTF_CSRF_ENABLED"] = False
    give_password(made.archive, login)
    client = app.test_client()
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 302
    return client


def test_the_pages_tell_the_numbers_and_take_what_is_typed(made: College) -> None:
    account(made.archive, "директор", "director")
    client = _entered(made, "директор")
    for path, said in (
        ("/control", "учитель"),
        ("/control/year", "3 из 6"),
        ("/control/director", "Отделение Б"),
        ("/control/files", "Белов Борис Борисович"),
        ("/control/files?without=portfolio", "Дымова"),
        ("/control/journals", "ФМ-1"),
        ("/control/sheets", "Фармакология"),
        ("/control/table", "План аттестаций из таблицы"),
    ):
        answer = client.get(path + ("&" if "?" in path else "?") + f"year={YEAR}")
        assert answer.status_code == 200, (path, answer.text[-500:])
        assert said in answer.text, path
    late = client.get("/control/late", follow_redirects=True).text
    assert "Латинский язык" in late
    assert "Фармакология" not in late
    new = {"new_group": str(made.groups["СД-2"]), "new_semester": "1", "subject": "Физика", "form": "oral"}
    assert client.post(f"/control/sheets?year={YEAR}", data=new).status_code == 302
    again = client.post(f"/control/sheets?year={YEAR}", data=new)
    assert again.status_code == 409
    assert "уже есть в плане" in again.text
    wrong = client.post(f"/control/sheets?year={YEAR}", data={**new, "subject": "Химия", "held_on": "вчера"})
    assert wrong.status_code == 400
    table = {"text": "Группа;Предмет;Семестр\nСД-2;Логика;1\nЯЯ;Логика;1"}
    looked = client.post(f"/control/table?year={YEAR}", data=table).text
    assert "Внести 1 строку в план" in looked
    assert "Что внесено" in client.post(f"/control/table/enter?year={YEAR}", data=table).text
    assert client.post(f"/control/match?year={YEAR}").status_code == 302


def test_a_teacher_has_the_own_sheets_alone(made: College) -> None:
    client = _entered(made, "учитель")
    page = client.get(f"/control/sheets?year={YEAR}").text
    assert "Фармакология" in page
    assert "Химия" not in page
    for path in ("/control", "/control/year", "/control/director", "/control/files", "/control/journals"):
        assert client.get(path).status_code == 403, path
    assert client.post("/control/sheets", data={}).status_code == 403
    assert client.get(f"/forms/yearly-analysis/{YEAR}.pdf").status_code == 403
