"""`/openapi.json` for programs, `/docs` for people: the same description, open to all."""

from __future__ import annotations

from flask import Response, current_app, json, render_template

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.openapi import area_of, described
from archive_app.entrypoints.api.operation import JSON
from archive_app.entrypoints.web.current import archive
from archive_app.wiring.product import product_version

WHY = "describes the program and names no record"


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
    return render_template("api/reference.html", api=api, areas=areas, resources=resources.items(), rate=rate)
