"""Requests, their terms, the working days of the organisation."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from archive_app.db.models import ApplicantKind, RequestKind, RequestWay
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark
from retention.deadlines import DeadlineRule, Start

Told = Annotated[Line, Field(max_length=500)]


class RequestSaid(Asked):
    """What an applicant says; `order_on` is the day of the expulsion order, `named` the day that a body names."""

    kind: RequestKind
    applicant: Annotated[Line, Field(min_length=1, max_length=500)]
    person_id: Number | None = None
    way: RequestWay = RequestWay.WRITTEN
    applicant_kind: ApplicantKind = ApplicantKind.SELF
    authority: Told = ""
    contact: Told = ""
    purpose: Told = ""
    ground: Told = ""
    asked_on: datetime.date | None = None
    order_on: datetime.date | None = None
    named: datetime.date | None = None


class RequestCorrected(Asked):
    """What the applicant says in other words; `version` is that of the request that was looked at."""

    version: Number
    applicant: Annotated[Line, Field(min_length=1, max_length=500)]
    applicant_kind: ApplicantKind = ApplicantKind.SELF
    authority: Told = ""
    contact: Told = ""
    purpose: Told = ""
    ground: Told = ""


class AssignmentSaid(Asked):
    """The login of whoever answers; empty: oneself."""

    version: Number
    login: Told = ""


class RefusalSaid(Asked):
    """Why it is refused."""

    version: Number
    why: Told


class RequestsAsked(Asked):
    """Which part of the register."""

    only: Annotated[
        Literal["open", "mine", "overdue", "all"],
        Field(description=mark("open, mine, overdue, or all (the newest first).")),
    ] = "open"
    person_id: Annotated[Number | None, Field(description=mark("Only requests about this person."))] = None
    after: Annotated[Number | None, Field(description=mark("The last request that was shown before."))] = None
    limit: Limit = 50


class RequestShape(Answered):
    """A line of the register; `overdue_days` is 0 where it is in time."""

    request_id: int
    number: str
    kind: str
    way: str
    state: str
    person_id: int | None
    person: str
    former: list[str]
    applicant: str
    registered_on: datetime.date
    due_on: datetime.date
    do_by: datetime.date
    overdue_days: int
    assignee: str | None


class MomentShape(Answered):
    """One event of the time line."""

    at: datetime.datetime
    who: str
    action: str


class RequestCardShape(RequestShape):
    """All that the register says of a request."""

    applicant_kind: str
    authority: str
    contact: str
    purpose: str
    ground: str
    started_on: datetime.date
    deadline_words: str
    refusal: str | None
    ended_on: datetime.date | None
    version: int
    line: list[MomentShape]


class RequestList(Answered):
    """A part of the register."""

    requests: list[RequestShape]


class TermShape(Answered):
    """The term of a kind; `item` is the item of the file plan where issued copies lie."""

    kind: RequestKind
    rule: DeadlineRule
    start: Start
    source: str
    item: str | None


class TermList(Answered):
    """The term of every kind."""

    terms: list[TermShape]


class TermSaid(Asked):
    """The organisation's own term."""

    rule: DeadlineRule
    start: Start
    source: Annotated[Line, Field(min_length=1, max_length=500)]
    item: Told = ""


class DayShape(Answered):
    """A day on which the organisation works, or does not, unlike the state's calendar."""

    day: datetime.date
    works: bool
    why: str


class DayList(Answered):
    """All of them, the latest first."""

    days: list[DayShape]


class DaySaid(Asked):
    """The same as it is said; `works` null: as the state's calendar has it."""

    day: datetime.date
    works: bool | None
    why: Told = ""
