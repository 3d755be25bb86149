"""The description of the API as OpenAPI 3.1, made of what its operations declare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from archive_app.auth.acts import ACT_WORDS
from archive_app.auth.gate import right_of
from archive_app.db.models.idempotency import LONGEST_KEY
from archive_app.entrypoints.api import tus
from archive_app.entrypoints.api.blueprint import PREFIX, blueprint
from archive_app.entrypoints.api.described_refusals import all_refusals, refusals
from archive_app.entrypoints.api.described_words import AREAS, HEADERS, IN_PATH, STATUSES
from archive_app.entrypoints.api.intake import KEY
from archive_app.entrypoints.api.operation import BYTES, JSON, operation_of
from archive_app.entrypoints.api.problems import MEDIA_TYPE
from archive_app.entrypoints.api.sent import FILE, FORM
from archive_app.entrypoints.api.shapes.base import WORDS, Answered
from archive_app.entrypoints.api.shapes.others import ProblemShape
from archive_app.entrypoints.api.versions import IF_MATCH
from archive_app.i18n import translate
from archive_app.numbers import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from pydantic import BaseModel
    from werkzeug.routing import Rule

    from archive_app.auth.gate import Right
    from archive_app.entrypoints.api.operation import Operation

REFERENCES = "#/components/schemas/{model}"
SECURITY = "key"
_AREA = re.compile(r"archive_app__entrypoints__api__shapes__(\w+?)__(?=[A-Z])")
"""How pydantic begins the name of a shape whose own name another has too."""
_VARIABLE = re.compile(r"<(?:([^:<>]+):)?(\w+)>")
_LIMIT = re.compile(r"max=(\d+)")
_WORD = re.compile(r"'([^']+)'")
ORDER = ("/me", "/search", "/documents", "/uploads", "/persons", "/file-plans")


def described(app: Flask, version: str) -> dict[str, Any]:
    """The whole description of what `app` answers under `/api/v1`; texts are Russian."""
    paths: dict[str, Any] = {}
    operations = list(_operations(app))
    schemas = Schemas(shape for _, _, declared, _ in operations for shape in _shapes(declared))
    for rule, method, declared, right in operations:
        path = _VARIABLE.sub(r"{\2}", rule.rule.removeprefix(PREFIX))
        paths.setdefault(path, {})[method.lower()] = _operation(rule, method, declared, right, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": translate("Archivarius"), "version": version, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": PREFIX}],
        "tags": [{"name": area, "description": translate(words)} for area, words in AREAS.items()],
        "paths": dict(sorted(paths.items(), key=lambda item: _place(item[0]))),
        "components": {
            "schemas": schemas.by_name,
            "responses": all_refusals(schemas.reference(ProblemShape)),
            "securitySchemes": {SECURITY: {"type": "http", "scheme": "bearer"}},
        },
    }


def _place(path: str) -> tuple[int, str]:
    known = (number for number, beginning in enumerate(ORDER) if path.startswith(beginning))
    return next(known, len(ORDER)), path


def _operations(app: Flask) -> Iterator[tuple[Rule, str, Operation, Right]]:
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(f"{blueprint.name}."):
            continue
        view = app.view_functions[rule.endpoint]
        declared, right = operation_of(view), right_of(view)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        # Addresses that describe, such as this one's own, declare nothing. Of several ways to say the same (a POST for
        # whom a PATCH is barred) the first is described.
        if methods and declared is not None and right is not None:
            yield rule, methods[0], declared, right


def _shapes(declared: Operation) -> Iterator[type[BaseModel]]:
    named = (declared.answers, declared.asks, declared.sends, declared.takes)
    return (shape for shape in named if shape is not None)


def _operation(rule: Rule, method: str, declared: Operation, right: Right, schemas: Schemas) -> dict[str, Any]:
    in_path = list(_in_path(rule))
    made: dict[str, Any] = {
        "tags": [area_of(rule.rule.removeprefix(PREFIX))],
        "operationId": rule.endpoint.rpartition(".")[2] + ("_file" if rule.rule.endswith(".jpg") else ""),
        "summary": translate(declared.summary),
        "parameters": [*in_path, *_in_query(declared, schemas), *_in_headers(declared)],
        "responses": {str(status): _answer(declared, status, schemas) for status in declared.statuses}
        | refusals(declared, method, right, named=bool(in_path))
        | {"default": _problem(schemas)},
    }
    if not right.anonymous:
        acts = ", ".join(translate(ACT_WORDS[act]) for act in right.acts) or translate("any key will do")
        made["description"] = translate("What the key must allow: {acts}.", acts=acts)
        made["security"] = [{SECURITY: []}]
    if declared.sends is not None:
        made["requestBody"] = _sent(declared.sends, schemas)
        made["parameters"].append(_key_parameter())
    if declared.takes is not None:
        taken = {"schema": schemas.reference(declared.takes)}
        made["requestBody"] = {"required": True, "content": {JSON: taken}}
    if declared.brings:
        made["requestBody"] = {"required": True, "content": {media: {"schema": {}} for media in declared.brings}}
    if declared.versioned:
        made["parameters"].append(_version_parameter())
    return made


def area_of(path: str) -> str:
    """The first part of a path."""
    return path.strip("/").partition("/")[0]


def _in_path(rule: Rule) -> Iterator[dict[str, Any]]:
    for found in _VARIABLE.finditer(rule.rule):
        kind, name = found.groups(default="")
        before = rule.rule[: found.start()].rstrip("/").rpartition("/")[2]
        words = IN_PATH.get(f"{before}/{name}", IN_PATH.get(name, ""))
        described = {"description": translate(words), "schema": _of_path(kind)}
        yield {"name": name, "in": "path", "required": True, **described}


def _in_headers(declared: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "header",
            "required": name in declared.headers,
            "description": translate(HEADERS[name]),
            "schema": tus.HEADERS[name],
        }
        for name in (*declared.headers, *declared.more_headers)
    ]


def _of_path(kind: str) -> dict[str, Any]:
    """What stands in the address, by the name of its converter: a number, one of several words, any text."""
    if kind.startswith("int"):
        limit = _LIMIT.search(kind)
        return {"type": "integer", "minimum": 0, "maximum": int(limit[1]) if limit else LARGEST}
    if kind.startswith("any"):
        return {"type": "string", "enum": _WORD.findall(kind)}
    return {"type": "string", "minLength": 1, "maxLength": 150}


def _in_query(declared: Operation, schemas: Schemas) -> list[dict[str, Any]]:
    shape = declared.asks or declared.sends
    if shape is None:
        return []
    whole = schemas.of(shape)
    required = set(whole.get("required", ())) if declared.sends is None else set()
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": schema.get("description", ""),
            "schema": _in_address(schema),
        }
        for name, schema in whole["properties"].items()
    ]


def _in_address(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is never null: an address has no way to say so."""
    said = {key: value for key, value in schema.items() if key != "description" and (key, value) != ("default", None)}
    choices: list[dict[str, Any]] = [choice for choice in said.pop("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        return said | choices[0]
    return said | {"anyOf": choices} if choices else said


def _sent(shape: type[BaseModel], schemas: Schemas) -> dict[str, Any]:
    whole = schemas.of(shape)
    file = {FILE: {"type": "string", "contentMediaType": BYTES, "description": translate("The file itself.")}}
    form = {**whole, "properties": whole["properties"] | file, "required": [*whole["required"], FILE]}
    return {
        "required": True,
        "description": translate("A form with the file, or the bare file with what is said of it in the address."),
        "content": {FORM: {"schema": form}, BYTES: {"schema": {}}},
    }


def _key_parameter() -> dict[str, Any]:
    return {
        "name": KEY,
        "in": "header",
        "required": False,
        "description": translate("The sender's name for this request: sent again, it is answered as the first time."),
        "schema": {"type": "string", "maxLength": LONGEST_KEY, "pattern": r"^[\x21-\x7e]*$"},
    }


def _version_parameter() -> dict[str, Any]:
    return {
        "name": IF_MATCH,
        "in": "header",
        "required": True,
        "description": translate("The version that the change goes by: the header ETag of the last answer."),
        "schema": {"type": "string", "pattern": r'^"\d{1,9}"$'},
    }


def _answer(declared: Operation, status: int, schemas: Schemas) -> dict[str, Any]:
    if declared.answers is None and declared.media == JSON:  # the headers say it all
        return {"description": translate(STATUSES[status])}
    schema = schemas.reference(declared.answers) if declared.answers else {}
    content = {media: {"schema": schema} for media in _media_types(declared)}
    return {"description": translate(STATUSES[status]), "content": content}


def _media_types(declared: Operation) -> tuple[str, ...]:
    return (declared.media,) if isinstance(declared.media, str) else declared.media


def _problem(schemas: Schemas) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": schemas.reference(ProblemShape)}}
    return {"description": translate("What went wrong."), "content": content}


class Schemas:
    """JSON schemas of shapes and of all that they are made of.

    Shapes of one name in two areas are told apart by the area: `life.PartShape`, `control.PartShape`.
    """

    def __init__(self, shapes: Iterable[type[BaseModel]]) -> None:
        told: list[type[BaseModel]] = [ProblemShape, *shapes]
        wanted = [(shape, _mode(shape)) for shape in dict.fromkeys(told)]
        references, made = models_json_schema(wanted, ref_template=REFERENCES)  # type: ignore[arg-type]
        self._names = {shape: _in_short(said["$ref"]) for (shape, _), said in references.items()}
        short = {_in_short(name): _told(schema) | {"description": ""} for name, schema in made["$defs"].items()}
        self.by_name: dict[str, dict[str, Any]] = dict(sorted(short.items()))

    def of(self, shape: type[BaseModel]) -> dict[str, Any]:
        """The schema itself."""
        return self.by_name[self._names[shape].rpartition("/")[2]]

    def reference(self, shape: type[BaseModel]) -> dict[str, Any]:
        """What stands for it elsewhere."""
        return {"$ref": self._names[shape]}


def _mode(shape: type[BaseModel]) -> str:
    return "serialization" if issubclass(shape, Answered) else "validation"


def _in_short(name: str) -> str:
    return _AREA.sub(r"\1.", name)


def _told(value: Any) -> Any:
    """The same in Russian, without the names that pydantic makes up."""
    if isinstance(value, list):
        return [_told(item) for item in value]
    if not isinstance(value, dict):
        return value
    told = {
        name: _said(name, item) if isinstance(item, str) else _told(item)
        for name, item in value.items()
        if not (name == "title" and isinstance(item, str)) and name != WORDS
    }
    if WORDS in value:
        each = "; ".join(f"{code} — {translate(words)}" for code, words in value[WORDS])
        told["description"] = f"{told['description']} {each}."
    return told


def _said(name: str, item: str) -> str:
    if name == "$ref":
        return _in_short(item)
    return translate(item) if name == "description" else item
