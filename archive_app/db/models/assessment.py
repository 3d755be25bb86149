"""Assessment (аттестационное мероприятие): a group is examined in a subject, and its sheet is to be filed in time."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.account import User
from archive_app.db.models.document import Document
from archive_app.db.models.study_group import StudyGroup
from archive_app.db.types import text_enum

LONGEST_SUBJECT = 200
_NOT_ENTERED = "entered_on IS NULL"


class AssessmentForm(StrEnum):
    """How results are assessed; the term of their entry follows from it."""

    ORAL = "oral"
    WRITTEN = "written"


class Assessment(Base):
    """An exam sheet that is expected of a group in a subject and semester, and what came of it.

    `due_on` is counted from `held_on` by the regulation (`retention.entries`) and counted anew by the daily run, for
    the organisation's own days may change. The sheet is `document_id`, taken in on `entered_on`.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("school_year", "semester", "group_id", "subject"),
        UniqueConstraint("document_id"),
        Index("ix_assessment_group", "group_id", "school_year"),
        Index("ix_assessment_teacher", "teacher_id", "school_year"),
        partial_index("ix_assessment_waiting", "due_on", "id", where=_NOT_ENTERED),
        CheckConstraint("semester BETWEEN 1 AND 2", "semester"),
        CheckConstraint("school_year BETWEEN 1900 AND 2200", "school_year"),
        CheckConstraint("length(trim(subject)) > 0", "subject"),
        CheckConstraint("(held_on IS NULL) = (due_on IS NULL)", "due"),
        CheckConstraint("(document_id IS NULL) = (entered_on IS NULL)", "entered"),
        CheckConstraint("document_id IS NULL OR held_on IS NOT NULL", "held"),
    )

    id: Mapped[Id]
    school_year: Mapped[int]
    """In which the school year begins: 2025 is 2025/2026."""
    semester: Mapped[int]
    group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    form: Mapped[AssessmentForm] = mapped_column(text_enum(AssessmentForm, "form"))
    held_on: Mapped[date | None]
    """The day it was held; None: planned, the day is not known yet."""
    due_on: Mapped[date | None]
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    """Who fills the sheet."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    entered_on: Mapped[date | None]
    """The organisation's day on which the sheet came in."""
    overdue_since: Mapped[datetime | None]
    """Since when the daily run has found it overdue."""
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    group: Mapped[StudyGroup] = relationship()
    teacher: Mapped[User | None] = relationship()
    document: Mapped[Document | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
