"""Print forms."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Number
from archive_app.i18n import mark


class FormAsked(Asked):
    """Of which part of a case file."""

    volume: Annotated[Number | None, Field(description=mark("Of a case file, this volume only."))] = None


class FormShape(Answered):
    """A form; `of` says what its number is the number of."""

    name: str
    title: str
    of: str


class FormList(Answered):
    """All forms."""

    forms: list[FormShape]


class DrawingAsked(FormAsked):
    """What a job draws."""

    format: Annotated[Literal["pdf", "xlsx"], Field(description=mark("PDF/A or a workbook."))] = "pdf"


class DrawnShape(Answered):
    """A form that a job draws: `taken` of `lines` are drawn; without `lines` it has not begun."""

    drawing_id: int
    form: str
    number: int
    volume: int | None
    format: Literal["pdf", "xlsx"]
    asked_at: datetime.datetime
    state: Literal["waiting", "running", "done", "failed"]
    taken: int
    lines: int | None


class DrawnList(Answered):
    """The last of them."""

    drawings: list[DrawnShape]
