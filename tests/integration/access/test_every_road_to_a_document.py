"""Every address and verb that names a document: who may not see it is answered as if there were no such document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from archive_app.entrypoints.web.app import create_app
from tests.fixtures.api import program
from tests.fixtures.signing_in import PASSWORD, give_password
from tests.integration.access.school import ALL, SEES, WORD, School, build, own_word

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from archive_app.bootstrap import Archive

PEOPLE = ("делопроизводитель", "куратор-б", "ученица-ива")
NOWHERE = 999_999
OF_THE_ANSWER = r'[0-9a-f]{16,}|name="csrf[^>]*content="[^"]*"|name="csrf_token" value="[^"]*"'
"""Marks that every answer has its own of."""
GIVEN = {"number": 1, "kind": "original", "arrangement": 1, "request_id": 1, "page": 1}
"""What the other parts of such an address are filled with."""


@pytest.fixture(scope="module")
def school(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> School:
    return build(archive, tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def app(school: School) -> Flask:
    made = create_app(school.archive)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def _roads(app: Flask) -> list[tuple[str, str, dict[str, object]]]:
    """Verb, endpoint and the other parts of each address with the number of a document in it."""
    found = []
    for rule in app.url_map.iter_rules():
        others = rule.arguments - {"document_id"}
        if "document_id" not in rule.arguments or not rule.methods:
            continue
        assert others <= GIVEN.keys(), f"say what {rule.rule} is filled with"
        verbs = rule.methods - {"HEAD", "OPTIONS"}
        found += [(verb, rule.endpoint, {name: GIVEN[name] for name in others}) for verb in sorted(verbs)]
    return found


def _entered(app: Flask, school: School, login: str) -> FlaskClient:
    give_password(school.archive, login)
    client = app.test_client()
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("login", PEOPLE)
def test_a_hidden_document_is_answered_as_one_that_is_nowhere(app: Flask, school: School, login: str) -> None:
    client = _entered(app, school, login)
    key = program(school.archive, school.archive.actor(login))
    roads = _roads(app)
    assert len(roads) > 30
    adapter = app.url_map.bind("localhost")
    for name in sorted(ALL - SEES[login])[:1]:
        for verb, endpoint, others in roads:
            answers = []
            for number in (school.numbers[name], NOWHERE):
                address = adapter.build(endpoint, {"document_id": number, **others})
                if address.startswith("/api/v1"):
                    answer = key.ask(verb, address, json=None if verb == "GET" else {})
                else:
                    answer = client.open(address, method=verb, query_string={"q": WORD})
                    with client.session_transaction() as kept:
                        kept.pop("_flashes", None)  # what was told is told with the next page
                said = re.sub(OF_THE_ANSWER, "", answer.text)
                said = re.sub(rf"\b{number}\b", "N", said)
                answers.append((answer.status_code, said))
            hidden, nowhere = answers
            assert hidden[0] == nowhere[0] != 200, (verb, endpoint, hidden[0], nowhere[0])
            assert hidden[1] == nowhere[1], (verb, endpoint)


@pytest.mark.parametrize("login", PEOPLE)
def test_what_a_person_sees_names_nothing_hidden(app: Flask, school: School, login: str) -> None:
    client = _entered(app, school, login)
    hidden = ALL - SEES[login]
    pages = ["/", "/search", f"/search?q={WORD}", "/intake", "/filing", "/review", "/file-plan/2025/02-13"]
    seen = [school.numbers[name] for name in sorted(SEES[login])][:2]
    pages += [f"/documents/{number}{rest}" for number in seen for rest in ("", "/related", "/find", "/history")]
    for page in pages:
        text = client.get(page, query_string=None if "?" in page else {"q": WORD}).text
        told = [name for name in hidden if own_word(name) in text or f">{name}<" in text]
        assert told == [], page


@pytest.mark.parametrize("login", PEOPLE)
def test_the_list_of_a_search_holds_what_may_be_taken(app: Flask, school: School, login: str) -> None:
    answer = _entered(app, school, login).get("/search/list.csv", query_string={"q": WORD})
    listed = {name for name in ALL if re.search(rf"(^|;){name}(;|$)", answer.text, re.MULTILINE)}
    assert listed <= SEES[login]
    assert listed
