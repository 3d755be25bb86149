"""Page: what recognition, or a person, says stands on one page of a document."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.document import Document
from archive_app.db.types import Json, text_enum
from indexer.model import PageState


class Page(Base):
    """One page; the fields mirror `indexer.model.PageResult`. `words` is packed by `archive_app.db.words`.

    A page that was taken out of its document keeps its row, so that it need not be read again when it comes back: it
    has no `document_id` then, and `aside_id` names the document.
    """

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_page_state", "state", "document_id", "number"),
        Index("ix_page_source", "source_sha256"),
        CheckConstraint("number >= 1", "number"),
        CheckConstraint("(document_id IS NULL) <> (aside_id IS NULL)", "one_owner"),
        CheckConstraint("(source_sha256 IS NULL) = (source_page IS NULL)", "source"),
        CheckConstraint("source_page >= 1", "source_page"),
        CheckConstraint("turn IN (0, 90, 180, 270)", "turn"),
        CheckConstraint("rotation IN (0, 90, 180, 270)", "rotation"),
        CheckConstraint("confidence BETWEEN 0 AND 100", "confidence"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), nullable=True)
    """None only of a page that was taken out, which nobody comes to through a document."""
    aside_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int]
    source_sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))
    """The blob that the page is drawn from; None: the original of its document, page `number`.

    Ask `archive_app.services.page_sources`, which alone resolves this.
    """
    source_page: Mapped[int | None]
    turn: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Clockwise degrees that a person turned the page, over what recognition found; part of `rotation`."""
    separator: Mapped[str | None]
    """What the code of a separator sheet says, as it was read (`indexer.separators`)."""
    aside_persons: Mapped[list[Any] | None] = mapped_column(Json)
    """Of a page that was taken out: `[person_id, role, source]` of those whom the document names on it."""
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
    version: Mapped[int] = mapped_column(server_default="1")
    """Compare-and-swap: two reviewers cannot settle one page over each other."""
    document: Mapped[Document] = relationship(foreign_keys=[document_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it
