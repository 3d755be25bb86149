"""Study (учёба): a person belongs to a group of study from a day, until a day or still; class lists come of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.person import Person
from archive_app.db.models.study_group import StudyGroup
from archive_app.db.types import text_enum


class Leaving(StrEnum):
    """Why a person left a group."""

    GRADUATED = "graduated"
    MOVED = "moved"
    """To another group of the same school, the next year's among them."""
    TRANSFERRED = "transferred"
    """To another school."""
    EXPELLED = "expelled"
    OTHER = "other"


class Study(Base):
    """One stay of a person in a group; both days are included, without `ended_on` it goes on.

    Stays of one person in one group never overlap (`archive_app.services.people.studies`); in two groups at
    once one may be.
    """

    __tablename__ = "study"
    __table_args__ = (
        UniqueConstraint("person_id", "group_id", "started_on"),
        Index("ix_study_group", "group_id", "person_id"),
        CheckConstraint("started_on <= ended_on", "period"),
        CheckConstraint("leaving IS NULL OR ended_on IS NOT NULL", "left"),
        CheckConstraint("leaving_ground IS NULL OR ended_on IS NOT NULL", "leaving_ground"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    leaving: Mapped[Leaving | None] = mapped_column(text_enum(Leaving, "leaving"))
    ground: Mapped[str | None]
    """The paper that proves the beginning: the order of enrolment, or of the move into the group, as printed."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The same paper where it is filed here."""
    leaving_ground: Mapped[str | None]
    """The paper that proves the end: the order of leaving, of graduation, of the move into another group."""
    leaving_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The same paper where it is filed here."""
    version: Mapped[int] = mapped_column()
    """Compare-and-swap: two writers cannot change one row over each other."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    person: Mapped[Person] = relationship()
    group: Mapped[StudyGroup] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
