"""Portfolios: entries, their files, what a student tells and a curator answers."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import AchievementKind, AchievementLevel, AchievementPaper
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark

Told = Annotated[str, Field(max_length=2000)]


class AchievementSaid(Asked):
    """What a student tells; `place`: who held it and where."""

    kind: AchievementKind
    paper: AchievementPaper
    level: AchievementLevel
    title: Annotated[Line, Field(min_length=1, max_length=300)]
    happened_on: datetime.date
    place: Told = ""
    result: Told = ""
    description: Told = ""


class AchievementCorrected(AchievementSaid):
    """The same told otherwise; `version` is that of the entry that was looked at."""

    version: Number


class VersionSaid(Asked):
    """The version of the entry that was looked at."""

    version: Number


class DecisionSaid(VersionSaid):
    """The word of the curator; needed where the entry is returned."""

    comment: Told = ""


class PortfolioAsked(Asked):
    """Which part of a portfolio."""

    before: Annotated[Number | None, Field(description=mark("Only entries with a lower number."))] = None
    limit: Limit = 50


class WaitingAsked(Asked):
    """Which part of what waits."""

    after: Annotated[Number | None, Field(description=mark("Behind the entry of this number."))] = None
    limit: Limit = 50


class AttachmentAsked(Asked):
    """The name of the file whose bytes are the body."""

    name: Annotated[Line, Field(min_length=1, max_length=255, description=mark("The name of the file."))]


class EntryShape(Answered):
    """An entry of a portfolio."""

    entry_id: int
    person_id: int
    person: str
    kind: str
    paper: str
    level: str
    title: str
    happened_on: datetime.date
    place: str
    result: str
    state: str
    sent_at: datetime.datetime | None
    comment: str
    files: int


class FileShape(Answered):
    """A file of an entry; `size` in bytes.

    `document_id`: the document that it is since the entry was accepted; `gone`: destroyed by an act.
    """

    file_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    document_id: int | None
    gone: bool


class EntryCardShape(EntryShape):
    """All of an entry; `fills` and `judges`: whose turn it is is whoever asks.

    `item`: where an accepted one lies in the file plan; `case_file_id` for whoever may look at the case file.
    """

    description: str
    judged_at: datetime.datetime | None
    judge: str
    attached: list[FileShape]
    fills: bool
    judges: bool
    item: str
    case_file_id: int | None
    version: int


class PortfolioShape(Answered):
    """A part of a portfolio, the newest first; `before` leads on, null at the end."""

    person_id: int
    name: str
    entries: list[EntryShape]
    before: int | None
    judges: bool


class ListFiledShape(Answered):
    """The list of achievements in the case file; `made` now, or lying there since nothing was accepted behind it."""

    document_id: int
    case_file_id: int
    made: bool


class WaitingEntries(Answered):
    """Entries that wait for the curator, the longest first."""

    entries: list[EntryShape]
