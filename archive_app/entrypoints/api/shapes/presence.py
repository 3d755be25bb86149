"""Presence checks."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from archive_app.entrypoints.api.shapes.archiving import Label, PlaceShape
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark

OUTCOMES = Literal["waiting", "found", "missing", "lent", "extra"]


class CheckSaid(Asked):
    """What is checked: an approved inventory, or a place; its empty parts mean any."""

    inventory_id: Number | None = None
    room: Label = ""
    rack: Label = ""
    shelf: Label = ""
    box: Label = ""


class MarkSaid(Asked):
    """The code of a cover (`152/1`), or `Д15` by an inventory; and what came of it."""

    code: Annotated[Line, Field(min_length=1, max_length=64)]
    outcome: Literal["found", "missing", "waiting"] = "found"


class SignSaid(Asked):
    """What the act says of the condition."""

    conclusion: Annotated[Line, Field(max_length=1000)] = ""


class CheckLinesAsked(Asked):
    """Lines, perhaps of one outcome."""

    only: Annotated[OUTCOMES | None, Field(description=mark("Only lines of this outcome."))] = None
    after: Annotated[Number | None, Field(description=mark("Go on after this position."))] = None
    limit: Limit = 200


class CheckShape(Answered):
    """A check with how many lines came to what."""

    check_id: int
    inventory_id: int | None
    inventory: str | None
    place: PlaceShape
    state: str
    begun_by: str
    begun_at: datetime.datetime
    conclusion: str | None
    signed_by: str | None
    signed_at: datetime.datetime | None
    expected: int
    waiting: int
    found: int
    missing: int
    lent: int
    extra: int


class CheckList(Answered):
    """A part of the list."""

    checks: list[CheckShape]


class CheckLineShape(Answered):
    """A volume that should stand there, or does not belong there."""

    line_id: int
    check_id: int
    position: int
    case_file_id: int
    volume: int
    index: str
    heading: str
    inventory: str
    unit: str
    sheets: int
    outcome: str
    marked_by: str | None
    found_later_on: datetime.date | None


class CheckLines(Answered):
    """Some lines."""

    lines: list[CheckLineShape]
