"""Review: pages that wait, one page with its words, what a person says of it."""

from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark

LONGEST_TEXT = 200_000
MOST_PERSONS = 500


class QueueAsked(Asked):
    """Where to go on in the queue."""

    document: Annotated[Number, Field(description=mark("Go on behind this document …"))] = 0
    page: Annotated[Number, Field(description=mark("… and this page of it."))] = 0
    limit: Limit = 50


class WaitingShape(Answered):
    """A page that waits for a person."""

    document_id: int
    title: str
    page: int
    state: str
    reason: str | None
    confidence: float | None


class WaitingList(Answered):
    """A part of the queue; `next` is the address of the following one."""

    pages: list[WaitingShape]
    next: str | None


class ReadWord(Answered):
    """A word with its box in fractions (0..1) of the upright page; `confidence` is 0..100."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    line: int


class PickedShape(Answered):
    """A person of the class list, or one named on this page or the one before."""

    person_id: int
    name: str
    here: bool
    before: bool


class ReviewShape(Answered):
    """A page under review; `doubtful` are places in `words`, `version` goes back with what is said."""

    document_id: int
    title: str
    number: int
    total: int
    state: str
    reason: str | None
    confidence: float | None
    text: str
    version: int
    words: list[ReadWord]
    doubtful: list[int]
    persons: list[PickedShape]
    reviewed_by: str | None


class SaidAsked(Asked):
    """What a person says of a page; what is not said stays as it is."""

    text: Annotated[
        str | None,
        Field(max_length=LONGEST_TEXT, description=mark("The text of the page; without it, as it was read.")),
    ] = None
    persons: Annotated[
        tuple[Line, ...], Field(max_length=MOST_PERSONS, description=mark("Full names of persons who stand on it."))
    ] = ()
    picked: Annotated[
        tuple[Number, ...] | None,
        Field(max_length=MOST_PERSONS, description=mark("Numbers of the persons who stand on it, and no others.")),
    ] = None
    version: Annotated[Number | None, Field(description=mark("The version of the page that was looked at."))] = None
