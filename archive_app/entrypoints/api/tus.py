"""The words of the tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload): headers in and out."""

from __future__ import annotations

import base64
import binascii
import hashlib
from email.utils import format_datetime
from typing import TYPE_CHECKING

from flask import Response, request

from archive_app.entrypoints.api.asked import BadParameters
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.services.uploads.pieces import Checksum

if TYPE_CHECKING:
    from archive_app.db.models import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum,expiration"
ALGORITHMS = ("sha256", "sha1", "md5")
MEDIA_TYPE = "application/offset+octet-stream"
LARGEST = 2**62
RESUMABLE, LENGTH, METADATA = "Tus-Resumable", "Upload-Length", "Upload-Metadata"
OFFSET, CHECKSUM = "Upload-Offset", "Upload-Checksum"
HEADERS = {
    RESUMABLE: {"type": "string", "enum": [VERSION]},
    LENGTH: {"type": "integer", "minimum": 0, "maximum": LARGEST},
    METADATA: {"type": "string", "pattern": r"^[\x21-\x7e]+( [A-Za-z0-9+/=]*)?(,[\x21-\x7e]+( [A-Za-z0-9+/=]*)?)*$"},
    OFFSET: {"type": "integer", "minimum": 0, "maximum": LARGEST},
    CHECKSUM: {"type": "string", "pattern": r"^(sha256|sha1|md5) [A-Za-z0-9+/]+={0,2}$"},
}
"""What the protocol puts into each, as JSON schemas."""


class TusVersion(ArchiveError):
    """The sender speaks another version of the protocol, or none."""

    code = "tus_version"
    http_status = 412


class NotAPiece(ArchiveError):
    """A piece is sent as `application/offset+octet-stream`."""

    code = "not_a_piece"
    http_status = 415


def require_version() -> None:
    """Raise TusVersion."""
    if request.headers.get(RESUMABLE) != VERSION:
        raise TusVersion


def number_in(header: str) -> int:
    """A number of bytes. Raises BadParameters."""
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and int(value) <= LARGEST):
        raise BadParameters(((header, translate("a whole number is needed")),))
    return int(value)


def metadata() -> dict[str, str]:
    """`Upload-Metadata`: names with values in base64, parted by commas. Raises BadParameters."""
    told: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in request.headers.get(METADATA, "").split(","))):
        name, _, value = pair.partition(" ")
        try:
            told[name] = base64.b64decode(value.strip(), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadParameters(((METADATA, translate("the value is not base64 of UTF-8")),)) from error
    return told


def checksum() -> Checksum | None:
    """`Upload-Checksum`: an algorithm and the digest in base64; None: none was sent. Raises BadParameters."""
    given = request.headers.get(CHECKSUM)
    if given is None:
        return None
    algorithm, _, digest = given.partition(" ")
    wrong = translate("one of {known} and the digest in base64 are needed", known=", ".join(ALGORITHMS))
    if algorithm not in ALGORITHMS:
        raise BadParameters(((CHECKSUM, wrong),))
    try:
        expected = base64.b64decode(digest.strip(), validate=True)
    except binascii.Error as error:
        raise BadParameters(((CHECKSUM, wrong),)) from error
    return Checksum(hashlib.new(algorithm, usedforsecurity=False), expected)


def told(answer: Response) -> Response:
    """Every answer says which version it is of."""
    answer.headers[RESUMABLE] = VERSION
    answer.headers["Tus-Version"] = VERSION
    return answer


def state_headers(upload: Upload) -> dict[str, str]:
    """Where the upload stands."""
    return {
        OFFSET: str(upload.received),
        LENGTH: str(upload.size),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }
