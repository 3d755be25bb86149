"""The description: OpenAPI 3.1 of every operation, and a page of it that the strict content policy lets work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.gate import right_of
from archive_app.entrypoints.api.answer_values import ANSWER_VALUES
from archive_app.entrypoints.api.answer_words import ANSWER_WORDS
from archive_app.entrypoints.api.operation import operation_of
from archive_app.entrypoints.api.shapes.base import Asked
from tests.fixtures.api import PREFIX, Program
from tests.fixtures.signing_in import PASSWORD, csrf_of, give_password

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from archive_app.bootstrap import Archive

DESCRIBING = {"api.openapi", "api.docs", "api.upload_options"}
"""Their answers describe, and need no description."""
REFERENCE = r"#/components/schemas/([\w.-]+)"


@pytest.fixture(scope="module")
def described(archivist: Program) -> dict[str, Any]:
    told: dict[str, Any] = Program(archivist.app, "").get("/openapi.json").get_json()
    return told


def test_every_operation_is_described(archivist: Program, described: dict[str, Any]) -> None:
    told = {operation["operationId"] for path in described["paths"].values() for operation in path.values()}
    there = {name for name in archivist.app.view_functions if name.startswith("api.")} - DESCRIBING
    assert {f"api.{name}" for name in told - {"page_image_file"}} == there
    assert described["openapi"] == "3.1.0"
    for name in there:
        view = archivist.app.view_functions[name]
        right = right_of(view)
        assert operation_of(view) is not None
        assert right is not None
        assert not right.anonymous


def test_it_refers_to_nothing_that_is_not_there(described: dict[str, Any]) -> None:
    wanted = set(re.findall(r"#/components/schemas/([\w.-]+)", str(described)))
    assert wanted <= set(described["components"]["schemas"])
    assert "ProblemShape" in wanted


def test_shapes_of_one_name_are_told_apart(described: dict[str, Any]) -> None:
    def answered(path: str) -> dict[str, Any]:
        said = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        properties: dict[str, Any] = described["components"]["schemas"][said.rpartition("/")[2]]["properties"]
        return properties

    of_control = described["components"]["schemas"][answered("/control")["whole"]["$ref"].rpartition("/")[2]]
    assert "students" in of_control["properties"]
    assert "__" not in str(list(described["components"]["schemas"]))


def test_it_speaks_russian(described: dict[str, Any]) -> None:
    for path in described["paths"].values():
        for operation in path.values():
            texts = [operation["summary"], operation["description"]]
            texts += [parameter["description"] for parameter in operation["parameters"]]
            texts += [answer["description"] for answer in operation["responses"].values() if "$ref" not in answer]
            assert all(re.search("[а-я]", text) for text in texts), texts
    texts = [tag["description"] for tag in described["tags"]]
    texts += [refusal["description"] for refusal in described["components"]["responses"].values()]
    assert all(re.search("[а-я]", text) for text in texts), texts


def test_every_field_that_is_sent_is_described(described: dict[str, Any]) -> None:
    bodies = [operation.get("requestBody") for path in described["paths"].values() for operation in path.values()]
    assert len(list(_fields(described, bodies))) > 100
    assert [name for name, field in _fields(described, bodies) if not _in_russian(field)] == []


def test_every_field_of_an_answer_is_described(described: dict[str, Any]) -> None:
    answers = [operation["responses"] for path in described["paths"].values() for operation in path.values()]
    answers.append(described["components"]["responses"])
    assert len(list(_fields(described, answers))) > 1000
    assert [name for name, field in _fields(described, answers) if not _in_russian(field)] == []


def test_nothing_is_said_of_fields_that_are_not_there(described: dict[str, Any]) -> None:
    there = set()
    for name, shape in described["components"]["schemas"].items():
        for field in shape.get("properties", {}):
            there |= {field, f"{name}.{field}"}
    assert set(ANSWER_WORDS) - there == set()
    assert set(ANSWER_VALUES) - there == set()


def test_a_word_is_told_with_its_meaning(described: dict[str, Any]) -> None:
    card = described["components"]["schemas"]["CardShape"]["properties"]
    assert card["carrier"]["description"] == (
        "На чём хранится. paper — бумажный; electronic — электронный; both — бумажный и электронный."
    )
    page = described["components"]["schemas"]["PageShape"]["properties"]  # made from CardPage
    assert "failed — " in page["state"]["description"]
    entry = described["components"]["schemas"]["portfolio.EntryShape"]["properties"]
    assert "Вид достижения" in entry["kind"]["description"]
    assert "x-words" not in str(described)


def _fields(described: dict[str, Any], told_of: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fields of all shapes that are told of, with those that these are made of."""
    wanted, seen = re.findall(REFERENCE, str(told_of)), set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        shape = described["components"]["schemas"][name]
        wanted += re.findall(REFERENCE, str(shape))
        yield from ((f"{name}.{field}", schema) for field, schema in shape.get("properties", {}).items())


def _in_russian(field: dict[str, Any]) -> bool:
    return bool(re.search("[а-я]", field.get("description", "")))


def test_areas_and_refusals_are_told(described: dict[str, Any]) -> None:
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert {tag for operation in operations for tag in operation["tags"]} == {tag["name"] for tag in described["tags"]}
    assert all({"401", "403", "429", "503"} <= set(operation["responses"]) for operation in operations)
    assert set(re.findall(r"#/components/responses/(\d+)", str(operations))) <= set(
        described["components"]["responses"]
    )
    assert {"409", "428"} <= set(described["paths"]["/documents/{document_id}"]["patch"]["responses"])


def test_the_protocol_of_uploads_is_told(described: dict[str, Any]) -> None:
    begun, piece = described["paths"]["/uploads"]["post"], described["paths"]["/uploads/{token}"]["patch"]
    assert {"Tus-Resumable", "Upload-Length", "Upload-Metadata"} == {each["name"] for each in begun["parameters"]}
    assert {"Upload-Offset", "Upload-Checksum"} < {each["name"] for each in piece["parameters"]}
    assert list(piece["requestBody"]["content"]) == ["application/offset+octet-stream"]
    assert {"410", "412", "415", "460"} <= set(piece["responses"])
    assert "content" not in piece["responses"]["204"]


def test_the_page_is_reached_from_the_keys(archive: Archive, archivist: Program) -> None:
    give_password(archive, archive.actor().login)
    client = archivist.app.test_client()
    token = csrf_of(client.get("/sign-in").get_data(as_text=True))
    entering = {"csrf_token": token, "login": archive.actor().login, "password": PASSWORD}
    assert client.post("/sign-in", data=entering).status_code == 302
    assert f'href="{PREFIX}/docs"' in client.get("/account/keys").get_data(as_text=True)
    assert 'href="/account/keys"' in client.get(f"{PREFIX}/docs").get_data(as_text=True)


def test_parameters_are_those_that_are_read(described: dict[str, Any]) -> None:
    search = described["paths"]["/search"]["get"]
    assert {each["name"] for each in search["parameters"]} >= {"q", "person", "limit", "offset", "facets"}
    filing = described["paths"]["/documents"]["post"]
    form = filing["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert {"item", "year", "file"} == set(form["required"])
    assert {"Idempotency-Key", "item", "title"} <= {each["name"] for each in filing["parameters"]}
    assert Asked.model_config["extra"] == "forbid"


def test_what_stands_in_an_address_may_be_left_out_and_is_never_null(described: dict[str, Any]) -> None:
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    of_addresses = {each["name"]: each["schema"] for made in operations for each in made["parameters"]}
    assert "null" not in repr(of_addresses)
    assert of_addresses["before"]["type"] == "integer"
    assert not any("default" in schema and schema["default"] is None for schema in of_addresses.values())


def test_the_page_needs_no_script(archivist: Program, described: dict[str, Any]) -> None:
    answer = Program(archivist.app, "").get("/docs")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|https?://(?!localhost)", answer.text)
    for path in described["paths"]:
        assert f"<code>{path}</code>" in answer.text


def test_the_example_of_the_page_is_an_address_that_curl_may_send(archivist: Program) -> None:
    page = archivist.app.test_client().get(f"{PREFIX}/docs").get_data(as_text=True)
    address = re.search(r"https?://[^\s<]+/search[^\s<]*", page)
    assert address is not None
    assert address[0].isascii()  # curl sends letters as they are typed, and servers refuse them
    assert '--data-urlencode "q=иванова"' in page


def test_the_page_tells_every_shape_of_an_answer_once(archivist: Program, described: dict[str, Any]) -> None:
    page = Program(archivist.app, "").get("/docs").text
    told = re.findall(r'id="shape-([\w.-]+)"', page)
    assert len(told) == len(set(told)) > 200
    assert set(re.findall(r'href="#shape-([\w.-]+)"', page)) <= set(told)
    hit = page[page.index('id="shape-Results"') :].partition("</article>")[0]
    for field, known in described["components"]["schemas"]["Results"]["properties"].items():
        assert f"<code>{field}</code>" in hit
        assert known["description"] in hit
    assert 'href="#shape-Hit"' in hit
