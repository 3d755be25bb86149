"""Entering by the address that `archive serve` prints: whoever can read this machine's home folder may enter.

Accounts with passwords are a matter of their own; until then the server listens on this machine
only, and the key in the address opens the account that the command acts as.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.web.current import SIGNED_IN, archive

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/enter")
@open_to_all("the door itself")
def enter() -> Response | tuple[str, int]:
    """Exchange the key in the address for a session."""
    key = request.args.get("key", "")
    if not key or not hmac.compare_digest(key.encode(), archive().entry_key.encode()):
        return render_template("pages/enter.html", refused=bool(key)), 403
    person = archive().actor()
    session.clear()
    session[SIGNED_IN] = person.login
    return redirect(url_for("pages.search"))


@blueprint.post("/leave")
@open_to_all("whoever leaves need not be known")
def leave() -> Response:
    """End the session: only by the button, for the session's cookie does not come with a request of another site."""
    session.clear()
    return redirect(url_for("pages.search"))
