"""Two cards of one person made one: what was moved is kept, so that it can be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.person import Person


class PersonMerge(Base):
    """`merged` became part of `kept`. `moved` names each row that changed, with what it was before."""

    __tablename__ = "person_merge"
    __table_args__ = (
        Index("ix_person_merge_kept", "kept_id", "id"),
        partial_index(
            "uq_person_merge_merged",
            "merged_id",
            unique=True,
            where="undone_at IS NULL",
        ),
        CheckConstraint("kept_id <> merged_id", "two"),
    )

    id: Mapped[Id]
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    moved: Mapped[dict[str, Any]]
    merged_at: Mapped[datetime]
    merged_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    kept: Mapped[Person] = relationship(foreign_keys=[kept_id])
    merged: Mapped[Person] = relationship(foreign_keys=[merged_id])
