"""AuditEvent: what was done, by whom and to what, in a chain of hashes; written only by `archive_app.audit`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base
from archive_app.db.types import BigId


class AuditEvent(Base):
    """One event. Triggers refuse UPDATE and DELETE; events outlive the objects that they name (no foreign keys)."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_object", "object_type", "object_id", "seq"),
        Index("ix_audit_event_at", "at", "seq"),
        Index("ix_audit_event_actor", "actor", "seq"),
        Index("ix_audit_event_hash", "hash"),
    )

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    """1, 2, 3, ... without gaps: the place in the chain."""
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(String(100))
    """A tag `subject:part:action`, such as `document:file:receive`."""
    object_type: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[str] = mapped_column(String(100))
    details: Mapped[str]
    """Canonical JSON, kept as text: the hash is over these very characters."""
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain: one row, locked by each writer just before its commit."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", "single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigId)
    hash: Mapped[str] = mapped_column(String(64))
