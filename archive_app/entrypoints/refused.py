"""What to do about an answer that the web server gives by itself, to a person and to a program alike."""

from __future__ import annotations

from http import HTTPStatus

from archive_app.i18n import mark

NOT_UNDERSTOOD = mark("The request was not understood.")
TOLD: dict[int, str] = {
    HTTPStatus.METHOD_NOT_ALLOWED: mark("This address takes no such request. Go back and press the button once more."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: mark(
        "That is more than can be sent here at once. Send less, or a smaller file; nothing was changed."
    ),
    HTTPStatus.TOO_MANY_REQUESTS: mark("There were too many requests at once. Wait a minute and repeat."),
}
