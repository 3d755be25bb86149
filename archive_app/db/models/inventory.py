"""Inventory (опись): a yearly section of the list of archived volumes; frozen when approved, then only corrected."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.case_file import CaseFile
from archive_app.db.types import text_enum

LONGEST_NUMBER = 32
"""Characters of the number of an inventory."""


class InventoryKind(StrEnum):
    """What is listed together («Правила организации хранения», приказ Росархива № 77): four inventories."""

    PERMANENT = "permanent"
    OVER_10 = "over_10"
    PERSONNEL = "personnel"
    ELECTRONIC = "electronic"


class InventoryState(StrEnum):
    """Drafted by its author, agreed by the expert commission, approved by somebody else."""

    DRAFT = "draft"
    AGREED = "agreed"
    APPROVED = "approved"


class Inventory(Base):
    """A yearly section (годовой раздел). Sections of one kind share the number of the inventory and count on."""

    __tablename__ = "inventory"
    __table_args__ = (
        partial_index(
            "uq_inventory_under_way",
            "fonds_id",
            "kind",
            "year",
            unique=True,
            where="state <> 'approved'",
        ),
        UniqueConstraint("fonds_id", "kind", "first_unit"),
        CheckConstraint("year BETWEEN 1700 AND 2999", "year"),
        CheckConstraint("first_unit >= 1 AND units >= 1", "units"),
        CheckConstraint("(state = 'approved') = (approved_by IS NOT NULL)", "approved"),
        CheckConstraint("(state = 'approved') = (first_unit IS NOT NULL)", "numbered"),
        CheckConstraint("approved_by <> created_by", "two_persons"),
    )

    id: Mapped[Id]
    fonds_id: Mapped[int] = mapped_column(ForeignKey("fonds.id"))
    kind: Mapped[InventoryKind] = mapped_column(text_enum(InventoryKind, "kind"))
    year: Mapped[int]
    state: Mapped[InventoryState] = mapped_column(text_enum(InventoryState, "state"), default=InventoryState.DRAFT)
    number: Mapped[str | None] = mapped_column(String(LONGEST_NUMBER))
    """Оп.: given at approval, the same for all sections of a kind."""
    first_unit: Mapped[int | None]
    """Д. of the first entry: given at approval, where the section before it ended."""
    units: Mapped[int | None]
    """How many entries were approved."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str | None]
    protocol: Mapped[str | None]
    """The decision of the expert commission, as printed: «протокол от 14.03.2026 № 2»."""
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    """Compare-and-swap; every change of the entries counts as one of the inventory."""

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class InventoryEntry(Base):
    """A line: one volume, as it was when it was put in."""

    __tablename__ = "inventory_entry"
    __table_args__ = (
        UniqueConstraint("inventory_id", "position"),
        Index("ix_inventory_entry_order", "inventory_id", "index", "case_file_id", "volume"),
        UniqueConstraint("case_file_id", "volume"),
        CheckConstraint("position >= 1", "position"),
        CheckConstraint("sheets >= 0", "sheets"),
        CheckConstraint("megabytes >= 0", "megabytes"),
        CheckConstraint("first_date <= last_date", "dates"),
    )

    id: Mapped[Id]
    inventory_id: Mapped[int] = mapped_column(ForeignKey("inventory.id"))
    position: Mapped[int | None]
    """Given at agreement to all entries at once, from 1 without gaps, in the order of index, case file and volume."""
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    volume: Mapped[int]
    """The number of the volume in its case file."""
    volumes: Mapped[int]
    """How many volumes the case file has: a single one is not called «т. 1»."""
    index: Mapped[str]
    heading: Mapped[str]
    first_date: Mapped[date | None]
    last_date: Mapped[date | None]
    sheets: Mapped[int]
    megabytes: Mapped[Decimal] = mapped_column(Numeric(14, 3))
    """Of the originals, in units of 1 000 000 bytes."""
    term: Mapped[str]
    """As printed in the file plan, with its article."""
    note: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    case_file: Mapped[CaseFile] = relationship()


class InventoryCorrection(Base):
    """What was put right in an approved inventory, and why. Only added; the entry itself stays as it was approved."""

    __tablename__ = "inventory_correction"
    __table_args__ = (
        Index("ix_inventory_correction_entry", "entry_id", "id"),
        CheckConstraint("length(reason) > 0", "reason"),
    )

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("inventory_entry.id"))
    field: Mapped[str] = mapped_column(String(32))
    was: Mapped[str]
    becomes: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
