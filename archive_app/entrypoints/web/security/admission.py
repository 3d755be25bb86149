"""Letting a person in whose identity is proved: the second factor where it is due, then the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import redirect
from flask_security.proxies import _security
from flask_security.utils import login_user

from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.account import Account
from archive_app.entrypoints.web.security.forms import address
from archive_app.entrypoints.web.security.local_paths import local_path
from archive_app.services.accounts.external import ExternalIdentity, external_account
from archive_app.services.accounts.holder import holder
from archive_app.services.accounts.signing_in import SignInRefused

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


def sign_in_external(identity: ExternalIdentity, next_path: str = "") -> Response:
    """Let in whom another house (OpenID Connect, LDAP) has proved.

    Raises:
        SignInRefused: no open account has that login.
    """
    return admit(external_account(archive().accounts, identity, address()), identity.via, next_path)


def admit(user_id: int, via: str, next_path: str = "") -> Response:
    """Ask for the second factor where there is one or a role wants one, else begin the session; the way onward.

    Raises:
        SignInRefused: the account was blocked meanwhile.
    """
    found = holder(archive().accounts, user_id)
    if found is None:
        raise SignInRefused
    account, onward = Account(found), local_path(next_path) or "/"
    asked = _security.two_factor_plugins.tf_enter(account, False, via, next_loc=onward)  # noqa: FBT003 - never remembered
    if asked is not None:
        return cast("Response", asked)
    login_user(account, authn_via=[via])
    return redirect(onward)
