"""Local acts: what is said of one, how one is told."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from archive_app.db.models import LocalActKind
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark
from archive_app.services.local_acts.said import MOST_AGREEMENTS

Named = Annotated[Line, Field(min_length=1)]


class AgreementSaid(Asked):
    """A body that agreed, by which minutes."""

    body: Named
    protocol: Line = ""
    agreed_on: datetime.date


class LocalActSaid(Asked):
    """All that is written on an act; without `in_force_from` it is in force from its approval."""

    kind: LocalActKind
    title: Named
    approved_post: Named
    approved_name: Named
    approved_on: datetime.date
    in_force_from: datetime.date | None = None
    in_force_to: datetime.date | None = None
    number: Line = ""
    order_number: Line = ""
    order_on: datetime.date | None = None
    agreements: Annotated[list[AgreementSaid], Field(default_factory=list, max_length=MOST_AGREEMENTS)]
    publish: bool = True
    publish_named: datetime.date | None = None
    document_id: Number | None = None


class LocalActEntered(LocalActSaid):
    """The same; `replaces` is the edition that it takes the place of."""

    replaces: Number | None = None


class LocalActCorrected(LocalActSaid):
    """The same; `version` is that of the act that was looked at."""

    version: Number


class PublicationSaid(Asked):
    """Since when it stands on the site, and where."""

    version: Number
    on: datetime.date
    address: Named


class EndSaid(Asked):
    """The last day in force, and by what."""

    version: Number
    last: datetime.date
    ground: Named


class LocalActsAsked(Asked):
    """Which part of the book."""

    only: Annotated[
        Literal["in_force", "to_publish", "overdue", "all"],
        Field(description=mark("in_force (on the day «on»), to_publish, overdue on the site, or all.")),
    ] = "in_force"
    on: Annotated[datetime.date | None, Field(description=mark("The day that acts are in force on (today)."))] = None
    q: Annotated[Line | None, Field(description=mark("Words of the title."))] = None
    before: Annotated[Number | None, Field(description=mark("Only entries below this number: the next part."))] = None
    limit: Limit = 50


class LocalActShape(Answered):
    """A line of the book; `overdue_days` is 0 where it is in time."""

    act_id: int
    kind: str
    title: str
    number: str
    approved_on: datetime.date
    approved_by: str
    in_force_from: datetime.date
    in_force_to: datetime.date | None
    state: str
    publish_by: datetime.date | None
    published_on: datetime.date | None
    overdue_days: int


class LocalActList(Answered):
    """A part of the book, the latest entered first."""

    acts: list[LocalActShape]


class AgreementShape(Answered):
    """A body that agreed."""

    body: str
    protocol: str
    agreed_on: datetime.date


class KeptShape(Answered):
    """The document that the act is, and the case file where it lies."""

    document_id: int
    title: str
    case_file_id: int | None
    case_file: str


class LocalActCardShape(Answered):
    """All of an act; `chain` are its editions, the first at first."""

    line: LocalActShape
    approved_post: str
    approved_name: str
    order_number: str
    order_on: datetime.date | None
    ended_ground: str
    agreements: list[AgreementShape]
    publish_named: datetime.date | None
    publish_words: str
    published_at: str
    kept: KeptShape | None
    replaces_id: int | None
    replaced_by_id: int | None
    chain: list[LocalActShape]
    version: int
