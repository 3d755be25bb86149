"""A sentence for the person about what was just done, where wanted with a way to undo it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

from flask import flash, g, request

if TYPE_CHECKING:
    from flask import Response

FOR_SCRIPT = "HX-Request"
"""The header by which htmx says that it asks for a part of a page."""
TELL = "HX-Trigger"


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
