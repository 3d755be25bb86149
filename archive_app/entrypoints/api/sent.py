"""What is uploaded, streamed to the disk: a form with a file in it, or a bare body with its facts in the address."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from flask import Request, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from archive_app.entrypoints.api.asked import BadParameters, asked, plain, understood
from archive_app.entrypoints.api.shapes.intake import FactsAsked
from archive_app.entrypoints.api.shapes.portfolio import AttachmentAsked
from archive_app.entrypoints.web.current import archive
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.services.portfolio.files import LARGEST_FILE, Attachment
from archive_app.services.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from werkzeug.datastructures import MultiDict

CHUNK = 1024 * 1024
FILE, FACTS = "file", "facts"
FORM = "multipart/form-data"
FORM_PARTS = 1200
FORM_MEMORY = 1024 * 1024


class UploadTooLarge(ArchiveError):
    """More than may be sent in one request. Params: `limit` in bytes."""

    code = "upload_too_large"
    http_status = 413


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes at `path`, which came under `name`; `digest` is the SHA-256 of all that was sent, hexadecimal."""

    path: Path
    name: str
    facts: FactsAsked
    digest: str


def receive(folder: Path, limit: int) -> Sent:
    """Take the upload of this request into `folder`, in pieces, at most `limit` bytes.

    Raises:
        UploadTooLarge, BadParameters.
    """
    request.max_content_length = limit + FORM_MEMORY
    try:
        path, name, values = _form(folder, request) if request.mimetype == FORM else _body(folder, request)
    except RequestEntityTooLarge as error:
        raise UploadTooLarge(limit=limit) from error
    facts = understood(FactsAsked, values)
    return Sent(path, facts.name or name, facts, _digest(path, name, facts))


def sent_body(folder: Path, limit: int) -> Path:
    """The bytes that the request brings, at most `limit` of them, on the disk. Raises UploadTooLarge."""
    request.max_content_length = limit + 1
    path = folder / FILE
    try:
        with path.open("wb") as target:
            while chunk := request.stream.read(CHUNK):
                target.write(chunk)
    except RequestEntityTooLarge as error:
        raise UploadTooLarge(limit=limit) from error
    return path


@contextmanager
def sent_file() -> Iterator[Attachment]:
    """The bytes that the request brings as a file of an entry or of an application, until the block ends.

    Raises UploadTooLarge, BadParameters: it says no name.
    """
    name = asked(AttachmentAsked).name
    with scratch_folder(archive().settings.work_folder) as folder:
        yield Attachment(sent_body(folder, LARGEST_FILE), name)


def _body(folder: Path, asking: Request) -> tuple[Path, str, dict[str, Any]]:
    path = folder / FILE
    with path.open("wb") as target:
        while chunk := asking.stream.read(CHUNK):
            target.write(chunk)
    return path, "", plain(FactsAsked, asking.args)


def _form(folder: Path, asking: Request) -> tuple[Path, str, dict[str, Any]]:
    """The fields say the facts, one by one, or all as JSON in the field `facts`."""
    path = folder / FILE

    def on_disk(*_: object, **__: object) -> IO[bytes]:
        return path.open("w+b")

    parser = FormDataParser(on_disk, max_form_memory_size=FORM_MEMORY, max_form_parts=FORM_PARTS)
    _, fields, files = parser.parse(asking.stream, FORM, asking.content_length, asking.mimetype_params)
    uploads = [upload for _, upload in files.items(multi=True)]
    for upload in uploads:
        upload.close()
    if len(uploads) != 1 or FILE not in files:
        raise BadParameters(((FILE, translate("one file is needed")),))
    return path, uploads[0].filename or "", _facts(fields) | plain(FactsAsked, asking.args)


def _facts(fields: MultiDict[str, str]) -> dict[str, Any]:
    told = plain(FactsAsked, fields)
    written = told.pop(FACTS, None)
    if written is None:
        return told
    try:
        together = json.loads(written)
    except ValueError as error:
        raise BadParameters(((FACTS, translate("the value is not JSON")),)) from error
    if not isinstance(together, dict):
        raise BadParameters(((FACTS, translate("the value is not JSON")),))
    return told | together


def _digest(path: Path, name: str, facts: FactsAsked) -> str:
    said = json.dumps([name, facts.model_dump(mode="json")], ensure_ascii=True, sort_keys=True)
    digest = hashlib.sha256(said.encode())
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
