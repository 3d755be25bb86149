"""The portal: whose records, and what stands in them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Line
from archive_app.entrypoints.api.shapes.marks import MarkShape
from archive_app.entrypoints.api.shapes.persons import StudyShape
from archive_app.i18n import mark


class MineShape(Answered):
    """A person whose records may be seen."""

    person_id: int
    name: str


class MyPersons(Answered):
    """By name."""

    persons: list[MineShape]


class OwnDocumentShape(Answered):
    """A document about the person."""

    document_id: int
    title: str
    kind: str
    number: str | None
    dated_on: date | None


class MyRecord(Answered):
    """What is kept of one person."""

    person_id: int
    name: str
    birth_date: date | None
    studies: list[StudyShape]
    marks: list[MarkShape]
    documents: list[OwnDocumentShape]


class TiedShape(Answered):
    """An account of a person."""

    login: str
    name: str
    since: datetime


class TiedAccounts(Answered):
    """By login."""

    accounts: list[TiedShape]


class AccountToTie(Asked):
    """Whose account the person's is."""

    login: Annotated[Line, Field(description=mark("Sign-in name of the account"))]


class OwnerSaid(Asked):
    """Whose an account is."""

    person: Annotated[Line, Field(min_length=1, description=mark("Name of the person, or number of the card"))]


class AccountToUntie(AccountToTie):
    """And why it is not any more."""

    reason: Annotated[Line, Field(description=mark("Why the account is untied"))]
