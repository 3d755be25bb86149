"""Whatever is typed into an address or a form, the answer says what is wrong with it: no page breaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import Role
from archive_app.entrypoints import web
from archive_app.entrypoints.web.app import create_app
from tests.fixtures.archives import account, note, take_in, work
from tests.fixtures.signing_in import PASSWORD, give_password

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from archive_app.bootstrap import Archive

ALL_ROLES = "всеведущий"
ODD = {"larger than any number": "9223372036854775808", "no day": "31.02.0000 ²"}
OF_ARGUMENTS = re.compile(r"""(?:args|values)(?:\.get|\.getlist)?[\[(]"(\w+)\"""")
OF_FORMS = re.compile(r"""(?:form|given|typed)(?:\.get|\.getlist)?[\[(]"(\w+)\"""")
WORDS = {"login": ALL_ROLES, "index": "02-05", "kind": "order", "year": "2025", "role": "clerk", "code": "order"}
"""What a part of an address that is no number may be."""
LEFT_ALONE = frozenset({"static", "sign_out", "sign-in", "sessions", "password", "second-factor", "users"})
"""Addresses that would end the visit, or the person."""


@pytest.fixture(scope="module")
def app(archive: Archive) -> Flask:
    made = create_app(archive)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture(scope="module")
def client(app: Flask, archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    with reading(archive.sessions) as session:
        roles = session.scalars(select(Role.code)).all()
    for role in roles:
        account(archive, ALL_ROLES, role)
    give_password(archive, ALL_ROLES)
    take_in(archive, note(tmp_path_factory.mktemp("odd"), "Повестка"))
    work(archive)
    client = app.test_client()
    client.post("/sign-in", data={"login": ALL_ROLES, "password": PASSWORD})
    assert client.get("/account").status_code == 200
    return client


odd_words = pytest.mark.parametrize("odd", ODD.values(), ids=list(ODD))


@odd_words
def test_no_page_breaks(app: Flask, client: FlaskClient, odd: str) -> None:
    asked = dict.fromkeys(_names(OF_ARGUMENTS), odd)
    assert len(asked) > 20
    broken = [path for path in _addresses(app, "GET") if client.get(path, query_string=asked).status_code >= 500]
    assert broken == []


@odd_words
def test_no_form_breaks(app: Flask, client: FlaskClient, odd: str) -> None:
    typed = dict.fromkeys(_names(OF_ARGUMENTS) | _names(OF_FORMS), odd)
    broken = [path for path in _addresses(app, "POST") if client.post(path, data=typed).status_code >= 500]
    assert broken == []


@pytest.mark.parametrize(
    "path", ["/search?q=%00", "/file-plan/2025/%00", "/sign-in", "/search/kept", "/journal?before=9{}"]
)
def test_what_no_text_holds_is_refused_in_words(client: FlaskClient, path: str) -> None:
    """Python reads no number of 5,000 digits; PostgreSQL keeps no text with the sign 0."""
    verb = "POST" if path in {"/sign-in", "/search/kept"} else "GET"
    typed = {"login": "а\x00", "password": "б", "name": "а\x00"} if verb == "POST" else None
    answer = client.open(path.format("9" * 5000), method=verb, data=typed)
    assert answer.status_code == (200 if path.startswith("/journal") else 400)
    assert path.startswith("/journal") or "Наберите" in answer.text


SAID_BACK = {
    "/account/keys": ({"name": "выгрузка в дневник"}, "Отметьте хотя бы одно действие", "выгрузка в дневник"),
    "/admin/groups": ({"name": "5-А", "since": "", "until": ""}, "Укажите день, с которого", "5-А"),
    "/file-plan/versions": ({"year": "31.02"}, "«31.02» — не год", "31.02"),
}
"""By form: what is typed, what the refusal says, what is still there."""


@pytest.mark.parametrize("path", SAID_BACK)
def test_a_refusal_says_what_is_missing_and_keeps_what_was_typed(client: FlaskClient, path: str) -> None:
    typed, told, kept = SAID_BACK[path]
    answer = client.post(path, data=typed)
    assert answer.status_code == 400
    assert told in answer.text
    assert f'value="{kept}"' in answer.text


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/journal?document=двенадцать", 200, "«двенадцать»"),
        ("/admin/users/никто", 404, "Учётной записи «никто» нет"),
        ("/file-plan?year=0000", 404, "Номенклатуры дел на 0000 год нет"),
    ],
)
def test_what_is_not_there_is_named(client: FlaskClient, path: str, status: int, told: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, told in answer.text) == (status, True)
    assert "Выгрузить таблицей" not in answer.text


def _names(pattern: re.Pattern[str]) -> set[str]:
    """What the pages read out of addresses or forms, by the name of the field."""
    sources = Path(web.__file__).parent.rglob("*.py")
    return {name for source in sources for name in pattern.findall(source.read_text())} - {"csrf_token"}


def _addresses(app: Flask, verb: str) -> Iterator[str]:
    """Each page of the browser, of the first thing of its kind."""
    for rule in app.url_map.iter_rules():
        if verb not in (rule.methods or ()) or rule.rule.startswith("/api/") or LEFT_ALONE & set(rule.rule.split("/")):
            continue
        parts = {name: _part(name, converter) for name, converter in rule._converters.items()}
        built = rule.build(parts)
        if built is not None:
            yield built[1]


def _part(name: str, converter: object) -> object:
    choices = getattr(converter, "items", None)
    if choices and not callable(choices):
        return min(choices)
    return 1 if hasattr(converter, "num_convert") else WORDS.get(name, "нет")
