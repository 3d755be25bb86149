"""How documents came in: by which road, and which of them came together."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.types import text_enum

LONGEST_BATCH_KEY = 100


class IntakeSource(StrEnum):
    """The road that bytes came by."""

    BROWSER = "browser"
    FOLDER = "folder"
    """The watched folder that scanners write to."""
    MAIL = "mail"
    API = "api"
    CLI = "cli"
    SPLIT = "split"
    """Parted from a stack that came in before."""


class IntakeBatch(Base):
    """Documents that came in together: one drop of files, one letter, one day of a scanner's folder."""

    __tablename__ = "intake_batch"
    __table_args__ = (UniqueConstraint("created_by", "key"),)

    id: Mapped[Id]
    source: Mapped[IntakeSource] = mapped_column(text_enum(IntakeSource, "source"))
    key: Mapped[str] = mapped_column(String(LONGEST_BATCH_KEY))
    """What the sender calls it, so that a second try adds to the same batch."""
    label: Mapped[str]
    """For a person: the subject of the letter, the name of the folder; may be empty."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
