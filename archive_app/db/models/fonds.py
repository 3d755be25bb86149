"""Fonds (фонд): all records of one organisation, and the names that it has had."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id


class Fonds(Base):
    """The records of one organisation; its number is given by the archive that receives them."""

    __tablename__ = "fonds"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str | None]
    """For the head of the pages: `МБОУ СОШ № 17`."""
    names: Mapped[list["FondsName"]] = relationship(back_populates="fonds", order_by="FondsName.valid_from")


class FondsName(Base):
    """What the organisation was called from `valid_from` to `valid_to`, inclusive; None: not known, or still."""

    __tablename__ = "fonds_name"
    __table_args__ = (CheckConstraint("valid_from <= valid_to", "period"),)

    id: Mapped[Id]
    fonds_id: Mapped[int] = mapped_column(ForeignKey("fonds.id"), index=True)
    name: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    ground: Mapped[str | None]
    """The act that renamed it, as printed."""
    fonds: Mapped["Fonds"] = relationship(back_populates="names")


class Unit(Base):
    """A part of the organisation (подразделение) that records belong to; rights are given by unit."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("fonds_id", "name"),)

    id: Mapped[Id]
    fonds_id: Mapped[int] = mapped_column(ForeignKey("fonds.id"))
    name: Mapped[str]
    retired_at: Mapped[datetime | None]
    """Since when nothing new is put into it."""
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
