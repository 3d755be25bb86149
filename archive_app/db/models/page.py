"""Page: what recognition, or a person, says stands on one page of a document."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.document import Document
from archive_app.db.types import text_enum
from indexer.model import PageState


class Page(Base):
    """One page; the fields mirror `indexer.model.PageResult`. `words` is packed by `archive_app.db.words`."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_page_state", "state", "document_id", "number"),
        CheckConstraint("number >= 1", "number"),
        CheckConstraint("rotation IN (0, 90, 180, 270)", "rotation"),
        CheckConstraint("confidence BETWEEN 0 AND 100", "confidence"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    text: Mapped[str]
    words: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Large and rarely looked at, so read only when asked for."""
    confidence: Mapped[float | None]
    state: Mapped[PageState] = mapped_column(text_enum(PageState, "state"))
    reason: Mapped[str | None]
    rotation: Mapped[int]
    skew: Mapped[float]
    width_px: Mapped[int]
    height_px: Mapped[int]
    dpi: Mapped[int]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    document: Mapped[Document] = relationship()
