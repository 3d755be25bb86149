"""`/documents/{id}/signature`: what the detached signature says, and one put beside the document."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.documents import ONE
from archive_app.entrypoints.api.operation import BYTES, answer, operation
from archive_app.entrypoints.api.sent import sent_body
from archive_app.entrypoints.api.shapes import signatures as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.services.scratch import scratch_folder
from archive_app.services.signatures.cms import LARGEST
from archive_app.services.signatures.keeping import Sent
from archive_app.signature_words import verdict_words

if TYPE_CHECKING:
    from flask import Response

    from archive_app.services.signatures.keeping import SignatureCard


@blueprint.get(f"{ONE}/signature")
@needs(Act.SEE)
@operation(mark("The detached signature of a document"), answers=shapes.SignatureShape)
def signature(document_id: int) -> Response:
    """404 too where the document has none."""
    told = archive().signatures.told(document_id, actor())
    if told is None:
        raise NotFound(str(document_id), what=translate("The signature of document {number}", number=document_id))
    return _answered(told)


@blueprint.put(f"{ONE}/signature")
@needs(Act.FILE)
@operation(
    mark("Put a detached signature beside a document"),
    asks=shapes.SignatureSent,
    brings=(BYTES,),
    answers=shapes.SignatureShape,
    statuses=(HTTPStatus.CREATED.value,),
)
def add_signature(document_id: int) -> Response:
    """The body is the file: CMS (PKCS#7) in DER, BER or base64."""
    said = asked(shapes.SignatureSent)
    with scratch_folder(archive().settings.work_folder) as folder:
        sent = Sent(sent_body(folder, LARGEST), said.name, anyway=bool(said.anyway))
        told = archive().signatures.add(document_id, sent, actor())
    return _answered(told, HTTPStatus.CREATED)


def _answered(told: SignatureCard, status: int = HTTPStatus.OK) -> Response:
    signers = [
        shapes.SignerShape(
            name=one.name,
            signed_at=one.signed_at,
            algorithm=one.algorithm,
            verdict=one.verdict,
            words=verdict_words(one),
        )
        for one in told.signers
    ]
    shape = shapes.SignatureShape(document_id=told.document_id, sha256=told.sha256, size=told.size, signers=signers)
    return answer(shape, status)
