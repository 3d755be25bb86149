"""The description: OpenAPI 3.1 of every operation, and a page of it that the strict content policy lets work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from archive_app.auth.gate import right_of
from archive_app.entrypoints.api.operation import operation_of
from archive_app.entrypoints.api.shapes.base import Asked
from tests.fixtures.api import Program

if TYPE_CHECKING:
    from typing import Any

DESCRIBING = {"api.openapi", "api.docs", "api.upload_options"}
"""Their answers describe, and need no description."""


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
            texts += [parameter["description"] for parameter in operation["parameters"] if parameter["in"] == "query"]
            assert all(re.search("[а-я]", text) for text in texts), texts


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
