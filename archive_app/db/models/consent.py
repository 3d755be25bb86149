"""Consent (согласие) of a person to the processing of personal data for one purpose, until it is withdrawn."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
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


class Settled(StrEnum):
    """What came of the data after the end of their purpose."""

    DESTROYED = "destroyed"
    KEPT = "kept"
    """On another ground of 152-FZ art. 6, which is named."""


class Consent(Base):
    """Given by `giver`: the person, or who speaks for the person on that day. Both days of the period are included."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("given_on <= valid_to", "period"),
        CheckConstraint("withdrawn_on >= given_on", "withdrawn"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_ground IS NULL)", "withdrawn_ground"),
        CheckConstraint("(reached_on IS NULL) = (reached_ground IS NULL)", "reached"),
        CheckConstraint(
            "(settled_as IS NULL) = (settled_on IS NULL) AND (settled_as IS NULL) = (settled_ground IS NULL)"
            " AND (settled_as IS NULL) = (settled_by IS NULL)",
            "settled",
        ),
        CheckConstraint("settled_as IS NULL OR ended_on IS NOT NULL", "settled_ended"),
        CheckConstraint("settled_act_id IS NULL OR settled_as = 'destroyed'", "settled_act"),
        partial_index(
            "ix_consent_ended",
            "ended_on",
            "id",
            where="settled_as IS NULL",
        ),
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
    reached_on: Mapped[date | None]
    """The purpose was reached on this day: the studies are over, the event is past."""
    reached_ground: Mapped[str | None]
    ended_on: Mapped[date | None]
    """The earliest of the three ends, the last day of the period among them; thirty days from it the data are gone."""
    settled_as: Mapped[Settled | None] = mapped_column(text_enum(Settled, "settled_as"))
    settled_on: Mapped[date | None]
    settled_by: Mapped[str | None]
    settled_ground: Mapped[str | None]
    """The act of destruction, or the ground on which the data are kept, as printed."""
    settled_act_id: Mapped[int | None] = mapped_column(ForeignKey("disposal_act.id"), index=True)
    """The act of destruction where it was carried out here."""
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    giver: Mapped[Person] = relationship(foreign_keys=[giver_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
