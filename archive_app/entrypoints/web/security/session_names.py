"""What the browser's signed session holds."""

from __future__ import annotations

from flask import session

KEY = "key"
"""The key of its row in the database."""
PROVED_ELSEWHERE = "second_factor_elsewhere"
"""The key of the session for which the OpenID provider has asked for more than a password."""
QUESTION = "oidc_question"
"""What must be known when the browser returns from the OpenID provider."""


def note_proof_elsewhere() -> None:
    """The session that has just begun needs no second factor of ours."""
    session[PROVED_ELSEWHERE] = session[KEY]


def proved_elsewhere() -> bool:
    """Whether that was noted of this very session; what was noted of an earlier one is worth nothing."""
    return KEY in session and session.get(PROVED_ELSEWHERE) == session[KEY]
