"""Results from other organisations: applications, their papers, their protocols."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.entrypoints.api.shapes.portfolio import FileShape, VersionSaid
from archive_app.i18n import mark

Words = Annotated[Line, Field(min_length=1)]


class ResultSaid(Asked):
    """What was learned where; `applicant` and `applied_on` are said by the office alone."""

    subject: Words
    organisation: Words
    result: Words
    paper: Words
    hours: Annotated[Number, Field(ge=1, le=10_000)] | None = None
    applicant: Line = ""
    applied_on: datetime.date | None = None


class ProtocolSaid(VersionSaid):
    """The protocol; `decision`: what is counted with which mark, or why it is not."""

    accepted: bool
    number: Annotated[Words, Field(max_length=100)]
    on: datetime.date
    commission: Words
    decision: Words


class WithdrawalSaid(VersionSaid):
    """Why an application is taken back."""

    reason: Words


class ResultsAsked(Asked):
    """Which part of the results of a person."""

    before: Annotated[Number | None, Field(description=mark("Only applications with a lower number."))] = None
    limit: Limit = 50


class WaitingResultsAsked(Asked):
    """Which part of what has no protocol yet."""

    after: Annotated[Number | None, Field(description=mark("Behind the application of this number."))] = None
    limit: Limit = 50


class ResultShape(Answered):
    """An application in a list."""

    result_id: int
    person_id: int
    person: str
    subject: str
    organisation: str
    result: str
    hours: int | None
    applied_on: datetime.date
    state: str
    protocol: str
    protocol_on: datetime.date | None
    decision: str


class ResultCardShape(ResultShape):
    """All of it."""

    paper: str
    applicant: str
    commission: str
    attached: list[FileShape]
    adds: bool
    decides: bool
    withdraws: bool
    files: bool
    item: str
    case_file_id: int | None
    version: int


class ResultList(Answered):
    """A part of them."""

    results: list[ResultShape]
