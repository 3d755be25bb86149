"""An account tied to the person whose card is open: the portal shows the own records from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST
from archive_app.services.portal.opening import tie_account, untie_account

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("portal_accounts", __name__)


@blueprint.post(f"/persons/<int(max={LARGEST}):person_id>/portal/close")
@needs(Act.ACCOUNTS)
def close_portal(person_id: int) -> Response:
    """Untie an account from the person."""
    login = request.form.get("login", "").strip()
    try:
        untie_account(archive().people, login, request.form.get("reason", ""), actor(), person_id=person_id)
        tell(translate("The account {login} sees the records of this person no longer.", login=login))
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
    return redirect(url_for("persons.person", person_id=person_id))


@blueprint.post(f"/persons/<int(max={LARGEST}):person_id>/portal")
@needs(Act.ACCOUNTS)
def open_portal(person_id: int) -> Response:
    """Tie an account to the person."""
    login = request.form.get("login", "").strip()
    try:
        tie_account(archive().people, login, person_id, actor())
        tell(translate("The account {login} sees the own records of this person in the portal.", login=login))
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
    return redirect(url_for("persons.person", person_id=person_id))
