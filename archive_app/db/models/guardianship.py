"""Guardianship (представительство): who speaks for a person, by what paper, from a day to a day."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.person import Person
from archive_app.db.types import text_enum


class Authority(StrEnum):
    """By what right one person speaks for another."""

    PARENT = "parent"
    ADOPTER = "adopter"
    GUARDIAN = "guardian"
    """Of a child under 14 (опекун)."""
    TRUSTEE = "trustee"
    """Of a child from 14 to 18 (попечитель)."""
    PROXY = "proxy"
    """By a power of attorney: the only authority that a person of full age may be spoken for by."""


class Guardianship(Base):
    """`guardian` speaks for `person`; both days are included. A revoked row stays: it was in force until then.

    Authority over a child also ends the day before the child is of full age, see
    `archive_app.services.guardians.in_force`.
    """

    __tablename__ = "guardianship"
    __table_args__ = (
        Index("ix_guardianship_person", "person_id", "guardian_id"),
        CheckConstraint("person_id <> guardian_id", "two_persons"),
        CheckConstraint("valid_from <= valid_to", "period"),
        CheckConstraint("(revoked_on IS NULL) = (revoked_why IS NULL)", "revoked"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    guardian_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    authority: Mapped[Authority] = mapped_column(text_enum(Authority, "authority"))
    ground: Mapped[str]
    """The paper that proves it, as printed: «свидетельство о рождении II-ЕН № 123456»."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The same paper where it is filed here."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    revoked_on: Mapped[date | None]
    """From this day on there is no authority."""
    revoked_why: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    guardian: Mapped[Person] = relationship(foreign_keys=[guardian_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
