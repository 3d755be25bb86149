"""Addresses and forms hold text: the sign 0, which PostgreSQL keeps nowhere, is refused before any page."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from flask import request

from archive_app.entrypoints.api.blueprint import PREFIX
from archive_app.errors import ArchiveError

if TYPE_CHECKING:
    from flask import Flask

NUL = "\0"


class NotPlainText(ArchiveError):
    """What was typed has a sign that is no part of any text."""

    code = "not_plain_text"


def install(app: Flask) -> None:
    """Look at what comes to every page of `app`, once the gate has let it in. Programs are told by the API's shapes."""

    @app.before_request
    def _look() -> None:
        if request.path.startswith(f"{PREFIX}/"):
            return
        parts = (str(part) for part in (request.view_args or {}).values())
        given = chain(request.args.items(multi=True), request.form.items(multi=True))
        if any(NUL in text for text in chain(parts, *given)):
            raise NotPlainText
