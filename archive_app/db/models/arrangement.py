"""Arrangement: which pages of which blobs a document is made of. Versions are added, never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.types import Json, text_enum


class ChangeKind(StrEnum):
    """What a person did to pages."""

    TURN = "turn"
    MOVE = "move"
    REMOVE = "remove"
    INSERT = "insert"
    SPLIT = "split"
    MERGE = "merge"


class PageChange(Base):
    """One act on the pages of one document or, where pages go over, of several; undone and redone as a whole."""

    __tablename__ = "page_change"
    __table_args__ = (CheckConstraint("length(made_by) > 0", "made_by"),)

    id: Mapped[Id]
    kind: Mapped[ChangeKind] = mapped_column(text_enum(ChangeKind, "kind"))
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class Arrangement(Base):
    """The pages of a document after a change. `Document.arrangement` names the version in force.

    A document whose pages all went elsewhere has an arrangement without pages, and the state `replaced`.
    """

    __tablename__ = "arrangement"
    __table_args__ = (
        UniqueConstraint("document_id", "version"),
        Index("ix_arrangement_change", "change_id"),
        CheckConstraint("version >= 1", "version"),
        CheckConstraint("previous < version", "previous"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int]
    previous: Mapped[int | None]
    """The version that the change was made to; None: the first, which every other one goes back to."""
    change_id: Mapped[int | None] = mapped_column(ForeignKey("page_change.id"))
    """None of the first one: nobody has changed anything yet."""
    pages: Mapped[dict[str, Any]] = mapped_column(Json)
    """Packed by `archive_app.services.arranging.leaves`."""
    change: Mapped[PageChange | None] = relationship()
