"""Persons: the list, the card, doubles, merges, kept searches beside them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Limit, Line, Number
from archive_app.entrypoints.api.shapes.kin import ConsentShape, GuardianShape
from archive_app.i18n import mark


class PersonsAsked(Asked):
    """Whom to look for."""

    name: Annotated[
        Line, Field(description=mark("A name, present or former, or its beginning; without one everybody is listed."))
    ] = ""
    limit: Limit = 20
    after: Annotated[Line, Field(description=mark("The place that `next` names."))] = ""


class PersonShape(Answered):
    """A person with former names; `documents` are those that name the person and may be seen."""

    person_id: int
    name: str
    former: list[str]
    birth_date: date | None
    documents: int


class Persons(Answered):
    """Those of whom the holder of the key may know."""

    persons: list[PersonShape]
    next: str | None


class NameShape(Answered):
    """One name of the history; both days are included."""

    name: str
    since: date | None
    until: date | None
    ground: str | None
    current: bool


class StudyShape(Answered):
    """A stay in a group: with the paper of its beginning, and that of its end."""

    study_id: int
    group: str
    since: date
    until: date | None
    leaving: str | None
    ground: str | None
    document_id: int | None
    leaving_ground: str | None
    leaving_document_id: int | None
    version: int


class MergeShape(Answered):
    """A card that became part of this one."""

    merge_id: int
    person_id: int
    name: str
    merged_at: datetime
    merged_by: str


class PersonCardShape(Answered):
    """The card of a person; asked for by the number of a card that became part of it, it tells its own."""

    person_id: int
    name: str
    birth_date: date | None
    names: list[NameShape]
    studies: list[StudyShape]
    guardians: list[GuardianShape]
    wards: list[GuardianShape]
    consents: list[ConsentShape]
    merges: list[MergeShape]
    documents: int
    version: int


class PlaceAsked(Asked):
    """A part of a list."""

    limit: Limit = 20
    after: Annotated[Line, Field(description=mark("The place that `next` names."))] = ""


class NamedDocumentShape(Answered):
    """A document that names the person, with the pages where that is known."""

    document_id: int
    title: str
    kind: str
    number: str | None
    dated_on: date | None
    year: int | None
    item: str | None
    pages: list[int]
    recognised: bool


class NamedDocuments(Answered):
    """The newest year first."""

    documents: list[NamedDocumentShape]
    next: str | None


class DoubleShape(Answered):
    """A card that may be of the same person; `score` from 0 to 1."""

    person_id: int
    name: str
    birth_date: date | None
    score: float
    reasons: list[str]


class Doubles(Answered):
    """The likeliest first."""

    doubles: list[DoubleShape]


class NewPerson(Asked):
    """A new card."""

    name: Annotated[Line, Field(min_length=1, max_length=300)]
    birth_date: date | None = None


class PersonAdded(Answered):
    """The number of the new card."""

    person_id: int


class MergeSaid(Asked):
    """Which card becomes part of the one in the address."""

    person_id: Number


class Merged(Answered):
    """The number of the merge, by which it is undone."""

    merge_id: int


class Parted(Answered):
    """The two persons, told apart again."""

    kept_id: int
    merged_id: int


class KeptSearchShape(Answered):
    """A question kept under a name."""

    search_id: int
    name: str
    question: str
    filters: dict[str, list[str]]
    sort: str


class KeptSearches(Answered):
    """The own ones, by name."""

    searches: list[KeptSearchShape]


class SearchToKeep(Asked):
    """A question with its filters, to be kept."""

    name: Annotated[Line, Field(min_length=1, max_length=100)]
    question: Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$")] = ""
    filters: dict[str, list[Annotated[Line, Field(max_length=300)]]] = Field(default={}, max_length=6)
    sort: Annotated[str, Field(pattern="^(relevance|date|oldest)$")] = "relevance"


class SearchRenamed(Asked):
    """Another name for a kept search."""

    name: Annotated[Line, Field(min_length=1, max_length=100)]
