"""Consent (согласие) of a person to the processing of personal data for one purpose, until it is withdrawn."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.person import Person
from archive_app.db.types import text_enum


class Purpose(StrEnum):
    """What personal data may be used for."""

    EDUCATION = "education"
    PUBLICATION = "publication"
    """Photographs and achievements on the site and in print."""
    DISTRIBUTION = "distribution"
    """To an unlimited circle: 152-ФЗ art. 10.1, a paper of its own."""
    TRANSFER = "transfer"
    """To other organisations."""
    SPECIAL = "special"
    """Health and other special categories: 152-ФЗ art. 10."""
    BIOMETRIC = "biometric"
    OTHER = "other"


class Consent(Base):
    """Given by `giver`: the person, or who speaks for the person on that day. Both days of the period are included."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("given_on <= valid_to", "period"),
        CheckConstraint("withdrawn_on >= given_on", "withdrawn"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_ground IS NULL)", "withdrawn_ground"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose, "purpose"))
    scope: Mapped[str | None]
    """What exactly was consented to, in words."""
    ground: Mapped[str]
    """The paper itself, as printed."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    given_on: Mapped[date]
    valid_to: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    """From this day on the data may no longer be used so."""
    withdrawn_ground: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    giver: Mapped[Person] = relationship(foreign_keys=[giver_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
