"""Who acts under `/api`: the holder of the key in `Authorization: Bearer …`. A browser's session counts for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request

from archive_app.auth.errors import SecondFactorMissing
from archive_app.auth.gate import right_of
from archive_app.entrypoints.api.blueprint import blueprint
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
    right = right_of(current_app.view_functions[str(request.endpoint)])
    if right is None or not right.anonymous:
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
