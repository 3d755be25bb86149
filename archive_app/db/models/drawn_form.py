"""DrawnForm: a long print form that a job draws for one person; kept for a day."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id


class DrawnForm(Base):
    """What was asked for, by whom, and its bytes when they are there. The job `job_id` tells how far it is."""

    __tablename__ = "drawn_form"
    __table_args__ = (
        CheckConstraint("(content IS NULL) = (drawn_at IS NULL)", "drawn"),
        {"sqlite_autoincrement": True},  # an address means one form for ever
    )

    id: Mapped[Id]
    form: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    """Of the thing that the form is of."""
    volume: Mapped[int | None]
    format: Mapped[str] = mapped_column(String(8))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    job_id: Mapped[int]
    """Without a foreign key: finished jobs are forgotten."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    drawn_at: Mapped[datetime | None]
