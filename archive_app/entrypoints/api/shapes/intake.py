"""Filing: what is said of a document, and the outcome."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import Carrier
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Line
from archive_app.i18n import mark
from archive_app.numbers import CONFIDENTIALITY, SHEETS, YEARS
from archive_app.services.card_values import LONGEST_CARD_TITLE, LONGEST_NUMBER


class FactsAsked(Asked):
    """What is said of the document that is filed."""

    item: Annotated[Line, Field(min_length=1, description=mark("Item of the file plan, such as 02-03."))]
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1], description=mark("Year of the file plan."))]
    name: Annotated[Line, Field(max_length=255, description=mark("Name of the file."))] = ""
    title: Annotated[
        Line | None,
        Field(max_length=LONGEST_CARD_TITLE, description=mark("Title (default: the name without extension).")),
    ] = None
    kind: Annotated[Line, Field(description=mark("Kind of document."))] = "other"
    number: Annotated[Line | None, Field(max_length=LONGEST_NUMBER, description=mark("Number of the document."))] = None
    date: Annotated[datetime.date | None, Field(description=mark("Date of the document: 2025-05-26."))] = None
    persons: Annotated[
        tuple[Line, ...], Field(max_length=1000, description=mark("Person named in it; may be repeated."))
    ] = ()
    sheets: Annotated[
        int | None, Field(ge=SHEETS[0], le=SHEETS[-1], description=mark("Number of sheets of the paper."))
    ] = None
    carrier: Annotated[Carrier, Field(description=mark("What the document is on: paper, electronic, or both."))] = (
        Carrier.BOTH
    )
    confidentiality: Annotated[
        int,
        Field(ge=CONFIDENTIALITY[0], le=CONFIDENTIALITY[-1], description=mark("Degree of confidentiality; 0: none.")),
    ] = 0
    unit: Annotated[Line | None, Field(description=mark("The unit that the documents belong to."))] = None
    group: Annotated[Line | None, Field(description=mark("The group that the documents belong to."))] = None


class Filed(Answered):
    """The outcome: a new document, or the one that already holds the same bytes."""

    document_id: int
    duplicate: bool
