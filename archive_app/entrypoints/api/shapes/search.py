"""Search: the question and what is found."""

from typing import Annotated, Literal

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Flag, Limit, Line, Number
from archive_app.i18n import mark

FURTHEST = 10_000
"""Nobody turns further than this; later documents are reached by a narrower question, or by the list."""


Several = Field(max_length=50)


class Question(Asked):
    """What is sought, narrowed by filters."""

    q: Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$", description=mark("The question."))] = ""
    kind: Annotated[tuple[Line, ...], Several, Field(description=mark("Only these kinds of documents."))] = ()
    item: Annotated[tuple[Line, ...], Several, Field(description=mark("Only these items of the file plan."))] = ()
    year: Annotated[tuple[Number, ...], Several, Field(description=mark("Only these years."))] = ()
    unit: Annotated[tuple[Line, ...], Several, Field(description=mark("Only documents of these units."))] = ()
    confidentiality: Annotated[
        tuple[Number, ...], Several, Field(description=mark("Only these degrees of confidentiality."))
    ] = ()
    person: Annotated[
        tuple[Line, ...], Several, Field(description=mark("Only documents that name one of these persons."))
    ] = ()
    sort: Annotated[
        Literal["relevance", "date", "oldest"],
        Field(description=mark("The best first, the newest date first, or the oldest date first.")),
    ] = "relevance"
    after: Annotated[Line, Field(description=mark("The place that the answer before gave as `after`."))] = ""
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
    offset: int
    after: Annotated[str | None, Field(description=mark("Leads to the next part; null at the end."))]
