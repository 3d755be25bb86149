"""Loans of paper originals."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from archive_app.entrypoints.api.shapes.archiving import PlaceShape
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark

Named = Annotated[Line, Field(min_length=1, max_length=300)]
Told = Annotated[Line, Field(max_length=300)]


class LoanSaid(Asked):
    """What is lent: a case file, perhaps one volume of it by its number, or a document; and to whom until when."""

    case_file_id: Number | None = None
    volume: Number | None = None
    document_id: Number | None = None
    borrower: Named
    due_on: datetime.date
    purpose: Told = ""


class ReturnSaid(Asked):
    """What is wrong with it."""

    condition: Told = ""


class LoansAsked(Asked):
    """Which part of the book."""

    only: Annotated[
        Literal["out", "overdue", "all"], Field(description=mark("out, overdue, or all (the newest first)."))
    ] = "out"
    after: Annotated[Number | None, Field(description=mark("Go on after this number (out, overdue)."))] = None
    before: Annotated[Number | None, Field(description=mark("Go on below this number (all)."))] = None
    limit: Limit = 50


class LoanShape(Answered):
    """A loan; `document_title` is null where the reader may not see the document."""

    loan_id: int
    case_file_id: int
    index: str
    heading: str
    volume: int | None
    document_id: int | None
    document_title: str | None
    borrower: str
    purpose: str
    lent_on: datetime.date
    due_on: datetime.date
    given_by: str
    returned_on: datetime.date | None
    returned_by: str | None
    condition: str | None
    overdue_days: int
    place: PlaceShape


class LoanList(Answered):
    """A part of the book."""

    loans: list[LoanShape]
