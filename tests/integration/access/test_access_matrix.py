"""Every role x every road in: each person meets exactly the documents of `SEES`, on both databases and engines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Act, Document, RenditionKind
from archive_app.entrypoints.cli.main import main
from archive_app.entrypoints.web.app import create_app
from archive_app.errors import NotFound
from archive_app.services.accounts.api_tokens import ActsNotGiven
from archive_app.services.documents import card, page_text, whole_form
from archive_app.services.export import export_document
from archive_app.services.fileplans import shown_plan
from archive_app.services.search_filters import Filters
from archive_app.setting_values import Secret
from indexer.errors import NotDrawable
from tests.fixtures.api import program
from tests.fixtures.signing_in import PASSWORD, give_password
from tests.integration.access.school import (
    ALL,
    DOCUMENTS,
    IVA,
    LOOKS_AT,
    ONLY_LOOKS,
    SEES,
    WORD,
    School,
    build,
    own_word,
)

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from archive_app.bootstrap import Archive

everybody = pytest.mark.parametrize("login", list(SEES))


@pytest.fixture(scope="module")
def school(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> School:
    return build(archive, tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def app(school: School) -> Flask:
    made = create_app(school.archive)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def _entered(app: Flask, school: School, login: str) -> FlaskClient:
    give_password(school.archive, login)
    client = app.test_client()
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def _takes(login: str) -> frozenset[str]:
    """What `login` may take away as a file."""
    return frozenset() if login in ONLY_LOOKS else SEES[login] - LOOKS_AT.get(login, frozenset())


@everybody
def test_sql(school: School, login: str) -> None:
    person = school.archive.actor(login)
    with reading(school.archive.sessions) as session:
        met = {number for (number,) in session.query(Document.id).filter(visible(person))}
    assert school.names(met) == SEES[login]


@everybody
def test_card_text_and_page_image(school: School, login: str) -> None:
    archive, person = school.archive, school.archive.actor(login)
    roads = (
        lambda number: card(archive.journal.reads, number, person),
        lambda number: page_text(archive.journal.reads, number, 1, person),
        lambda number: archive.searching.boxes(number, 1, WORD, person),
        lambda number: archive.page_images.image(number, 1, person),
        lambda number: archive.page_images.thumbnail(number, 1, person),
    )
    for road in roads:
        assert school.names(_met(school, road)) == SEES[login]


def _met(school: School, road: object) -> set[int]:
    met = set()
    for number in school.numbers.values():
        try:
            road(number)  # type: ignore[operator]
        except NotFound:
            continue
        except NotDrawable:  # a plain text has no image: that too is told to those only who see it
            pass
        met.add(number)
    return met


@everybody
def test_search_and_its_counts(school: School, login: str) -> None:
    person, searching = school.archive.actor(login), school.archive.searching
    found = searching.search(WORD, person, limit=100)
    assert school.names({hit.document_id for hit in found.hits}) == SEES[login]
    assert found.total == len(SEES[login])
    for values in found.facets.values():
        assert sum(value.count for value in values) <= 2 * len(SEES[login])
    kinds = {value.value for value in found.facets.get("kind", ())}
    assert kinds == {DOCUMENTS[name]["kind"] for name in SEES[login]}
    named = {person for name in SEES[login] for person in DOCUMENTS[name].get("persons", ())}
    assert {value.label for value in found.facets.get("person", ())} == named


@everybody
def test_a_hidden_document_is_not_betrayed_by_any_question(school: School, login: str) -> None:
    person, searching = school.archive.actor(login), school.archive.searching
    for name in ALL - SEES[login]:
        word = own_word(name)
        for question in (f"{word[:-1]}*", word[:-1] + "я", f"NOT {WORD} OR {word}"):
            answer = searching.search(question, person)
            assert name not in school.names({hit.document_id for hit in answer.hits}), question
            assert answer.did_you_mean is None or word not in answer.did_you_mean, question
        said = DOCUMENTS[name]
        narrowed = searching.search(word, person, Filters(kind=(said["kind"],), item=(said["item"],)))
        assert (narrowed.total, narrowed.hits) == (0, ())


@everybody
def test_counts_of_the_file_plan(school: School, login: str) -> None:
    plan = shown_plan(school.archive.sessions, 2025, school.archive.actor(login))
    counted = sum(item.documents for _, items in plan.sections for item in items)
    assert counted == len(SEES[login])


@everybody
def test_export_and_download(school: School, login: str, tmp_path: Path) -> None:
    archive, person = school.archive, school.archive.actor(login)
    exported, taken = set(), set()
    for name, number in school.numbers.items():
        try:
            export_document(archive.sessions, archive.store, archive.clock, number, tmp_path / name, person)
            exported.add(number)
        except (NotFound, NotAllowed):
            assert not (tmp_path / name).exists()
        try:
            whole_form(archive.journal.reads, number, RenditionKind.ORIGINAL, person)
            taken.add(number)
        except (NotFound, NotAllowed):
            pass
    assert school.names(exported) == school.names(taken) == _takes(login)


@everybody
def test_pages_of_the_browser(app: Flask, school: School, login: str) -> None:
    client = _entered(app, school, login)
    met: dict[str, set[int]] = {"card": set(), "image": set(), "original": set()}
    for number in school.numbers.values():
        for road, address in (
            ("card", f"/documents/{number}"),
            ("image", f"/documents/{number}/pages/1.jpg"),
            ("original", f"/documents/{number}/original"),
        ):
            answer = client.get(address)
            assert answer.status_code in {200, 403, 404, 422}
            if answer.status_code in {200, 422}:  # 422: a plain text has no image, told to those only who see it
                met[road].add(number)
    assert school.names(met["card"]) == school.names(met["image"]) == SEES[login]
    assert school.names(met["original"]) == _takes(login)
    listed = client.get("/search", query_string={"q": WORD}).text
    for name in ALL - SEES[login]:
        assert f">{name}<" not in listed
        assert own_word(name) not in listed


@everybody
def test_the_api(school: School, login: str) -> None:
    person = school.archive.actor(login)
    acts = [act for act in Act if person.may(act)]
    if not acts:
        with pytest.raises(ActsNotGiven):  # who may do nothing gets no key, and without a key nothing opens
            program(school.archive, person, [Act.SEE])
        return
    asking = program(school.archive, person)
    met: dict[str, set[int]] = {"": set(), "/pages/1": set(), "/pages/1/image.jpg": set(), "/original": set()}
    for path, numbers in met.items():
        for number in school.numbers.values():
            answer = asking.get(f"/documents/{number}{path}")
            assert answer.status_code in {200, 403, 404, 422}
            if answer.status_code in {200, 422}:  # 422: a plain text has no image, told to those only who see it
                numbers.add(number)
    assert [school.names(met[path]) for path in ("", "/pages/1", "/pages/1/image.jpg")] == [SEES[login]] * 3
    assert school.names(met["/original"]) == _takes(login)
    listed, found = (asking.get(path).get_json() for path in ("/documents?limit=200", f"/search?q={WORD}&limit=200"))
    persons = asking.get("/persons", query_string={"name": "Ивашкина"}).get_json()
    if not person.may(Act.SEE):
        assert {answer["code"] for answer in (listed, found, persons)} == {"not_allowed"}
        return
    assert school.names({line["document_id"] for line in listed["documents"]}) == SEES[login]
    assert school.names({hit["document_id"] for hit in found["hits"]}) == SEES[login]
    assert found["total"] == len(SEES[login])
    named = {person for name in SEES[login] for person in DOCUMENTS[name].get("persons", ())}
    keeps = person.may(Act.PERSONS)  # whoever keeps the cards of persons knows them all
    met_persons = {each["name"] for each in persons["persons"]}
    assert met_persons == ({IVA} if keeps else {name for name in named if name == IVA})


@everybody
def test_the_command_line(
    school: School, login: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = school.archive.settings
    for name in ("database_url", "search_url", "storage_url", "storage_access_key", "storage_secret_key"):
        value = getattr(settings, name)
        if value:
            plain = value.plain if isinstance(value, Secret) else str(value)
            monkeypatch.setenv(f"ARCHIVE_{name.upper()}", plain)
    monkeypatch.setenv("ARCHIVE_HOME", str(settings.home))
    answer = _said(capsys, "--user", login, "search", WORD, "--limit", "100", "--json")
    if not SEES[login] and "error" in answer:
        assert answer["error"]["code"] == "not_allowed"
        return
    assert school.names({hit["document_id"] for hit in answer["hits"]}) == SEES[login]
    hidden = next(iter(ALL - SEES[login]), None)
    if hidden is not None:
        number = str(school.numbers[hidden])
        refused = _said(capsys, "--user", login, "show", number, "--json")
        assert refused["error"]["code"] == "not_found"
        unknown = _said(capsys, "--user", login, "show", "999999", "--json")
        assert refused["error"]["message"].replace(number, "N") == unknown["error"]["message"].replace("999999", "N")


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:  # type: ignore[type-arg]
    with pytest.raises(SystemExit):
        main(list(arguments))
    answer: dict = json.loads(capsys.readouterr().out)  # type: ignore[type-arg]
    return answer
