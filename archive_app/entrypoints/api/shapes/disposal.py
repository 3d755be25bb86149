"""Disposal acts as programs see and move them."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import Decision
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark
from archive_app.numbers import YEARS

Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]


class ActsAsked(Asked):
    """Which part of the list."""

    before: Annotated[Number | None, Field(description=mark("Acts with smaller numbers."))] = None
    limit: Limit = 50


class RemainsAsked(Asked):
    """Which part of them."""

    after: Annotated[Number | None, Field(description=mark("Documents with larger numbers."))] = None
    limit: Limit = 50


class ActAsked(Asked):
    """What to propose; without case files, all that may go."""

    case_files: Annotated[list[Number], Field(max_length=5000)] = Field(default_factory=list)
    up_to_year: Year | None = None


class DecisionAsked(Asked):
    """A decision on lines, by their places in the act."""

    lines: Annotated[list[Number], Field(min_length=1, max_length=5000)]
    decision: Decision
    until: datetime.date | None = None
    reason: Line = ""


class MemberAsked(Asked):
    """A member of the commission."""

    name: Line
    post: Line
    present: bool = True
    chair: bool = False


class ProtocolAsked(Asked):
    """The protocol of the commission."""

    number: Line
    on: datetime.date
    members: Annotated[list[MemberAsked], Field(min_length=1, max_length=50)]


class ConfirmedAsked(Asked):
    """The number of the act once more."""

    confirm: Line


class WithdrawAsked(Asked):
    """Why."""

    reason: Line


class PagesAsked(Asked):
    """Pages of a document, from 1."""

    document_id: Number
    pages: Annotated[list[Annotated[int, Field(ge=1, le=100_000)]], Field(min_length=1, max_length=20_000)]


class ExtractAsked(Asked):
    """Which pages, and the item of the file plan that keeps them."""

    documents: Annotated[list[PagesAsked], Field(min_length=1, max_length=1000)]
    item: Line
    year: Year


class ExtractShape(Answered):
    """The new case file and its document."""

    case_file_id: int
    document_id: int
    pages: int


class ActLineShape(Answered):
    """An act in the list; the numbers are of case files."""

    act_id: int
    state: str
    drawn_on: datetime.date
    proposed_by: str
    approved_by: str | None
    case_files: int
    undecided: int
    destroyed: int
    left: int
    first_year: int
    last_year: int


class ActListShape(Answered):
    """A part of the list."""

    acts: list[ActLineShape]


class EntryShape(Answered):
    """A line of an act; `left_code` is why it was left out."""

    position: int
    case_file_id: int
    index: str
    title: str
    first_year: int
    last_year: int
    volumes: int
    documents: int
    sheets: int
    term: str
    article: str
    eligible_on: datetime.date
    arithmetic: str
    individual: bool
    remainder: bool
    decision: str | None
    keep_until: datetime.date | None
    decided_why: str | None
    state: str
    left_code: str | None
    left_detail: str | None


class CopiesShape(Answered):
    """Backups of what was destroyed at one place: gone by a day (null: nobody can say), gone since (null: not yet)."""

    place: str
    by: datetime.date | None
    since: datetime.datetime | None


class ActShape(Answered):
    """An act; `blobs` and `size` (bytes) are what was removed from the store so far; `paper_number` as it is signed."""

    act_id: int
    paper_number: int
    state: str
    drawn_on: datetime.date
    proposed_by: str
    protocol_number: str | None
    protocol_on: datetime.date | None
    approved_by: str | None
    executed_at: datetime.datetime | None
    entries: list[EntryShape]
    blobs: int
    size: int
    copies: list[CopiesShape]


class StoneShape(Answered):
    """What is known of destroyed bytes; `size` in bytes, `shared`: they stay for a living document."""

    document_id: int
    case_file_id: int
    sha256: str
    size: int
    shared: bool
    destroyed_at: datetime.datetime | None


class RemainsShape(Answered):
    """A part of them."""

    remains: list[StoneShape]
