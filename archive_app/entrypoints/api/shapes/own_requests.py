"""Requests as their applicant sees them in the portal."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import RequestKind
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Number
from archive_app.entrypoints.api.shapes.requests import Told
from archive_app.i18n import mark


class OwnRequestsAsked(Asked):
    """Which part of the own requests."""

    before: Annotated[Number | None, Field(description=mark("The last request that was shown before."))] = None
    limit: Limit = 50


class OwnRequestSaid(Asked):
    """What is asked for; `order_on` is the day of the expulsion order, where the term runs from it."""

    kind: RequestKind
    person_id: Number
    purpose: Told = ""
    contact: Told = ""
    order_on: datetime.date | None = None


class OwnRequestShape(Answered):
    """`withdrawable`: it is not answered yet; `overdue_days` is 0 where it is in time."""

    request_id: int
    number: str
    kind: str
    state: str
    person_id: int
    person: str
    asked_on: datetime.date
    do_by: datetime.date
    deadline_words: str
    overdue_days: int
    purpose: str
    contact: str
    refusal: str | None
    ended_on: datetime.date | None
    withdrawable: bool
    version: int


class OwnRequestList(Answered):
    """The newest first."""

    requests: list[OwnRequestShape]
