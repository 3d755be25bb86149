"""Work of the archive, the state of the system, the journal."""

import datetime
from typing import Annotated, Any

from pydantic import Field

from archive_app.db.models import JobState
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark

Before = Annotated[Number | None, Field(description=mark("Only smaller numbers: where the page before ended."))]


class JobsAsked(Asked):
    """Which work."""

    state: Annotated[JobState | None, Field(description=mark("Only work in this state."))] = None
    kind: Annotated[Line | None, Field(description=mark("Only work of this kind."))] = None
    reason: Annotated[Line | None, Field(description=mark("Only what failed for this reason."))] = None
    before: Annotated[Number | None, Field(description=mark("Only smaller numbers: where the page before ended."))] = (
        None
    )
    limit: Limit = 50


class JobShape(Answered):
    """One piece of work; `done` of `total` things `unit`."""

    job_id: int
    kind: str
    state: str
    document_id: int | None
    attempts: int
    max_attempts: int
    done: int | None
    total: int | None
    unit: str | None
    code: str | None
    created_at: datetime.datetime
    run_after: datetime.datetime
    finished_at: datetime.datetime | None


class JobList(Answered):
    """A page of the list; `before` begins the next one."""

    jobs: list[JobShape]
    before: int | None


class RetrySaid(Asked):
    """Failed work that is to start anew: by number, or all that failed for a reason."""

    jobs: Annotated[tuple[Number, ...], Field(max_length=1000)] = ()
    reason: Line | None = None


class Retried(Answered):
    """How much starts anew."""

    retried: int


class CheckShape(Answered):
    """One part that was looked at."""

    name: str
    ok: bool
    message: str


class ExaminationShape(Answered):
    """What the last examination found."""

    at: datetime.datetime
    ok: bool
    checks: list[CheckShape]
    blobs: int
    missing: int
    unknown: int
    programs: dict[str, str | None]


class DiskShape(Answered):
    """Room at one place, in bytes; null: the place does not tell."""

    name: str
    where: str
    free: int | None
    total: int | None
    trouble: str


class CountsShape(Answered):
    """Documents by state of recognition, work by state, documents whose change search does not know."""

    documents: dict[str, int]
    jobs: dict[str, int]
    behind: int


class SystemShape(Answered):
    """The state of the system."""

    version: str
    python: str
    database: str
    database_size: int
    disks: list[DiskShape]
    counts: CountsShape
    engine: str
    indexed: int
    index_healthy: bool
    examination: ExaminationShape | None = None


class LetterSaid(Asked):
    """Where a letter goes that tries the mail."""

    to: Annotated[Line, Field(min_length=3)]


class JournalAsked(Asked):
    """What the journal is narrowed to."""

    person: Annotated[Number | None, Field(description=mark("Number of a person: also events on the records."))] = None
    document: Annotated[Number | None, Field(description=mark("Number of a document."))] = None
    user: Annotated[Line | None, Field(description=mark("Login of who acted."))] = None
    action: Annotated[Line | None, Field(description=mark("Tag of what was done."))] = None
    since: Annotated[datetime.date | None, Field(description=mark("First day."))] = None
    until: Annotated[datetime.date | None, Field(description=mark("Last day."))] = None
    before: Annotated[Number | None, Field(description=mark("Only smaller numbers: where the page before ended."))] = (
        None
    )
    limit: Limit = 50


class EventShape(Answered):
    """One event."""

    seq: int
    at: datetime.datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    details: dict[str, Any]


class Events(Answered):
    """A page of the journal, the newest first; `before` begins the next one."""

    events: list[EventShape]
    before: int | None
