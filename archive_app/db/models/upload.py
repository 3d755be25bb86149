"""Uploads that may be interrupted: how far each is, its pieces, what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.models.intake import IntakeSource
from archive_app.db.types import BigId, Json, text_enum


class UploadState(StrEnum):
    """Where an upload stands; the last three are its ends."""

    RECEIVING = "receiving"
    ARRIVED = "arrived"
    """All bytes are there and durable; they are being taken in."""
    TAKEN_IN = "taken_in"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class Upload(Base):
    """One file on its way in, in pieces. Known to others only by `token`."""

    __tablename__ = "upload"
    __table_args__ = (
        Index("ix_upload_user", "user_id", "id"),
        Index("ix_upload_expires", "expires_at"),
        CheckConstraint("received >= 0 AND received <= size", "received"),
    )

    id: Mapped[Id]
    token: Mapped[str] = mapped_column(String(43), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    source: Mapped[IntakeSource] = mapped_column(text_enum(IntakeSource, "source"))
    intake_batch_id: Mapped[int | None] = mapped_column(ForeignKey("intake_batch.id"), index=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigId)
    """Bytes that there will be."""
    received: Mapped[int] = mapped_column(BigId, default=0)
    """Bytes that are durable."""
    pieces: Mapped[int] = mapped_column(default=0)
    said: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What was said of the document, by the names of the facts."""
    state: Mapped[UploadState] = mapped_column(text_enum(UploadState, "state"), default=UploadState.RECEIVING)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(64))
    message: Mapped[str | None]
    """Why it was refused, in Russian."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """When the row is forgotten, whatever has become of it."""


class UploadPart(Base):
    """A piece of an upload that begins at `position`, kept as a blob of the store for pieces."""

    __tablename__ = "upload_part"

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigId)
    key: Mapped[str] = mapped_column(String(64), index=True)
    """Under which the store keeps it: the SHA-256 of a salt and the bytes."""
