"""FilePlan (номенклатура дел): the yearly numbered list of file headings, with its sections and items."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.carrier import Carrier
from archive_app.db.models.fonds import Fonds
from archive_app.db.types import Json, text_enum


class FilePlanStatus(StrEnum):
    """Drafted by the clerk, agreed by the commission, approved by the director, in force for its year, then closed."""

    DRAFT = "draft"
    AGREED = "agreed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    CLOSED = "closed"


_WORKED_AT = "status IN ('draft', 'agreed', 'approved')"


class FilePlan(Base):
    """One version of the plan of one year. At most one of a year is in force, at most one is worked at."""

    __tablename__ = "file_plan"
    __table_args__ = (
        UniqueConstraint("fonds_id", "year", "version"),
        partial_index(
            "uq_file_plan_in_force",
            "fonds_id",
            "year",
            unique=True,
            where="status = 'in_force'",
        ),
        partial_index(
            "uq_file_plan_worked_at",
            "fonds_id",
            "year",
            unique=True,
            where=_WORKED_AT,
        ),
        CheckConstraint("year BETWEEN 1700 AND 2999", "year"),
        CheckConstraint("version >= 1", "version"),
    )

    id: Mapped[Id]
    fonds_id: Mapped[int] = mapped_column(ForeignKey("fonds.id"))
    year: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[FilePlanStatus] = mapped_column(text_enum(FilePlanStatus, "status"), default=FilePlanStatus.DRAFT)
    created_at: Mapped[datetime]
    drafted_by: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """Login of whoever drafted it; empty where it was imported as a plan approved on paper."""
    agreed_ref: Mapped[str | None]
    """The commission's protocol, as printed: «протокол ЭК от 01.12.2026 № 4»."""
    agreed_by: Mapped[str | None]
    agreed_on: Mapped[date | None]
    approved_by: Mapped[str | None]
    approved_on: Mapped[date | None]
    totals: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The totals at the year's end (итоговая запись), as fixed: category -> count of each column."""
    totals_by: Mapped[str | None]
    totals_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    """Compare-and-swap: two clerks cannot change one draft over each other."""
    fonds: Mapped[Fonds] = relationship()
    sections: Mapped[list["FilePlanSection"]] = relationship(
        back_populates="plan", order_by="FilePlanSection.position", cascade="save-update, merge"
    )
    items: Mapped[list["FilePlanItem"]] = relationship(
        back_populates="plan", order_by="FilePlanItem.position", cascade="save-update, merge"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class FilePlanSection(Base):
    """A heading that groups items, as printed: `02 Учебная работа`."""

    __tablename__ = "file_plan_section"
    __table_args__ = (UniqueConstraint("plan_id", "title"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("file_plan.id"))
    title: Mapped[str]
    position: Mapped[int]
    plan: Mapped["FilePlan"] = relationship(back_populates="sections")


class FilePlanItem(Base):
    """One heading of the plan (статья): `02-05`, its title and how long its case files are kept."""

    __tablename__ = "file_plan_item"
    __table_args__ = (UniqueConstraint("plan_id", "index"), Index("ix_file_plan_item_index", "index"))

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("file_plan.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("file_plan_section.id"))
    index: Mapped[str]
    title: Mapped[str]
    retention_text: Mapped[str]
    """The term as printed, never rewritten."""
    term: Mapped[dict[str, Any]] = mapped_column(Json)
    """The same term understood by the retention library, in its own shape."""
    permanent: Mapped[bool] = mapped_column(default=False)
    epk: Mapped[bool] = mapped_column(default=False)
    """The ЭПК mark: each case file needs the commission's own decision."""
    trigger: Mapped[str]
    article: Mapped[str | None]
    carrier: Mapped[Carrier] = mapped_column(text_enum(Carrier, "carrier"))
    note: Mapped[str | None]
    position: Mapped[int]
    plan: Mapped["FilePlan"] = relationship(back_populates="items")
    section: Mapped[FilePlanSection | None] = relationship()
