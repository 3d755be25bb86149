"""What was done is told with the part of a page that htmx asked for, or with the next page."""

from __future__ import annotations

import json

import pytest
from flask import Flask, Response, get_flashed_messages, request

from archive_app.entrypoints.web.telling import put_into, tell
from archive_app.entrypoints.web.theme import chosen_theme

PART = {"HX-Request": "true"}


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.secret_key = "of a test"
    made.after_request(put_into)

    @made.post("/done")
    def done() -> Response:
        tell("Документ положен в дело.", undo="/undo/7")
        headers = {"HX-Trigger": json.dumps({"counted": {"left": 3}})} if "own" in request.args else {}
        return Response("часть", headers=headers)

    @made.get("/next")
    def following() -> list[object]:
        return list(get_flashed_messages())

    return made


def test_a_part_of_a_page_brings_its_message_with_it(app: Flask) -> None:
    client = app.test_client()
    header = client.post("/done", headers=PART).headers["HX-Trigger"]
    assert header.isascii()  # what stands in a header
    told = json.loads(header)["told"]["messages"]
    assert told == [{"text": "Документ положен в дело.", "undo": "/undo/7", "bad": False}]
    assert client.get("/next").json == []


def test_what_the_view_itself_tells_the_script_stays(app: Flask) -> None:
    header = app.test_client().post("/done?own=1", headers=PART).headers["HX-Trigger"]
    assert json.loads(header)["counted"] == {"left": 3}
    assert "told" in json.loads(header)


def test_without_a_script_the_next_page_tells_it_once(app: Flask) -> None:
    client = app.test_client()
    assert "HX-Trigger" not in client.post("/done").headers
    assert client.get("/next").json == [{"text": "Документ положен в дело.", "undo": "/undo/7", "bad": False}]
    assert client.get("/next").json == []


@pytest.mark.parametrize(
    ("cookie", "theme"), [(None, "auto"), ("dark", "dark"), ("light", "light"), ('"><script>', "auto")]
)
def test_a_theme_is_one_of_three(cookie: str | None, theme: str) -> None:
    assert chosen_theme({} if cookie is None else {"theme": cookie}) == theme
