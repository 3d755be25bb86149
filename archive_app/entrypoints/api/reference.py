"""`/openapi.json` for programs, `/docs` for people: the same description, open to all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Response, current_app, json, render_template

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.openapi import area_of, described
from archive_app.entrypoints.api.operation import JSON
from archive_app.entrypoints.web.current import archive
from archive_app.wiring.product import product_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WHY = "describes the program and names no record"


class Told(NamedTuple):
    """A field on the page: its words, and the shapes that it is made of."""

    name: str
    words: str
    shapes: list[str]


@blueprint.get("/openapi.json")
@open_to_all(WHY)
def openapi() -> Response:
    """OpenAPI 3.1."""
    told = json.dumps(described(current_app, product_version()), ensure_ascii=False)
    return Response(told, mimetype=JSON)


@blueprint.get("/docs")
@open_to_all(WHY)
def docs() -> str:
    """A page made on the server: no script, nothing from elsewhere."""
    api = described(current_app, product_version())
    resources: dict[str, list[tuple[str, str, object]]] = {}
    for path, methods in api["paths"].items():
        resources.setdefault(area_of(path), []).extend(
            (path, method, operation) for method, operation in methods.items()
        )
    rate = archive().settings.api_rate
    areas = {each["name"]: each["description"] for each in api["tags"]}
    return render_template(
        "api/reference.html", api=api, areas=areas, resources=resources.items(), rate=rate, shapes=_shapes(api)
    )


def _shapes(api: Mapping[str, Any]) -> dict[str, list[Told]]:
    """What answers and bodies are made of, by name: each is told once, however many operations speak of it."""
    known = {name: shape["properties"] for name, shape in api["components"]["schemas"].items() if "properties" in shape}
    wanted, told = list(_named(api["paths"], known)), {}
    while wanted:
        name = wanted.pop()
        if name in told:
            continue
        told[name] = [Told(field, of["description"], list(_named(of, known))) for field, of in known[name].items()]
        wanted += (shape for field in told[name] for shape in field.shapes)
    return dict(sorted(told.items()))


def _named(told: object, known: Mapping[str, object]) -> Iterator[str]:
    """Names of those that a part of the description refers to."""
    if isinstance(told, dict):
        name = str(told.get("$ref", "")).rpartition("/")[2]
        if name in known:
            yield name
        told = list(told.values())
    if isinstance(told, list):
        for part in told:
            yield from _named(part, known)
