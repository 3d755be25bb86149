"""Inventories and transfer acts."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from archive_app.db.models import InventoryKind
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark
from archive_app.numbers import YEARS

Said = Annotated[Line, Field(min_length=1)]
Label = Annotated[Line, Field(max_length=64)]
CaseFiles = Annotated[tuple[Number, ...], Field(min_length=1, description=mark("Numbers of case files."))]


class PartAsked(Asked):
    """The newest first, below a number."""

    before: Annotated[Number | None, Field(description=mark("Go on below this number."))] = None
    limit: Limit = 50


class LinesAsked(Asked):
    """Lines, after one of them."""

    after: Annotated[Number | None, Field(description=mark("Go on after this line."))] = None
    limit: Limit = 200


class InventorySaid(Asked):
    """The section to begin."""

    kind: InventoryKind
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]


class EntriesSaid(Asked):
    """Case files to put in or to take out."""

    case_files: CaseFiles


class AgreementSaid(Asked):
    """The decision of the commission."""

    protocol: Said


class ReasonSaid(Asked):
    """Why; stays in the journal."""

    reason: Said


class ApprovalSaid(Asked):
    """`number` of a first section; `seen` is the version that was looked at."""

    number: Line = ""
    seen: Number | None = None


class CorrectionSaid(Asked):
    """What a line shall say."""

    field: Said
    becomes: Said
    reason: Said


class InventoryShape(Answered):
    """A yearly section of an inventory."""

    inventory_id: int
    kind: str
    year: int
    state: str
    fonds: str
    number: str | None
    first_unit: int | None
    last_unit: int | None
    lines: int
    sheets: int
    megabytes: Decimal
    created_by: str
    created_at: datetime.datetime
    agreed_by: str | None
    agreed_at: datetime.datetime | None
    protocol: str | None
    approved_by: str | None
    approved_at: datetime.datetime | None
    version: int


class InventoryList(Answered):
    """A part of the list."""

    inventories: list[InventoryShape]


class CorrectionShape(Answered):
    """What was put right in a line."""

    field: str
    was: str
    becomes: str
    reason: str
    by: str
    at: datetime.datetime


class InventoryLineShape(Answered):
    """A volume as it was put in; `unit` is its Д. number."""

    line_id: int
    position: int | None
    unit: int | None
    case_file_id: int
    index: str
    heading: str
    volume: int
    volumes: int
    dates: str
    sheets: int
    megabytes: Decimal
    term: str
    note: str
    corrections: list[CorrectionShape]


class InventoryLines(Answered):
    """A part of the lines."""

    lines: list[InventoryLineShape]


class AccessionSaid(Asked):
    """What is handed over, and on what ground."""

    case_files: CaseFiles
    ground: Said


class PlaceSaid(Asked):
    """Labels of a place; each may be empty."""

    room: Label = ""
    rack: Label = ""
    shelf: Label = ""
    box: Label = ""


class PlaceShape(Answered):
    """Where the paper lies."""

    room: str
    rack: str
    shelf: str
    box: str


class BrokenShape(Answered):
    """A blob that is not whole."""

    case_file_id: int
    sha256: str
    outcome: str


class AccessionShape(Answered):
    """A transfer act."""

    accession_id: int
    state: str
    ground: str
    case_files: int
    volumes: int
    documents: int
    sheets: int
    created_by: str
    created_at: datetime.datetime
    checked_at: datetime.datetime | None
    blobs_checked: int | None
    broken: list[BrokenShape]
    accepted_by: str | None
    accepted_at: datetime.datetime | None
    withdrawn_why: str | None


class AccessionList(Answered):
    """A part of the list."""

    accessions: list[AccessionShape]


class AccessionLineShape(Answered):
    """A case file of an act, with the place where it lies now."""

    position: int
    case_file_id: int
    index: str
    heading: str
    volumes: int
    documents: int
    sheets: int
    dates: str
    term: str
    place: PlaceShape


class AccessionLines(Answered):
    """A part of the lines."""

    lines: list[AccessionLineShape]
