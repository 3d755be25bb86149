"""Changes of cards, and where documents are put."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import Carrier
from archive_app.entrypoints.api.shapes.base import ONE_LINE, Answered, Asked, Line, Number
from archive_app.i18n import mark
from archive_app.numbers import CONFIDENTIALITY, LARGEST, YEARS
from archive_app.services.card_values import LONGEST_CARD_TITLE
from archive_app.services.names import LONGEST_TITLE

Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]
Sheets = Annotated[int, Field(ge=1, le=LARGEST)]
Text = Annotated[str, Field(max_length=LONGEST_CARD_TITLE, pattern=ONE_LINE)]


class PersonAsked(Asked):
    """A person by full name, or by number where the card is known."""

    name: Annotated[Line, Field(description=mark("Surname, given name, patronymic."))] = ""
    person_id: Annotated[Number | None, Field(description=mark("The number of the card of the person."))] = None
    role: Annotated[Line, Field(description=mark("subject, author, signer, recipient or mentioned."))] = "subject"


class ChangesAsked(Asked):
    """New facts of a card: what is missing stays, null takes a fact away."""

    title: Text = ""
    kind: Line = ""
    number: Line | None = None
    date: datetime.date | None = None
    sheets: Sheets | None = None
    carrier: Carrier = Carrier.BOTH
    confidentiality: Annotated[int, Field(ge=CONFIDENTIALITY[0], le=CONFIDENTIALITY[-1])] = 0
    language: Line = "ru"
    unit: Line | None = None
    group: Line | None = None
    persons: Annotated[
        tuple[PersonAsked, ...], Field(max_length=200, description=mark("All persons of the whole document."))
    ] = ()
    fields: Annotated[
        dict[Line, Text], Field(max_length=100, description=mark("Extra fields of the kind by their codes, as text."))
    ] = {}  # noqa: RUF012 - pydantic copies defaults


class PlaceAsked(Asked):
    """Where a document is put. A filed one is moved, and then needs the reason."""

    item: Annotated[Line, Field(min_length=1, description=mark("Item of the file plan, such as 02-03."))]
    year: Annotated[Year, Field(description=mark("Year of the file plan."))]
    case_file: Annotated[Number | None, Field(description=mark("The number of an open case file."))] = None
    new_case_file: Annotated[
        Annotated[Line, Field(max_length=LONGEST_TITLE)] | None,
        Field(description=mark("The title of a new case file.")),
    ] = None
    volume: Annotated[Number | None, Field(description=mark("A volume of the case file; the last by default."))] = None
    new_volume: Annotated[bool, Field(description=mark("Begin a new volume."))] = False
    reason: Annotated[Line, Field(description=mark("Why a filed document is moved."))] = ""
    changes: Annotated[ChangesAsked | None, Field(description=mark("What is said of the document at filing."))] = None


class SavedShape(Answered):
    """The version after a change, also in `ETag`, and the facts that it changed."""

    document_id: int
    version: int
    fields: list[str]


class ChangeShape(Answered):
    """A changed fact in words; what has one version was saved at once."""

    version: int
    at: datetime.datetime
    by: str
    name: str
    field: str
    field_title: str
    old: str
    new: str
    reason: str | None


class ChangeList(Answered):
    """The latest changes of a card, newest first."""

    changes: list[ChangeShape]
