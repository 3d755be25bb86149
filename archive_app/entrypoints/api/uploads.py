"""`/uploads`: files that come in pieces, by the tus protocol; for programs with a key and for our own pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, g, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, open_to_all
from archive_app.db.models import IntakeSource, Upload, UploadState
from archive_app.entrypoints.api import tus
from archive_app.entrypoints.api.asked import BadParameters, understood
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.from_browser import from_browser_too
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.intake import FactsAsked
from archive_app.entrypoints.api.shapes.uploads import SaidAsked, UploadShape
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import describe
from archive_app.i18n import mark
from archive_app.logs import log
from archive_app.services.uploads.errors import WrongChecksum
from archive_app.services.uploads.finishing import UNAVAILABLE
from archive_app.services.uploads.service import Announced

if TYPE_CHECKING:
    from archive_app.entrypoints.api.shapes.base import Asked

NAMES = ("filename", "name")
OURS = frozenset({"filename", "name", "filetype", "type", "relativePath", "batch", "batch_label"})
"""Names of the protocol's clients and of batches; every other one is a fact of the document."""


@blueprint.route("/uploads", methods=["OPTIONS"], provide_automatic_options=False)
@open_to_all("says what the server can do, and names no record")
def upload_options() -> Response:
    """What the server can do."""
    headers = {
        "Tus-Extension": tus.EXTENSIONS,
        "Tus-Max-Size": str(archive().settings.max_upload),
        "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
    }
    return tus.told(Response(status=HTTPStatus.NO_CONTENT, headers=headers))


@blueprint.post("/uploads")
@needs(Act.FILE)
@from_browser_too
@operation(
    mark("Begin an upload (tus 1.0.0)"),
    statuses=(HTTPStatus.CREATED.value,),
    headers=(tus.RESUMABLE, tus.LENGTH),
    more_headers=(tus.METADATA,),
    refusals=(HTTPStatus.PRECONDITION_FAILED.value, HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value),
)
def begin_upload() -> Response:
    """201 with the address of the new upload."""
    tus.require_version()
    told = tus.metadata()
    said = {name: value for name, value in told.items() if name not in OURS}
    shape: type[Asked] = FactsAsked if "item" in said else SaidAsked
    facts = understood(shape, _lists(said)).model_dump(mode="json", exclude={"name"}, exclude_unset=True)
    announced = Announced(
        name=next((told[name] for name in NAMES if told.get(name)), "document"),
        size=tus.number_in(tus.LENGTH),
        source=IntakeSource.BROWSER if g.get("from_browser") else IntakeSource.API,
        batch=told.get("batch", ""),
        batch_label=told.get("batch_label", ""),
        said=facts,
    )
    upload = archive().uploads.begin(announced, actor())
    headers = {"Location": url_for("api.upload", token=upload.token), **tus.state_headers(upload)}
    return tus.told(Response(status=HTTPStatus.CREATED, headers=headers))


@blueprint.get("/uploads/<token>")
@needs(Act.FILE)
@from_browser_too
@operation(
    mark("Where an upload stands, and what became of it"), answers=UploadShape, refusals=(HTTPStatus.GONE.value,)
)
def upload(token: str) -> Response:
    """The state for a person; asked by HEAD, the protocol's own answer."""
    found = archive().uploads.find(token, actor())
    shown = answer(UploadShape.model_validate(found))
    shown.headers.update(tus.state_headers(found))
    return tus.told(shown)


@blueprint.route("/uploads/<token>", methods=["PATCH", "POST"])
@needs(Act.FILE)
@from_browser_too
@operation(
    mark("Send the next piece of an upload (tus 1.0.0)"),
    statuses=(HTTPStatus.NO_CONTENT.value,),
    brings=(tus.MEDIA_TYPE,),
    headers=(tus.RESUMABLE, tus.OFFSET),
    more_headers=(tus.CHECKSUM,),
    refusals=(
        HTTPStatus.GONE.value,
        HTTPStatus.PRECONDITION_FAILED.value,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE.value,
        WrongChecksum.http_status,
    ),
)
def continue_upload(token: str) -> Response:
    """204 when the piece is durable; with the last one the document is there, or the reason why not."""
    method = request.headers.get("X-HTTP-Method-Override", request.method).upper()
    if method == "DELETE":
        return end_upload(token)
    tus.require_version()
    if method != "PATCH" or request.mimetype != tus.MEDIA_TYPE:
        raise tus.NotAPiece
    offset, checksum = tus.number_in(tus.OFFSET), tus.checksum()
    request.max_content_length = archive().settings.max_upload
    moved = archive().uploads.append(token, offset, request.stream, actor(), checksum)
    if moved.state is UploadState.ARRIVED:
        moved = _taken_in(moved)
    headers = tus.state_headers(moved) | {"Upload-State": moved.state.value}
    return tus.told(Response(status=HTTPStatus.NO_CONTENT, headers=headers))


@blueprint.delete("/uploads/<token>")
@needs(Act.FILE)
@from_browser_too
@operation(mark("Give an upload up"), statuses=(HTTPStatus.NO_CONTENT.value,))
def end_upload(token: str) -> Response:
    """204; a document that came of it stays."""
    archive().uploads.give_up(token, actor())
    return tus.told(Response(status=HTTPStatus.NO_CONTENT))


def _taken_in(arrived: Upload) -> Upload:
    """Every byte is durable already: what fails now for a while is done by the job, and the sender need not know."""
    try:
        archive().finishing.finish(arrived.id, actor())
    except Exception as error:
        if describe(error).http_status < UNAVAILABLE:
            raise
        log.warning("an upload is left to the job", upload_id=arrived.id, exc_info=True)
    return archive().uploads.find(arrived.token, actor())


def _lists(said: dict[str, str]) -> dict[str, Any]:
    """Persons come one a line: a header has no lists. Raises BadParameters."""
    if len(said) > len(FactsAsked.model_fields):
        raise BadParameters(tuple((name, "") for name in said if name not in FactsAsked.model_fields))
    named = said.get("persons")
    return {**said, "persons": tuple(filter(None, named.split("\n")))} if named is not None else dict(said)
