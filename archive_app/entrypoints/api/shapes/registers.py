"""Books of issue and blanks of strict accounting."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import RegisterBook
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Flag, Limit, Line, Number
from archive_app.i18n import mark

Named = Annotated[Line, Field(min_length=1, max_length=300)]


class EntrySaid(Asked):
    """What was made out to whom; `blank_id` is the blank that it took."""

    book: RegisterBook
    person_id: Number
    title: Named
    ground: Named
    blank_id: Number | None = None
    duplicate: bool = False


class HandedSaid(Asked):
    """Who received the original, by which document known; `authority`: the paper of whoever is not the person."""

    version: Number
    received_by: Named
    shown: Named
    authority: Annotated[Line, Field(max_length=300)] = ""


class EntriesAsked(Asked):
    """Which part of the books."""

    book: Annotated[RegisterBook | None, Field(description=mark("Only this book."))] = None
    year: Annotated[Number | None, Field(description=mark("Only this year."))] = None
    unclaimed: Annotated[Flag, Field(description=mark("1: only originals that nobody claimed."))] = 0
    before: Annotated[Number | None, Field(description=mark("Go on below this number (all)."))] = None
    limit: Limit = 50


class EntryShape(Answered):
    """A line of a book; without `issued_on` the original is unclaimed."""

    entry_id: int
    book: str
    number: str
    person_id: int
    person: str
    title: str
    ground: str
    duplicate: bool
    blank: str
    entered_on: datetime.date
    issued_on: datetime.date | None
    received_by: str
    shown: str
    version: int


class EntryList(Answered):
    """A part of the books, the newest first."""

    entries: list[EntryShape]


class LotSaid(Asked):
    """Blanks that came together."""

    book: RegisterBook
    series: Annotated[Line, Field(max_length=50)] = ""
    first: Annotated[Line, Field(min_length=1, max_length=50)]
    count: Number
    ground: Named


class BalanceShape(Answered):
    """The blanks of a book."""

    book: str
    received: int
    used: int
    spoiled: int
    left: int


class BalanceList(Answered):
    """Of every book."""

    balance: list[BalanceShape]
