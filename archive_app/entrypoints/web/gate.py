"""The gate before every page: its declared right is asked of the signed-in person before the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from archive_app.auth.actor import require_one
from archive_app.auth.gate import Right, UndeclaredRight, right_of
from archive_app.entrypoints.web import confine
from archive_app.entrypoints.web.current import actor
from archive_app.entrypoints.web.menu import RIGHTS
from archive_app.errors import NotFound
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from werkzeug.wrappers import Response

DESK = "desk.today"
"""Where a sign-in leads."""
LIBRARIES: Mapping[str, Right] = {
    "static": Right(anonymous=True, why="style sheets and scripts say nothing of the records"),
    "bootstrap.static": Right(anonymous=True, why="style sheets and scripts say nothing of the records"),
    "security.login": Right(anonymous=True, why="the door itself"),
    "security.logout": Right(anonymous=True, why="whoever leaves need not be known"),
    "security.verify": Right(anonymous=True, why="Flask-Security asks who is signed in"),
    "security.tf_select": Right(anonymous=True, why="a step of sign-in"),
    "security.two_factor_token_validation": Right(anonymous=True, why="a step of sign-in"),
    "security.two_factor_rescue": Right(anonymous=True, why="a step of sign-in"),
    "security.mf_recovery": Right(anonymous=True, why="a step of sign-in"),
    "security.two_factor_setup": Right(anonymous=True, why="a step of sign-in, or Flask-Security asks"),
    "security.two_factor_setup_validate": Right(anonymous=True, why="Flask-Security asks who is signed in"),
    "security.mf_recovery_codes": Right(anonymous=True, why="Flask-Security asks who is signed in"),
}
"""Pages that come with a library, where no declaration can be written."""


def rights_of_pages(app: Flask, libraries: Mapping[str, Right]) -> dict[str, Right]:
    """The right of each endpoint of `app`.

    Raises:
        UndeclaredRight: some say nothing; all of them are named.
    """
    found = {name: libraries.get(name) or right_of(view) for name, view in app.view_functions.items()}
    silent = sorted(name for name, right in found.items() if right is None)
    if silent:
        raise UndeclaredRight(f"no right is declared for: {', '.join(silent)}")
    return {name: right for name, right in found.items() if right is not None}


def install(app: Flask, libraries: Mapping[str, Right] = LIBRARIES) -> None:
    """Put the gate before every page of `app`; called when all pages are there. Raises UndeclaredRight."""
    rights = app.extensions[RIGHTS] = rights_of_pages(app, libraries)

    @app.before_request
    def _ask() -> Response | None:
        if request.endpoint is None:
            return None  # nothing is there: the answer is 404 for everybody
        right = rights[request.endpoint]
        if right.anonymous:
            return None
        require_one(actor(), right.acts)
        if confine.closed_to(actor(), request.endpoint):
            if request.endpoint == DESK:
                return redirect(url_for(confine.HOME))
            raise NotFound(request.path, what=translate("Page {address}", address=request.path))
        return None
