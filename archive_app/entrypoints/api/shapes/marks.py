"""Summary marks: what a table is of, what comes of its lines, the marks of a person."""

from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Line, Number
from archive_app.i18n import mark
from archive_app.services.marks.reading import MarkOutcome


class TableRead(Asked):
    """What the whole table is of."""

    school_year: Annotated[int, Field(ge=1900, le=2200, description=mark("In which the school year begins."))]
    period: Annotated[Line, Field(max_length=200, description=mark("Where the table does not say it."))] = ""
    group_id: Annotated[Number | None, Field(description=mark("Tells namesakes apart."))] = None
    keep: Annotated[bool, Field(description=mark("Keep the marks; without it nothing is written."))] = False


class MarkedLineShape(Answered):
    """A line and what comes of it."""

    number: int
    text: str
    outcome: MarkOutcome
    words: str
    person_id: int | None


class MarksRead(Answered):
    """What comes of the table."""

    kept: bool
    lines: list[MarkedLineShape]


class MarkShape(Answered):
    """A mark; `document_id` is the filed table that says so."""

    school_year: int
    period: str
    subject: str
    value: str
    document_id: int


class PersonMarks(Answered):
    """By year and table."""

    marks: list[MarkShape]
