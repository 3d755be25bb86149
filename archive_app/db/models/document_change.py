"""DocumentChange: one fact of a card that was changed, by whom and from what to what."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.types import Json


class DocumentChange(Base):
    """One changed fact. Triggers refuse UPDATE and DELETE: an undone change is followed by an ordinary new one."""

    __tablename__ = "document_change"
    __table_args__ = (Index("ix_document_change_document", "document_id", "version", "id"),)

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int]
    """`Document.version` that the change led to; what was saved at once has one version."""
    at: Mapped[datetime]
    by: Mapped[str]
    field: Mapped[str] = mapped_column(String(100))
    """A field of the card (`title`), `place`, or `field:CODE` for a field of the document's kind."""
    old: Mapped[object | None] = mapped_column(Json)
    new: Mapped[object | None] = mapped_column(Json)
    """As `archive_app.services.card_state` writes it: text, numbers, lists; persons and units by their numbers."""
    reason: Mapped[str | None]
