"""What belongs to the current request: the composed archive and the signed-in person."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, g, session

from archive_app.auth.errors import NobodyActs

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

SIGNED_IN = "login"


def archive() -> Archive:
    """The archive that this application serves."""
    return cast("Archive", current_app.extensions["archive"])


def actor() -> Actor:
    """The signed-in person, read anew for each request, so that a right taken away is gone at once.

    Raises:
        NobodyActs: nobody is signed in, or the account was closed.
    """
    if "actor" not in g:
        login = session.get(SIGNED_IN)
        if not login:
            raise NobodyActs(login="—")
        g.actor = archive().actor(login)
    return cast("Actor", g.actor)
