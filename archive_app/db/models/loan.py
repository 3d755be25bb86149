"""Loan (выдача во временное пользование): a paper original that left its place: who has it, until when, back again."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.case_file import CaseFile

_WHOLE = "returned_on IS NULL AND volume_id IS NULL AND document_id IS NULL"
_VOLUME = "returned_on IS NULL AND volume_id IS NOT NULL"
_DOCUMENT = "returned_on IS NULL AND document_id IS NOT NULL"


class Loan(Base):
    """A case file, one of its volumes or one of its documents. What is out is not lent again until it is back.

    Rows stay for ever: they are the book of loans (книга выдачи). `id` is also the number in it.
    """

    __tablename__ = "loan"
    __table_args__ = (
        partial_index("uq_loan_case_file", "case_file_id", unique=True, where=_WHOLE),
        partial_index("uq_loan_volume", "volume_id", unique=True, where=_VOLUME),
        partial_index(
            "uq_loan_document",
            "document_id",
            unique=True,
            where=_DOCUMENT,
        ),
        Index("ix_loan_case_file", "case_file_id", "id"),
        Index("ix_loan_returned_on", "returned_on", "due_on"),
        CheckConstraint("volume_id IS NULL OR document_id IS NULL", "target"),
        CheckConstraint("due_on >= lent_on", "period"),
        CheckConstraint("returned_on >= lent_on", "returned"),
        CheckConstraint("(returned_on IS NULL) = (returned_by IS NULL)", "returned_by"),
    )

    id: Mapped[Id]
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    volume_id: Mapped[int | None] = mapped_column(ForeignKey("volume.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    borrower: Mapped[str]
    """Name and post, as in the book: «Петрова А. И., завуч»."""
    purpose: Mapped[str]
    lent_on: Mapped[date]
    due_on: Mapped[date]
    """The last day on which it may come back without being overdue."""
    given_by: Mapped[str]
    given_at: Mapped[datetime]
    returned_on: Mapped[date | None]
    returned_by: Mapped[str | None]
    """Login of whoever took it back."""
    returned_at: Mapped[datetime | None]
    condition: Mapped[str | None]
    """What was wrong with it when it came back; empty: nothing."""
    overdue_since: Mapped[datetime | None]
    """When the daily run found it overdue; for the desk."""
    notified_at: Mapped[datetime | None]
    """When a letter told of it."""
    version: Mapped[int] = mapped_column()
    case_file: Mapped[CaseFile] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
