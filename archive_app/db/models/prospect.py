"""CaseProspect: what the daily run found to come next for a case file. It only ever proposes."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base
from archive_app.db.types import BigId, text_enum


class DueStep(StrEnum):
    """What somebody should do now."""

    CLOSE = "close"
    TRANSFER = "transfer"
    REVIEW = "review"


class CaseProspect(Base):
    """The verdict on a case file as of `judged_on`, with its size; made anew each day, so nothing is lost with it."""

    __tablename__ = "case_prospect"
    __table_args__ = (
        Index("ix_case_prospect_due", "due", "since"),
        Index("ix_case_prospect_eligible_on", "eligible_on"),
    )

    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    due: Mapped[DueStep | None] = mapped_column(text_enum(DueStep, "due"))
    due_on: Mapped[date | None]
    """From which day on."""
    status: Mapped[str] = mapped_column(String(16))
    """A value of `retention.verdict.Status`."""
    eligible_on: Mapped[date | None]
    sheets: Mapped[int]
    volume_bytes: Mapped[int] = mapped_column(BigId)
    """Of the originals."""
    judged_on: Mapped[date]
    since: Mapped[datetime]
    """When this step was first found due."""
    notified_at: Mapped[datetime | None]
    """When those responsible were written to about it."""
