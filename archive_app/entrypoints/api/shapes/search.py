"""Search: the question and what is found."""

from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Flag, Limit, Line, Number
from archive_app.i18n import mark

FURTHEST = 10_000
"""Nobody turns further than this; later documents are reached by a narrower question, or by the list."""


class Question(Asked):
    """What is sought, narrowed by filters."""

    q: Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$", description=mark("The question."))] = ""
    kind: Annotated[Line | None, Field(description=mark("Only this kind of document."))] = None
    item: Annotated[Line | None, Field(description=mark("Only this item of the file plan."))] = None
    year: Annotated[Number | None, Field(description=mark("Only this year."))] = None
    unit: Annotated[Line | None, Field(description=mark("Only documents of this unit."))] = None
    confidentiality: Annotated[Number | None, Field(description=mark("Only this degree of confidentiality."))] = None
    person: Annotated[Line | None, Field(description=mark("Only documents that name this person."))] = None
    limit: Limit = 20
    offset: Annotated[int, Field(ge=0, le=FURTHEST, description=mark("How many of the first ones to skip."))] = 0
    facets: Annotated[
        Flag, Field(description=mark("1: with counts by kind, item, year, unit, person; 0: without."))
    ] = 1


class Hit(Answered):
    """A document found."""

    document_id: int
    title: str
    item: str | None
    year: int | None
    page: int | None
    drawn: bool
    other_pages: list[int]
    snippet: str
    spans: list[tuple[int, int]]
    score: float


class Count(Answered):
    """A value with the number of documents found that have it."""

    value: str
    label: str
    count: int


class Results(Answered):
    """What is found."""

    total: int
    took_ms: int
    hits: list[Hit]
    did_you_mean: str | None
    facets: dict[str, list[Count]]
    notes: list[str]
