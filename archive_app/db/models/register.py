"""Registers of issue (книги выдачи) of documents on education, and the blanks of strict accounting that they take."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.person import Person
from archive_app.db.types import text_enum


class RegisterBook(StrEnum):
    """Which book; certificates (справки) have none of their own: it is printed from the answers to requests."""

    ATTESTAT = "attestat"
    DIPLOMA = "diploma"
    TRAINING = "training"


class BlankState(StrEnum):
    """Where a blank is: in the safe, in a register, or spoiled and written off."""

    RECEIVED = "received"
    USED = "used"
    SPOILED = "spoiled"


class Blank(Base):
    """A blank of strict accounting. It is used or spoiled once, and never comes back."""

    __tablename__ = "blank"
    __table_args__ = (
        UniqueConstraint("book", "series", "number"),
        Index("ix_blank_state", "book", "state", "series", "number"),
        CheckConstraint("length(trim(received_ground)) > 0", "received_ground"),
        CheckConstraint("(state = 'spoiled') = (spoiled_on IS NOT NULL)", "spoiled"),
        CheckConstraint("state <> 'spoiled' OR coalesce(length(trim(spoiled_why)), 0) > 0", "spoiled_why"),
    )

    id: Mapped[Id]
    book: Mapped[RegisterBook] = mapped_column(text_enum(RegisterBook, "book"))
    series: Mapped[str] = mapped_column(String(50))
    number: Mapped[str] = mapped_column(String(50))
    """With its zeros: `0000017`."""
    state: Mapped[BlankState] = mapped_column(text_enum(BlankState, "state"), default=BlankState.RECEIVED)
    received_on: Mapped[date]
    received_ground: Mapped[str]
    """The paper that they came by."""
    spoiled_on: Mapped[date | None]
    spoiled_why: Mapped[str | None]
    """With the act."""
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class RegisterEntry(Base):
    """One line of a book: a document made out to a person. Without `issued_on` the original is unclaimed."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("book", "year", "number"),
        UniqueConstraint("blank_id"),
        Index("ix_register_entry_person", "person_id", "id"),
        partial_index(
            "ix_register_entry_unclaimed",
            "id",
            where="issued_on IS NULL",
        ),
        CheckConstraint("number >= 1", "number"),
        CheckConstraint("length(trim(ground)) > 0", "ground"),
        CheckConstraint(
            "issued_on IS NULL OR (coalesce(length(trim(received_by)), 0) > 0"
            " AND coalesce(length(trim(shown)), 0) > 0)",
            "issued",
        ),
    )

    id: Mapped[Id]
    book: Mapped[RegisterBook] = mapped_column(text_enum(RegisterBook, "book"))
    year: Mapped[int]
    number: Mapped[int]
    """The registration number, without gaps in the book of the year."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str]
    """What was made out: «Аттестат об основном общем образовании с отличием»."""
    ground: Mapped[str]
    """The order of the graduation, or the application for a duplicate."""
    duplicate: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    blank_id: Mapped[int | None] = mapped_column(ForeignKey("blank.id"))
    entered_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    issued_on: Mapped[date | None]
    issued_by: Mapped[str | None]
    received_by: Mapped[str | None]
    shown: Mapped[str | None]
    """The document by which the receiver was known, or the power of attorney."""
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship()
    blank: Mapped[Blank | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
