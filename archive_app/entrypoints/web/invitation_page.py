"""The page behind an invitation: choose a password, and be signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask_login import current_user, logout_user

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.admission import admit
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.services.accounts.invitations import InvitationVoid, accept_invitation, invited
from archive_app.services.accounts.password_rules import SHORTEST

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("invitation", __name__)


@blueprint.get("/invitation")
@open_to_all("the link itself is the proof")
def show() -> str:
    """Whom the link invites, and the form; looking at it uses nothing up.

    Raises:
        InvitationVoid: the link is no longer good, or never was.
    """
    return _page(request.args.get("key", ""))


@blueprint.post("/invitation")
@open_to_all("the link itself is the proof")
def accept() -> Response | tuple[str, int]:
    """Choose the password; the link is used up, and the person is let in."""
    key, wanted = request.form.get("key", ""), request.form.get("new", "")
    if wanted != request.form.get("again", ""):
        return _page(key, translate("The two passwords are not the same.")), 422
    try:
        number = accept_invitation(archive().accounts, key, wanted)
    except InvitationVoid:
        raise
    except ArchiveError as error:
        return _page(key, describe(error).message), 422
    if current_user.is_authenticated:
        logout_user()  # somebody else was signed in at this computer
    return admit(number, "invitation")


def _page(key: str, refusal: str = "") -> str:
    guest = invited(archive().accounts, key)
    return render_template("security/invitation.html", guest=guest, key=key, shortest=SHORTEST, refusal=refusal)
