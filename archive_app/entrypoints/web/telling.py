"""A sentence for the person about what was just done, where wanted with a way to undo it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

from flask import flash, g, redirect, request

from archive_app.errors import describe
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from werkzeug.wrappers import Response as Answer

FOR_SCRIPT = "HX-Request"
"""The header by which htmx says that it asks for a part of a page."""
TELL = "HX-Trigger"
SESSION_ENDED = '{"sessionEnded": {}}'
"""What `TELL` says to the page where nobody acts any more: it keeps what was typed and tells the way in."""
HIDDEN = frozenset({"unexpected", "not_found", "not_allowed"})
"""Errors that are told by a page of their own."""


class Message(TypedDict):
    """`undo` is the address that takes it back by POST, empty where there is none; `bad`: it did not work."""

    text: str
    undo: str
    bad: bool


def tell(text: str, *, undo: str = "", bad: bool = False) -> None:
    """Show `text` with this answer if it changes a part of the page, otherwise with the next page."""
    message = Message(text=text, undo=undo, bad=bad)
    if for_script():
        g.setdefault("told", []).append(message)
    else:
        flash(message)  # type: ignore[arg-type]  # the session takes whatever JSON can hold


def done(
    act: Callable[[], object], page: Callable[[str], str], following: str, said: str = ""
) -> Answer | tuple[str, int]:
    """Act, say so and go on to the address `following`; what forbids it is told on `page`, with what was typed."""

    def go_on() -> str:
        act()
        return following

    return led(go_on, page, said or translate("Saved."))


def led(act: Callable[[], str], page: Callable[[str], str], said: str) -> Answer | tuple[str, int]:
    """The same where only the act knows the address to go on to: it answers that."""
    try:
        following = act()
    except Exception as error:
        problem = describe(error)
        if problem.code in HIDDEN:
            raise
        return page(problem.message), problem.http_status
    tell(said)
    return redirect(following)


def for_script() -> bool:
    """Whether htmx asks, to put the answer into the page that is shown already."""
    return FOR_SCRIPT in request.headers


def put_into(response: Response) -> Response:
    """Hand what was told to the script of the page, beside what the view itself tells it."""
    told = g.pop("told", None)
    if told:
        others = json.loads(response.headers.get(TELL, "{}"))
        response.headers[TELL] = json.dumps(others | {"told": {"messages": told}})
    return response
