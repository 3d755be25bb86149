"""Life of a case file: the steps that it went through, the events that its term waits for, the holds on it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.case_file import CaseFile
from archive_app.db.types import text_enum

_ONE_OF_TWO = "(case_file_id IS NULL) <> (person_id IS NULL)"


class StepKind(StrEnum):
    """What happened to a case file; the points of its life line."""

    CLOSED = "closed"
    REOPENED = "reopened"
    TRANSFERRED = "transferred"
    DECIDED = "decided"
    EXTRACTED = "extracted"
    DESTROYED = "destroyed"
    SPLIT = "split"
    CARRIED = "carried"


class CaseStep(Base):
    """One step in the life of a case file. Steps are only ever added; opening stands in the case file itself."""

    __tablename__ = "case_step"
    __table_args__ = (Index("ix_case_step_case_file", "case_file_id", "id"),)

    id: Mapped[Id]
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind, "kind"))
    day: Mapped[date]
    """The day where the organisation is."""
    reason: Mapped[str | None]
    at: Mapped[datetime]
    by: Mapped[str]


class CaseEvent(Base):
    """What a term waits for (выбытие, замена, возвращение …), of one case file or of a person.

    What happened to a person counts for all the person's own case files. An event entered by mistake is cancelled with
    a reason, never changed.
    """

    __tablename__ = "case_event"
    __table_args__ = (
        CheckConstraint(_ONE_OF_TWO, "target"),
        partial_index(
            "uq_case_event_case_file",
            "case_file_id",
            "trigger",
            unique=True,
            where="case_file_id IS NOT NULL AND cancelled_at IS NULL",
        ),
        partial_index(
            "uq_case_event_person",
            "person_id",
            "trigger",
            unique=True,
            where="person_id IS NOT NULL AND cancelled_at IS NULL",
        ),
    )

    id: Mapped[Id]
    case_file_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    trigger: Mapped[str] = mapped_column(String(32))
    """A value of `retention.term.Trigger` that waits for an event."""
    day: Mapped[date]
    ground: Mapped[str]
    """The paper that proves it, as printed: «приказ от 30.06.2025 № 41-у»."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The same paper where it is filed here."""
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_why: Mapped[str | None]


class HoldTarget(StrEnum):
    """What a hold lies on."""

    DOCUMENT = "document"
    CASE_FILE = "case_file"
    PERSON = "person"
    ITEM = "item"


_TARGETS = {
    HoldTarget.DOCUMENT: "document_id",
    HoldTarget.CASE_FILE: "case_file_id",
    HoldTarget.PERSON: "person_id",
    HoldTarget.ITEM: "item_index",
}


def _set(column: str) -> str:
    return f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"


class Hold(Base):
    """A ban on destruction (запрет уничтожения) from a day to a day, both included; without an end until released.

    It lies on exactly one of: a document, a case file, a person (own case files, and those with a document that names
    the person), an index of the file plan (its case files of all years). Rows are never removed; `released_at` ends a
    hold before its day.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("since <= until", "period"),
        CheckConstraint(f"{' + '.join(map(_set, _TARGETS.values()))} = 1", "target"),
    )

    id: Mapped[Id]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    case_file_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    item_index: Mapped[str | None] = mapped_column(String(32), index=True)
    reference: Mapped[str]
    """What it is known by outside: «запрос суда от 04.05.2026 № 2-118»."""
    reason: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None]
    released_why: Mapped[str | None]

    @property
    def target(self) -> HoldTarget:
        """What it lies on."""
        return next(target for target, column in _TARGETS.items() if getattr(self, column) is not None)


class RequiredKind(Base):
    """A kind of documents that each case file of an item must hold before it is closed without a question.

    Kept by the index, for it says the same of the plans of all years.
    """

    __tablename__ = "required_kind"

    item_index: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind_code: Mapped[str] = mapped_column(ForeignKey("document_kind.code"), primary_key=True)


class CaseFileClosing(Base):
    """What was fixed when a case file was closed last (лист-заверитель takes it from here)."""

    __tablename__ = "case_file_closing"

    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    finished_on: Mapped[date]
    """The date of the last document (of a book, of its last entry): the cut-off is counted from its year."""
    sheets: Mapped[int]
    documents: Mapped[int]
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    case_file: Mapped[CaseFile] = relationship()

    __table_args__ = (CheckConstraint("sheets >= 0", "sheets"), CheckConstraint("documents >= 0", "documents"))
