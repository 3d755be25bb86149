"""Class or group of study (класс, учебная группа)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.fonds import Unit


class StudyGroup(Base):
    """A class or group of study; records and duties are tied to it."""

    __tablename__ = "study_group"
    __table_args__ = (
        UniqueConstraint("name", "started_on"),
        CheckConstraint("started_on <= ended_on", "period"),
    )

    id: Mapped[Id]
    name: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    started_on: Mapped[date]
    """Two groups of different years may bear one name (1-А)."""
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    unit: Mapped[Unit | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
