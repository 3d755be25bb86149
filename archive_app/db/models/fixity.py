"""Fixity: when the bytes of each blob were last read again, and what was found.

A table of its own, without a reference to `blob`: it holds bytes too that no row knows, and whoever files or destroys
bytes waits for no check of others.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base
from archive_app.db.indexes import partial_index
from archive_app.db.models.blob import SHA256_HEX
from archive_app.db.types import text_enum


class FixityFinding(StrEnum):
    """What is wrong with a blob. The last one says nothing about it, and is never a success."""

    WRONG_BYTES = "wrong_bytes"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """In the store, though no row knows it; also what was destroyed and is there still."""
    NOT_CHECKED = "not_checked"


class BlobFixity(Base):
    """The last look at one blob. `finding` is None where all was well; `proven_at` is when that was so last."""

    __tablename__ = "blob_fixity"
    __table_args__ = (
        Index("ix_blob_fixity_run", "run_id", "sha256"),
        partial_index(
            "ix_blob_fixity_finding",
            "finding",
            "sha256",
            where="finding IS NOT NULL",
        ),
    )

    sha256: Mapped[str] = mapped_column(String(SHA256_HEX), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("backup_run.id"))
    """The run that looked: their order tells what was checked longest ago, whatever the clocks say."""
    checked_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    finding: Mapped[FixityFinding | None] = mapped_column(text_enum(FixityFinding, "finding"))
    reason: Mapped[str | None]
    """Stable code of the error, where it could not be checked."""
