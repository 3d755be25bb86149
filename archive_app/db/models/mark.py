"""Mark (отметка): what a filed table of the e-journal says of a person in a subject and a period."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id

LONGEST_MARK = 40
LONGEST_SUBJECT = 200


class Mark(Base):
    """Read from `document_id`, which stays the proof; a table that is read anew replaces its marks."""

    __tablename__ = "mark"
    __table_args__ = (
        Index("uq_mark", "document_id", "person_id", "subject", "period", unique=True),
        CheckConstraint("school_year BETWEEN 1900 AND 2200", "school_year"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_year: Mapped[int]
    """In which the school year begins: 2025 is 2025/2026."""
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    period: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    """As the table says: «1 полугодие», «год»."""
    value: Mapped[str] = mapped_column(String(LONGEST_MARK))
    position: Mapped[int]
    """The subject's place in the table."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
