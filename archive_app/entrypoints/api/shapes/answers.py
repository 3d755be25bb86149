"""Answers to requests, their wording, the journal of disclosures."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import ApplicantKind, RequestKind
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.i18n import mark
from archive_app.services.requests.answering import LONGEST as LONGEST_SIGNATORY
from archive_app.services.requests.receiving import LONGEST as LONGEST_RECEIVER

Told = Annotated[Line, Field(max_length=500)]
Named = Annotated[Line, Field(min_length=1, max_length=500)]
Text = Annotated[str, Field(min_length=1, max_length=10_000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]


class Seen(Asked):
    """The version of the request that was looked at."""

    version: Number


class SourceSaid(Asked):
    """A document that the answer rests on; without pages all of it."""

    document_id: Number
    pages: Annotated[list[Number], Field(default_factory=list, max_length=200)]


class AnswerSaid(Asked):
    """The words of a draft and what it rests on."""

    version: Number
    body: Text
    sources: Annotated[list[SourceSaid], Field(default_factory=list, max_length=100)]


class SignatureSaid(Asked):
    """Post and name of whoever signed the paper."""

    version: Number
    signatory: Annotated[Named, Field(max_length=LONGEST_SIGNATORY)]


class HandingSaid(Asked):
    """Who receives it, by which document known; the item of the file plan for the copy (empty: as set).

    `authority`: the paper of whoever is neither the person nor the representative of the request.
    """

    version: Number
    received_by: Annotated[Named, Field(max_length=LONGEST_RECEIVER)]
    shown: Annotated[Named, Field(max_length=LONGEST_RECEIVER)]
    item: Told = ""
    authority: Annotated[Told, Field(max_length=LONGEST_RECEIVER)] = ""


class ReferenceShape(Answered):
    """A source with its archive reference."""

    document_id: int
    title: str
    words: str


class AnswerShape(Answered):
    """An answer; `number` is empty before it is signed."""

    body: str
    form_number: int
    references: list[ReferenceShape]
    extracts: int
    number: str
    signed_on: datetime.date | None
    signatory: str
    document_id: int | None
    issued_on: datetime.date | None
    received_by: str
    shown: str


class RowShape(Answered):
    """A row of a page: `mine` names the person, `others` somebody else who is known."""

    place: int
    text: str
    mine: bool
    others: bool


class PageRowsShape(Answered):
    """The rows of a page in its version; `proposed` are those of the person."""

    document_id: int
    title: str
    page: int
    version: int
    rows: list[RowShape]
    proposed: list[int]


class RowsSaid(Asked):
    """The rows that the answer copies; `page_version` is that of the page they were chosen on."""

    version: Number
    page_version: Number
    rows: Annotated[list[Number], Field(max_length=500)]


class WordingSaid(Asked):
    """A new version of the wording of a kind of answers."""

    kind: RequestKind
    body: Text


class WordingShape(Answered):
    """A version of the wording; without `approved_by` it is a draft. `example`: filled in with invented data."""

    form_id: int
    kind: str
    number: int
    body: str
    example: str
    drafted_by: str
    approved_by: str | None
    approved_at: datetime.datetime | None


class WordingList(Answered):
    """The latest version of each kind and the latest approved one."""

    versions: list[WordingShape]


class ReleaseSaid(Asked):
    """What left, to whom, on what ground."""

    recipient: Named
    ground: Named
    extent: Named
    recipient_kind: ApplicantKind = ApplicantKind.BODY
    person_id: Number | None = None
    document_id: Number | None = None


class DisclosuresAsked(Asked):
    """Which part of the journal."""

    person_id: Annotated[Number | None, Field(description=mark("Only data of this person."))] = None
    since: Annotated[datetime.date | None, Field(description=mark("From this day on."))] = None
    until: Annotated[datetime.date | None, Field(description=mark("Until this day."))] = None
    before: Annotated[Number | None, Field(description=mark("Go on below this number (all)."))] = None
    limit: Limit = 50


class DisclosureShape(Answered):
    """A line of the journal; `document_id` is null where the reader may not see the document."""

    disclosure_id: int
    number: str
    released_on: datetime.date
    released_by: str
    person_id: int | None
    person: str
    request_id: int | None
    document_id: int | None
    recipient: str
    recipient_kind: str
    ground: str
    extent: str


class DisclosureList(Answered):
    """A part of the journal, the newest first."""

    disclosures: list[DisclosureShape]
