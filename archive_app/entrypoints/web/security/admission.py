"""Letting a person in whose identity is proved: the second factor where it is due, then the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import redirect
from flask_security.proxies import _security
from flask_security.utils import login_user

from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.account import Account
from archive_app.entrypoints.web.security.local_paths import local_path
from archive_app.entrypoints.web.security.session_names import note_proof_elsewhere
from archive_app.services.accounts.holder import holder
from archive_app.services.accounts.signing_in import SignInRefused

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


def admit(user_id: int, via: str, next_path: str = "", *, second_factor_proved: bool = False) -> Response:
    """Ask for the second factor where there is one or a role wants one, else begin the session; the way onward.

    Where another house has asked for more than a password already, ours is not asked for.

    Raises:
        SignInRefused: the account was blocked meanwhile.
    """
    found = holder(archive().accounts, user_id)
    if found is None:
        raise SignInRefused
    account, onward = Account(found), local_path(next_path) or "/"
    if not second_factor_proved:
        asked = _security.two_factor_plugins.tf_enter(account, False, via, next_loc=onward)  # noqa: FBT003 - never remembered
        if asked is not None:
            return cast("Response", asked)
    login_user(account, authn_via=[via])
    if second_factor_proved:
        note_proof_elsewhere()
    return redirect(onward)
