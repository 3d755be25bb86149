"""The portal: whose records, and what stands in them."""

from datetime import date

from archive_app.entrypoints.api.shapes.base import Answered
from archive_app.entrypoints.api.shapes.marks import MarkShape
from archive_app.entrypoints.api.shapes.persons import StudyShape


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
