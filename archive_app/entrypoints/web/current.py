"""What belongs to the current request: the composed archive and the signed-in person."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, g
from flask_login import current_user

from archive_app.auth.errors import NobodyActs, SecondFactorMissing
from archive_app.entrypoints.web.security.session_names import proved_elsewhere

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive


def archive() -> Archive:
    """The archive that this application serves."""
    return cast("Archive", current_app.extensions["archive"])


def actor() -> Actor:
    """The signed-in person, read anew for each request, so that a right taken away is gone at once.

    Raises:
        NobodyActs: nobody is signed in, the session has ended, or the account was closed.
        SecondFactorMissing: a role asks for a second factor and there is none yet.
    """
    if "actor" not in g:
        if not current_user.is_authenticated:
            raise NobodyActs(login="—")
        acting = archive().actor(current_user.holder.login)
        proved = current_user.holder.secret is not None or proved_elsewhere()
        if acting.second_factor_required and not proved:
            raise SecondFactorMissing(login=acting.login)
        g.actor = acting
    return cast("Actor", g.actor)
