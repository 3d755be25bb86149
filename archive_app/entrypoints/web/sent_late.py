"""A form that came after its session had ended: what was typed is handed back, to be sent once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from archive_app.entrypoints.web.telling import for_script

if TYPE_CHECKING:
    from http import HTTPStatus

SECRET = frozenset({"password", "old", "new", "again", "code", "key"})
"""Names of fields that are never written into a page."""
FORM = "application/x-www-form-urlencoded"
TOKEN = "csrf_token"  # noqa: S105 - the name of a field


def sent_late(status: HTTPStatus) -> tuple[str, int] | None:
    """The page that keeps what was typed; None where a script asked, a file or a secret came, or another site sent."""
    if request.method != "POST" or for_script() or request.mimetype != FORM or not _from_here():
        return None
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN]
    if not typed or SECRET & {name for name, _ in typed}:
        return None
    return render_template("pages/sent_late.html", typed=typed, again=request.full_path.removesuffix("?")), status


def _from_here() -> bool:
    """A button that sends what another site has put together would do what the token forbids."""
    return request.headers.get("Origin") == request.host_url.rstrip("/")
