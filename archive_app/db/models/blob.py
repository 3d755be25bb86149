"""Blob: stored bytes, known by their SHA-256; the bytes themselves lie in the object store."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base
from archive_app.db.types import BigId, text_enum

SHA256_HEX = 64


class BlobState(StrEnum):
    """Written: bytes before row. Destroyed: row before bytes, so a crash leaves `destroying` to be resumed."""

    PRESENT = "present"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"


class Blob(Base):
    """What the database knows of an object in the store."""

    __tablename__ = "blob"
    __table_args__ = (
        CheckConstraint("size >= 0", "size"),
        CheckConstraint(f"length(sha256) = {SHA256_HEX}", "sha256"),
    )

    sha256: Mapped[str] = mapped_column(String(SHA256_HEX), primary_key=True)
    """Lower-case hexadecimal digits; also the address in the store."""
    size: Mapped[int] = mapped_column(BigId)
    """In bytes."""
    media_type: Mapped[str]
    locked_until: Mapped[datetime | None]
    state: Mapped[BlobState] = mapped_column(text_enum(BlobState, "state"), default=BlobState.PRESENT)
    created_at: Mapped[datetime]
