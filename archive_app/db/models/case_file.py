"""CaseFile (дело), what is opened under an item of the file plan, and its volumes (тома)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.file_plan import FilePlanItem
from archive_app.db.models.fonds import Unit
from archive_app.db.models.person import Person
from archive_app.db.types import Json, text_enum


class CaseFileState(StrEnum):
    """Where a case file stands in its life."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"


class Custody(StrEnum):
    """Who keeps the case file now."""

    UNIT = "unit"
    ARCHIVE = "archive"
    STATE_ARCHIVE = "state_archive"


class CaseFile(Base):
    """A case file: most are one a year, personal files one a person, a heading may have several (a journal a class)."""

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("item_id", "year", "number"),
        partial_index(
            "uq_case_file_person",
            "item_id",
            "person_id",
            unique=True,
            where="person_id IS NOT NULL",
        ),
        Index("ix_case_file_year", "year", "item_id"),
        CheckConstraint("number >= 1", "number"),
        CheckConstraint("closed_on >= opened_on", "dates"),
    )

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("file_plan_item.id"))
    year: Mapped[int]
    """The calendar year, or the year that the school year began in; of a personal file, the year of opening."""
    number: Mapped[int] = mapped_column(default=1)
    """Counts the case files of one item and year from 1; with the two it makes opening safe to race for."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str]
    opened_on: Mapped[date]
    carried_to: Mapped[int | None]
    """The last year that a case file which goes on for years (a book, a register) was carried over into."""
    closed_on: Mapped[date | None]
    state: Mapped[CaseFileState] = mapped_column(text_enum(CaseFileState, "state"), default=CaseFileState.OPEN)
    custody: Mapped[Custody] = mapped_column(text_enum(Custody, "custody"), default=Custody.UNIT)
    rule_snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The retention rule that it was closed under; a later file plan does not change it."""
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    """Compare-and-swap: two persons cannot change one row over each other."""
    item: Mapped[FilePlanItem] = relationship()
    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    volumes: Mapped[list["Volume"]] = relationship(
        back_populates="case_file", order_by="Volume.number", cascade="save-update, merge"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class Volume(Base):
    """A volume (том): at most about 250 sheets, with its own extreme dates and sheet count."""

    __tablename__ = "volume"
    __table_args__ = (
        UniqueConstraint("case_file_id", "number"),
        CheckConstraint("number >= 1", "number"),
        CheckConstraint("sheets >= 0", "sheets"),
        CheckConstraint("first_date <= last_date", "dates"),
    )

    id: Mapped[Id]
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    number: Mapped[int] = mapped_column(default=1)
    first_date: Mapped[date | None]
    last_date: Mapped[date | None]
    sheets: Mapped[int] = mapped_column(default=0)
    case_file: Mapped["CaseFile"] = relationship(back_populates="volumes")
