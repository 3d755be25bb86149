"""Backups, drills, checks of the stored bytes."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark

Before = Annotated[Number | None, Field(description=mark("Only smaller numbers: where the page before ended."))]


class RunsAsked(Asked):
    """A part of the journal."""

    before: Before = None
    limit: Limit = 50


class FindingsAsked(Asked):
    """A part of the findings."""

    after: Annotated[Line | None, Field(description=mark("Findings behind this SHA-256."))] = None
    limit: Limit = 50


Percent = Annotated[float, Field(gt=0, le=100)]


class DrillAsked(Asked):
    """How certain a drill is to be; what is not said stands in the settings."""

    confidence: Annotated[
        Percent | None, Field(description=mark("Percent of certainty of a sample; 100: everything is taken."))
    ] = None
    share: Annotated[
        Percent | None, Field(description=mark("Percent of damaged pieces of content that are found so certainly."))
    ] = None


class PlaceShape(Answered):
    """How one place of backups stands; a moment that is null: never. `failed`: kinds whose last run did not succeed."""

    place: str
    backed_up_at: datetime.datetime | None
    proven_at: datetime.datetime | None
    backup_overdue: bool
    drill_overdue: bool
    failed: list[str]


class RunShape(Answered):
    """A line of the journal of backups. `ok` is null while it runs, and where it was killed."""

    id: int
    kind: str
    place: str
    snapshot: str | None
    started_at: datetime.datetime
    finished_at: datetime.datetime | None
    ok: bool | None
    code: str | None
    facts: dict[str, Any]
    by: str


class TaskShape(Answered):
    """What was asked for and waits or runs: `done` of `total` pieces of content."""

    task: str
    running: bool
    done: int | None
    total: int | None


class BackupsShape(Answered):
    """Places, what is overdue, what is under way, a part of the journal; `before` begins the next part."""

    places: list[PlaceShape]
    overdue: list[str]
    under_way: list[TaskShape]
    runs: list[RunShape]
    before: int | None


class DrillsShape(Answered):
    """Drills, the newest first."""

    drills: list[RunShape]
    before: int | None


class FoundShape(Answered):
    """One finding. `documents` are numbers of those that live on these bytes."""

    sha256: str
    finding: Literal["wrong_bytes", "missing", "unknown", "not_checked"]
    checked_at: datetime.datetime
    proven_at: datetime.datetime | None
    reason: str | None
    documents: tuple[int, ...]


class FixityShape(Answered):
    """What is known of the stored bytes. `never` pieces were not read again since they were filed."""

    ok: bool
    blobs: int
    never: int
    oldest: datetime.datetime | None
    sample_at: datetime.datetime | None
    full_at: datetime.datetime | None
    counts: dict[str, int]
    overdue: tuple[str, ...]
    found: tuple[FoundShape, ...]


class FixitySaid(Asked):
    """What is to be checked."""

    full: bool = False
