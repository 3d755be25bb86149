"""Contingents: the text of a table, and what comes of its lines."""

from datetime import date
from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Number
from archive_app.i18n import mark
from archive_app.services.contingents.judging import Outcome


class ContingentSaid(Asked):
    """A table with its headings, as text."""

    text: Annotated[
        str,
        Field(
            max_length=2_000_000,
            pattern=r"^[^\x00]*$",
            description=mark("The lines, parted by tabs or semicolons."),
        ),
    ]
    meant: dict[int, Number] = Field(
        default={}, max_length=2000, description=mark("Of doubtful lines: who is meant; 0 for a new card.")
    )
    enter: Annotated[bool, Field(description=mark("Enter the right lines; without it nothing is written."))] = False


class MeantShape(Answered):
    """A person who may be meant."""

    person_id: int
    name: str
    birth_date: date | None


class ContingentLineShape(Answered):
    """A line and what comes of it."""

    number: int
    text: str
    outcome: Outcome
    words: str
    person_id: int | None
    may_be: list[MeantShape]


class CountsShape(Answered):
    """How many lines are right, there already, doubtful and wrong."""

    right: int
    entered: int
    doubtful: int
    wrong: int


class ContingentRead(Answered):
    """What comes of the table; `entered`: it has been written."""

    entered: bool
    counts: CountsShape
    lines: list[ContingentLineShape]
