"""`POST /documents`: filing. A request that comes again under its `Idempotency-Key` is answered as the first time."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import IntakeSource
from archive_app.db.models.idempotency import LONGEST_KEY
from archive_app.entrypoints.api.asked import BadParameters
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.sent import Sent, receive
from archive_app.entrypoints.api.shapes.intake import FactsAsked, Filed
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, translate
from archive_app.services.intake import Facts, Origin
from archive_app.services.scratch import scratch_folder

if TYPE_CHECKING:
    from flask import Response

KEY = "Idempotency-Key"
WITHOUT_NAME = "document"
FROM_A_PROGRAM = Origin(IntakeSource.API)


@blueprint.post("/documents")
@needs(Act.FILE)
@operation(
    mark("File a document"),
    sends=FactsAsked,
    answers=Filed,
    statuses=(HTTPStatus.CREATED.value, HTTPStatus.OK.value),
)
def file_document() -> Response:
    """201 with the new document, 200 with the one that holds the same bytes already."""
    settings = archive().settings
    key = _key()
    with scratch_folder(settings.work_folder) as folder:
        sent = receive(folder, settings.max_upload)
        outcome = _once(sent, key) if key else _file(sent)
    status = HTTPStatus.OK if outcome.duplicate else HTTPStatus.CREATED
    return answer(outcome, status, Location=url_for("api.document", document_id=outcome.document_id))


def _key() -> str:
    key = request.headers.get(KEY, "")
    if not (key.isascii() and key.isprintable()):
        raise BadParameters(((KEY, translate("only Latin letters, digits and signs of ASCII are taken")),))
    if len(key) > LONGEST_KEY:
        raise BadParameters(((KEY, translate("at most {max_length} characters are taken", max_length=LONGEST_KEY)),))
    return key


def _once(sent: Sent, key: str) -> Filed:
    outcomes, user_id = archive().first_outcomes, actor().user_id
    known = outcomes.known(user_id, key, sent.digest)
    if known is None:
        known = outcomes.keep(user_id, key, sent.digest, _file(sent).model_dump())
    return Filed.model_validate(known)


def _file(sent: Sent) -> Filed:
    said = sent.facts
    facts = Facts(
        item=said.item,
        year=said.year,
        title=said.title,
        kind=said.kind,
        number=said.number,
        date=said.date,
        persons=said.persons,
        sheets=said.sheets,
        carrier=said.carrier,
        confidentiality=said.confidentiality,
        unit=said.unit,
        group=said.group,
    )
    received = archive().intake.receive(sent.path, sent.name or WITHOUT_NAME, facts, actor(), FROM_A_PROGRAM)
    return Filed.model_validate(received)
