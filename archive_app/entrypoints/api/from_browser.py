"""Operations that the pages use too: there the session's cookie says who acts, and a token of the page proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import current_app, request

from archive_app.entrypoints.web.current import archive

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., object]")
_DECLARED = "__archive_from_browser__"


def from_browser_too(handler: F) -> F:
    """Let the handler below be asked with a session in place of a key."""
    setattr(handler, _DECLARED, True)
    return handler


def is_for_browsers(handler: object) -> bool:
    """Whether a handler may be asked so."""
    return bool(getattr(handler, _DECLARED, False))


def require_token_of_a_page() -> None:
    """A session's cookie is sent by the browser whoever asks: only our pages know the token (`X-CSRFToken`).

    Raises:
        CSRFError: it is missing or wrong, and the request would change something.
    """
    request.max_content_length = archive().settings.max_upload  # looking for a form, it asks how much there may be
    current_app.extensions["csrf"].protect()
