"""A form that is sent after its session has ended comes back with what was typed, and can be sent once more."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import Duty
from archive_app.services.accounts.sessions import end_sessions
from tests.fixtures.archives import Home
from tests.fixtures.signing_in import csrf_of, new_account
from tests.fixtures.visitors import *  # noqa: F403 - fixtures
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.bootstrap import Archive

HERE = {"Origin": "http://localhost"}
TYPED = {"name": 'Иванова «Анна» "Петровна"'}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with quick_hashes(), Home(tmp_path_factory.mktemp("late") / "home").prepare().opened() as opened:
        yield opened


@pytest.fixture(scope="module")
def user_id(archive: Archive) -> int:
    number = new_account(archive, "орлова", "Орлова Анна")
    with archive.sessions.begin() as session:
        session.add(Duty(user_id=number, role_code="archivist", given_by="test", given_at=archive.clock()))
    return number


def test_what_was_typed_outlives_the_session(archive: Archive, visitor: Visitor, user_id: int) -> None:
    visitor.sign_in("орлова")
    token = csrf_of(visitor.get("/persons").text)
    end_sessions(archive.accounts, user_id, by="орлова")

    late = visitor.client.post("/persons", data=TYPED | {"csrf_token": token}, headers=HERE)
    assert late.status_code == 401
    assert "Ваш сеанс закончился. Набранное не потеряно" in late.text
    assert f'name="name" value="{_written(TYPED["name"])}"' in late.text

    visitor.sign_in("орлова")
    again = visitor.client.post("/persons", data=TYPED | {"csrf_token": csrf_of(late.text)}, headers=HERE)
    assert again.status_code == 400  # the token is of the session before
    assert "вы вошли заново. Набранное не потеряно" in again.text
    sent = visitor.client.post("/persons", data=TYPED | {"csrf_token": csrf_of(again.text)}, headers=HERE)
    assert sent.status_code == 302
    assert "Иванова" in visitor.get("/persons").text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
def test_another_site_gets_no_button_that_sends_its_words(
    visitor: Visitor, headers: dict[str, str], user_id: int
) -> None:
    assert user_id
    visitor.sign_in("орлова")
    answer = visitor.client.post("/persons", data=TYPED, headers=headers)
    assert answer.status_code == 400
    assert "Отправить ещё раз" not in answer.text
    assert "Анна" not in answer.text.partition("<main")[2]


def test_a_password_is_never_written_into_the_page(visitor: Visitor) -> None:
    answer = visitor.client.post("/sign-in", data={"login": "орлова", "password": "тайна"}, headers=HERE)
    assert answer.status_code == 400
    assert "тайна" not in answer.text


def _written(text: str) -> str:
    return escape(text).replace("&quot;", "&#34;")
