"""`/documents/{id}/original`, `/copy` and `/signature/file`: the bytes, in pieces, whole or a range of them."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import FileWrapper

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RenditionKind
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.documents import ONE
from archive_app.entrypoints.api.operation import BYTES, operation
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.services.documents import whole_form
from storage.keys import BlobKey

CHUNK = 256 * 1024
OK_OR_PART = (HTTPStatus.OK.value, HTTPStatus.PARTIAL_CONTENT.value)


@blueprint.get(f"{ONE}/original")
@needs(Act.DOWNLOAD)
@operation(mark("The original, as it was filed"), media=BYTES, statuses=OK_OR_PART)
def original(document_id: int) -> Response:
    """The bytes that were filed."""
    return _form(document_id, RenditionKind.ORIGINAL)


@blueprint.get(f"{ONE}/copy")
@needs(Act.DOWNLOAD)
@operation(mark("The PDF/A copy with a text layer"), media=BYTES, statuses=OK_OR_PART)
def copy(document_id: int) -> Response:
    """The copy for use."""
    return _form(document_id, RenditionKind.PDFA)


@blueprint.get(f"{ONE}/signature/file")
@needs(Act.DOWNLOAD)
@operation(mark("The detached signature, as it came"), media=BYTES, statuses=OK_OR_PART)
def signature_file(document_id: int) -> Response:
    """Its bytes."""
    return _form(document_id, RenditionKind.SIGNATURE)


def _form(document_id: int, kind: RenditionKind) -> Response:
    """Always as a download, never as a page of this site; `Range` and `If-Range` go by the hash."""
    name, form = whole_form(archive().journal.reads, document_id, kind, actor())
    stream = archive().store.open(BlobKey(form.sha256))  # opened before the answer begins: missing is told as such
    response = Response(FileWrapper(stream, CHUNK), mimetype=BYTES, direct_passthrough=True)
    response.call_on_close(stream.close)
    response.content_length = form.size
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.set_etag(form.sha256)
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=form.size)
    except HTTPException:
        stream.close()
        raise
    return response
