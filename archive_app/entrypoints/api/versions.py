"""The version of what is changed: told as `ETag`, asked back as `If-Match` (RFC 9110)."""

from __future__ import annotations

import re

from flask import request

from archive_app.errors import ArchiveError

IF_MATCH = "If-Match"
_TAG = re.compile(r'"(\d{1,9})"')


class VersionMissing(ArchiveError):
    """A change must name the version that it goes by."""

    code = "version_missing"
    http_status = 428


def version_asked() -> int:
    """The version that the request names in `If-Match`. Raises VersionMissing."""
    found = _TAG.fullmatch(request.headers.get(IF_MATCH, "").strip())
    if found is None:
        raise VersionMissing
    return int(found[1])


def tag(version: int) -> str:
    """The value of `ETag`."""
    return f'"{version}"'
