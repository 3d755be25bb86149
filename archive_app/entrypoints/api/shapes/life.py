"""The life of case files: closing, events, holds, verdicts."""

import datetime
from typing import Annotated, Any

from pydantic import Field

from archive_app.db.models import DueStep, HoldTarget
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Flag, Limit, Line, Number
from archive_app.entrypoints.api.shapes.case_files import LifePointShape
from archive_app.i18n import mark
from archive_app.numbers import YEARS
from archive_app.services.life.events import WAITED_FOR
from retention.term import Trigger

Reason = Annotated[Line, Field(min_length=1, description=mark("Why; stays in the journal."))]


class OnAsked(Asked):
    """As on which day."""

    on: Annotated[datetime.date | None, Field(description=mark("Judge as on this day."))] = None


class TermAsked(OnAsked):
    """A printed term, and the day from which it is counted."""

    term: Annotated[Line, Field(min_length=1, description=mark("The term as printed: «5 лет ЭПК»."))]
    finished: Annotated[datetime.date, Field(description=mark("Date of the last document."))]
    event: Annotated[datetime.date | None, Field(description=mark("Day of the event that the term waits for."))] = None
    trigger: Annotated[
        Trigger | None, Field(description=mark("What it is counted from, where the term does not say it."))
    ] = None


class DueAsked(OnAsked):
    """Which part of the list."""

    limit: Limit = 100
    after: Annotated[Number, Field(description=mark("Go on after this case file."))] = 0


class CloseAsked(Asked):
    """How a case file is closed."""

    finished_on: Annotated[datetime.date | None, Field(description=mark("Date of the last document."))] = None
    knowingly: Annotated[bool, Field(description=mark("Pass over what is named and does not forbid closing."))] = False


class ReasonAsked(Asked):
    """An act that needs a reason."""

    reason: Reason


class SplitAsked(Asked):
    """Which proposal is confirmed."""

    stamp: Annotated[Line, Field(min_length=1, description=mark("The stamp of the proposal."))]


class CarryAsked(Asked):
    """Into which year."""

    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1], description=mark("The year that it goes on in."))]


class EventAsked(Asked):
    """What happened to a case file or to a person."""

    trigger: Annotated[Line, Field(json_schema_extra={"enum": [each.value for each in WAITED_FOR]})]
    on: Annotated[datetime.date, Field(description=mark("The day on which it happened."))]
    ground: Annotated[Line, Field(min_length=1, description=mark("The paper that says so: number and date."))]
    case_file_id: Number | None = None
    person_id: Number | None = None
    document_id: Annotated[Number | None, Field(description=mark("The paper, if it is filed here."))] = None


class HoldAsked(Asked):
    """A ban on destruction."""

    target: HoldTarget
    target_id: Annotated[Line, Field(min_length=1, description=mark("A number; of an item its index."))]
    reference: Annotated[Line, Field(min_length=1, description=mark("The paper that asks for it."))]
    reason: Reason
    since: datetime.date | None = None
    until: datetime.date | None = None


class HoldsAsked(Asked):
    """Which holds."""

    past: Annotated[Flag, Field(description=mark("Also those that are over."))] = 0
    limit: Limit = 100
    after: Annotated[Number, Field(description=mark("Go on after this hold."))] = 0


class MadeShape(Answered):
    """The number of what was entered."""

    number: int


class FindingShape(Answered):
    """Something to put right before closing; `blocks`: it cannot be closed with it."""

    code: str
    blocks: bool
    text: str


class ExaminedShape(Answered):
    """What closing finds and fixes."""

    case_file_id: int
    documents: int
    sheets: int
    finished_on: datetime.date | None
    findings: list[FindingShape]


class VerdictReasonShape(Answered):
    """A step of the explanation."""

    code: str
    params: dict[str, Any]
    text: str


class VerdictShape(Answered):
    """From when something may be put forward, with the sum; `eligible_on` is null where there is no date."""

    status: str
    eligible_on: datetime.date | None
    arithmetic: str
    outcome: str
    individual: bool
    reasons: list[VerdictReasonShape]


class JudgedShape(VerdictShape):
    """A case file with the verdict on it."""

    case_file_id: int
    item: str
    year: int
    title: str
    term: str
    article: str
    finished_on: datetime.date | None


class DueShape(Answered):
    """One page of what is due; `next` is the address of the following one."""

    case_files: list[JudgedShape]
    next: str | None


class EventShape(Answered):
    """An event in force."""

    event_id: int
    trigger: str
    day: datetime.date
    ground: str
    document_id: int | None
    of_person: bool
    entered_by: str
    entered_at: datetime.datetime


class HoldShape(Answered):
    """A hold."""

    hold_id: int
    target: str
    target_id: str
    reference: str
    reason: str
    since: datetime.date
    until: datetime.date | None
    made_by: str
    made_at: datetime.datetime
    released_by: str | None
    released_why: str | None
    in_force: bool


class HoldList(Answered):
    """Holds by number."""

    holds: list[HoldShape]


class LifeSheetShape(Answered):
    """All that is known of the life of a case file."""

    verdict: JudgedShape
    state: str
    carried_to: int | None
    life: list[LifePointShape]
    holds: list[HoldShape]
    events: list[EventShape]
    examined: ExaminedShape | None


class PartShape(Answered):
    """A volume as it would be."""

    number: int
    came_from: int
    documents: list[int]
    sheets: int
    first_date: datetime.date | None
    last_date: datetime.date | None


class ProposalShape(Answered):
    """How volumes may be split; the stamp names exactly this proposal."""

    case_file_id: int
    parts: list[PartShape]
    stamp: str


class RunShape(Answered):
    """What a look through all case files found."""

    judged: int
    due: dict[str, int]
    letters: int


class ForecastYearShape(Answered):
    """What becomes due in a year."""

    year: int
    case_files: int
    sheets: int
    volume_bytes: int


class ForecastShape(Answered):
    """As of the last look through all case files; `without_date` counts by status."""

    judged_on: datetime.date | None
    years: list[ForecastYearShape]
    without_date: dict[str, int]


class ProposalsAsked(Asked):
    """Which step, and which part of the list."""

    step: Annotated[DueStep, Field(description=mark("What they wait for."))]
    limit: Limit = 100
    after: Annotated[Number, Field(description=mark("Go on after this case file."))] = 0


class ProposedShape(Answered):
    """A case file that waits for somebody."""

    case_file_id: int
    index: str
    title: str
    year: int
    due_on: datetime.date | None
    sheets: int


class ProposedList(Answered):
    """By number."""

    case_files: list[ProposedShape]
