"""Who acts under `/api`: the holder of the key in `Authorization: Bearer …`.

A browser's session counts for nothing, but for what our pages send in pieces (`from_browser`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request
from flask_login import current_user

from archive_app.auth.errors import SecondFactorMissing
from archive_app.auth.gate import right_of
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.from_browser import is_for_browsers, require_token_of_a_page
from archive_app.entrypoints.web.current import archive
from archive_app.errors import ArchiveError
from archive_app.services.accounts.api_tokens import actor_of_token
from archive_app.services.accounts.holder import holder
from archive_app.services.accounts.random_keys import key_hash

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor


RATE = "archive_api_rate"
"""Where the application keeps the RateLimit of the keys."""


class KeyMissing(ArchiveError):
    """The request brings no key."""

    code = "key_missing"
    http_status = 401


@blueprint.before_app_request
def take_key() -> None:
    """Before the gate asks who acts, and before anything else can answer it.

    Raises:
        KeyMissing, TooManyRequests, TokenRefused, SecondFactorMissing.
    """
    if request.blueprint != blueprint.name:
        return
    view = current_app.view_functions[str(request.endpoint)]
    right = right_of(view)
    if right is not None and right.anonymous:
        return
    if is_for_browsers(view) and request.authorization is None and current_user.is_authenticated:
        require_token_of_a_page()
        g.from_browser = True  # who it is, the gate asks of the session
        return
    g.actor = _holder_of_key()


def _holder_of_key() -> Actor:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        raise KeyMissing
    accounts = archive().accounts
    current_app.extensions[RATE].take(key_hash(given.token))  # before the database is asked: guessing is slow too
    acting = actor_of_token(accounts, given.token)
    if acting.second_factor_required:
        known = holder(accounts, acting.user_id)
        if known is None or known.secret is None:
            raise SecondFactorMissing(login=acting.login)
    return acting
