"""Versions of file plans, what differs between them, the totals of a year."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import FilePlanStatus
from archive_app.entrypoints.api.shapes.base import ONE_LINE, Answered, Asked, Line, Number
from archive_app.i18n import mark
from archive_app.numbers import YEARS
from retention.plan_row import LONGEST_CELL, PlanCarrier

Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]
Revision = Annotated[Number, Field(description=mark("The revision that was looked at."))]
Text = Annotated[str, Field(max_length=LONGEST_CELL, pattern=ONE_LINE)]


class DraftSaid(Asked):
    """The year to draft for, and the year whose plan is copied."""

    year: Year
    source: Year


class TableAsked(Asked):
    """The year that a table is the draft of."""

    year: Annotated[Year, Field(description=mark("The year to draft for."))]


class ItemSaid(Asked):
    """An item as printed; without `trigger` what the term itself says, else the closing of the case file."""

    revision: Revision
    index: Line
    section: Line
    title: Text
    retention_text: Line
    trigger: Line = ""
    article: Line = ""
    carrier: PlanCarrier = PlanCarrier.BOTH
    note: Text = ""


class RevisionSaid(Asked):
    """Which revision is meant: an older one is refused."""

    revision: Revision


class PlanAgreementSaid(Asked):
    """Number and date of the commission's protocol."""

    revision: Revision
    protocol: Annotated[Line, Field(min_length=1)]


class VersionLineShape(Answered):
    """A version in the list."""

    plan_id: int
    year: int
    number: int
    status: FilePlanStatus
    items: int
    drafted_by: str
    agreed_on: datetime.date | None
    approved_on: datetime.date | None


class VersionList(Answered):
    """All versions, the latest year first."""

    versions: list[VersionLineShape]


class PlanLineShape(Answered):
    """An item of a version, as printed."""

    index: str
    section: str
    title: str
    retention_text: str
    trigger: str
    article: str
    carrier: str
    note: str


class DifferenceShape(Answered):
    """What a field of an item was and is."""

    index: str
    field: str
    old: str
    new: str


class ComparisonShape(Answered):
    """What the version says otherwise than the plan in force before it."""

    base_year: int | None
    base_number: int | None
    added: list[PlanLineShape]
    removed: list[PlanLineShape]
    changed: list[DifferenceShape]


class VersionShape(Answered):
    """A version; `revision` goes back with every change."""

    plan_id: int
    year: int
    number: int
    status: FilePlanStatus
    revision: int
    drafted_by: str
    agreed_ref: str | None
    agreed_on: datetime.date | None
    approved_by: str | None
    approved_on: datetime.date | None
    lines: list[PlanLineShape]


class TotalsRow(Answered):
    """Case files begun in the year, of them carried over, of them with the mark ЭПК."""

    begun: int
    carried: int
    epk: int


class TotalsShape(Answered):
    """The closing record of a year; `fixed_on` is null while it is only counted."""

    year: int
    permanent: TotalsRow
    over_10: TotalsRow
    up_to_10: TotalsRow
    total: TotalsRow
    fixed_on: datetime.date | None
    fixed_by: str | None
    of_items: dict[str, int]
