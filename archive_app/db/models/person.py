"""Person (лицо) whom records are about, with every name that the person has had."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.types import binary_text

FOLDED_LENGTH = 600


class Person(Base):
    """A person under the present name; `folded` is `archive_app.db.names.fold_name` of it, for look-up."""

    __tablename__ = "person"
    __table_args__ = (
        # Of those that were merged only: nearly nobody was, and lists of the others go by name.
        partial_index(
            "ix_person_merged_into_id",
            "merged_into_id",
            where="merged_into_id IS NOT NULL",
        ),
    )

    id: Mapped[Id]
    surname: Mapped[str]
    given: Mapped[str | None]
    patronymic: Mapped[str | None]
    birth_date: Mapped[date | None]
    folded: Mapped[str] = mapped_column(binary_text(FOLDED_LENGTH), index=True)
    created_at: Mapped[datetime]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The card that this one became part of: whoever asks for this person is told of that one."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    """Compare-and-swap: two people cannot change one card over each other."""
    names: Mapped[list["PersonName"]] = relationship(
        back_populates="person", order_by="PersonName.id", cascade="save-update, merge"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class PersonName(Base):
    """One name in the history, the present one included; from and to: both days included, None: not known, or still."""

    __tablename__ = "person_name"
    __table_args__ = (
        partial_index(
            "uq_person_name_current",
            "person_id",
            unique=True,
            where="is_current",
        ),
        CheckConstraint("valid_from <= valid_to", "period"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    surname: Mapped[str]
    given: Mapped[str | None]
    patronymic: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    ground: Mapped[str | None]
    """Why the name changed, with the paper that proves it."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The same paper where it is filed here."""
    is_current: Mapped[bool] = mapped_column(default=True)
    folded: Mapped[str] = mapped_column(binary_text(FOLDED_LENGTH), index=True)
    person: Mapped["Person"] = relationship(back_populates="names")
