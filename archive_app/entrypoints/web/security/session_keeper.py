"""Keeps the browser's session and its row in the database together: one key, new at each sign-in, checked each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, request, session
from flask_login import user_logged_out
from flask_security.signals import user_authenticated
from flask_security.utils import set_request_attr
from flask_wtf.csrf import generate_csrf

from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.account import Account
from archive_app.entrypoints.web.security.session_names import KEY
from archive_app.services.accounts.sessions import begin_session, end_session, session_holder

if TYPE_CHECKING:
    from flask import Flask
    from flask_login import LoginManager


def keep_sessions(app: Flask, login_manager: LoginManager) -> None:
    """Attach to the application: who is signed in is asked of the database, and nothing else lets in."""
    login_manager.user_loader(_signed_in)
    login_manager.request_loader(lambda _request: None)  # Flask-Security's own tokens: never issued, never taken
    login_manager.session_protection = None  # an address may change on the way; the row decides
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)


def own_key() -> str:
    """The key of this browser's session; empty where nobody is signed in."""
    return str(session.get(KEY, ""))


def _signed_in(user_id: str) -> Account | None:
    found = session_holder(archive().accounts, own_key()) if own_key() else None
    if found is None or str(found.user_id) != user_id:
        return None
    set_request_attr("fs_authn_via", "session")  # Flask-Security asks these when it wants a password typed recently
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return Account(found)


def _begin(_app: Flask, user: Account, **_: Any) -> None:
    if own_key():
        end_session(archive().accounts, own_key())
    agent = request.user_agent.string
    session[KEY] = begin_session(archive().accounts, user.holder.user_id, request.remote_addr or "—", agent)
    session.pop("csrf_token", None)  # nothing that was known before the sign-in is good after it
    g.pop("csrf_token", None)
    generate_csrf()


def _end(_app: Flask, **_: Any) -> None:
    if key := session.pop(KEY, ""):
        end_session(archive().accounts, str(key))
