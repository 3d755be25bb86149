"""Case files, volumes, the points of a life."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark
from archive_app.numbers import YEARS


class CaseFilesAsked(Asked):
    """Of which item and year."""

    item: Annotated[Line, Field(min_length=1, description=mark("Item of the file plan, such as 02-03."))]
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1], description=mark("Year of the file plan."))]
    limit: Limit = 50
    after: Annotated[
        Number, Field(description=mark("Where to go on; take the whole address from the answer's field «next»."))
    ] = 0


class CaseFileLineShape(Answered):
    """A line of the list; `documents` are those that the holder of the key may see."""

    case_file_id: int
    number: int
    title: str
    year: int
    state: str
    opened_on: datetime.date
    closed_on: datetime.date | None
    documents: int


class CaseFileList(Answered):
    """One page of the list; `next` is the address of the following one."""

    item: str
    item_title: str
    year: int
    case_files: list[CaseFileLineShape]
    next: str | None


class VolumeShape(Answered):
    """A volume with its sheets and extreme dates."""

    volume_id: int
    number: int
    documents: int
    sheets: int
    first_date: datetime.date | None
    last_date: datetime.date | None


class LifePointShape(Answered):
    """What happened or will happen; without a day nobody can know it yet, `why` tells the reason."""

    code: str
    title: str
    day: datetime.date | None
    future: bool
    why: str


class FateShape(Answered):
    """The disposal act that took it: its number and day, and when the last of it was gone (null: it is going)."""

    act_id: int
    act_on: datetime.date
    destroyed_at: datetime.datetime | None


class CaseFileShape(Answered):
    """All that is known of a case file; `destroyed` where an act has taken it."""

    case_file_id: int
    item: str
    item_title: str
    retention: str
    article: str | None
    year: int
    number: int
    title: str
    person: str | None
    unit: str | None
    state: str
    custody: str
    opened_on: datetime.date
    closed_on: datetime.date | None
    volumes: list[VolumeShape]
    life: list[LifePointShape]
    destroyed: FateShape | None = None


class VolumeCardShape(Answered):
    """A volume with its case file."""

    case_file: CaseFileShape
    volume: VolumeShape
