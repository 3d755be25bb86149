"""Local normative acts (локальные нормативные акты): who agreed, who approved, from when to when they are in force."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.types import text_enum


class LocalActKind(StrEnum):
    """What the act is called."""

    REGULATION = "regulation"
    PROCEDURE = "procedure"
    RULES = "rules"
    INSTRUCTION = "instruction"
    CHARTER = "charter"
    ORDER = "order"


class LocalAct(Base):
    """One edition of an act. It replaces at most one other and is replaced by at most one: together a chain."""

    __tablename__ = "local_act"
    __table_args__ = (
        UniqueConstraint("replaces_id"),
        UniqueConstraint("document_id"),
        UniqueConstraint("chain_id", "in_force_from"),
        Index("ix_local_act_force", "in_force_from", "in_force_to"),
        partial_index(
            "ix_local_act_unpublished",
            "publish_by",
            where="published_on IS NULL AND publish_by IS NOT NULL",
        ),
        CheckConstraint("length(trim(title)) > 0", "title"),
        CheckConstraint("length(trim(approved_post)) > 0 AND length(trim(approved_name)) > 0", "approved"),
        CheckConstraint("in_force_to IS NULL OR in_force_to >= in_force_from", "period"),
        CheckConstraint("in_force_from >= approved_on", "force_after_approval"),
        CheckConstraint("replaces_id IS NULL OR chain_id IS NOT NULL", "chain"),
        CheckConstraint("replaces_id IS NULL OR replaces_id <> id", "replaces_another"),
        CheckConstraint("(published_on IS NULL) = (published_at IS NULL)", "published"),
    )

    id: Mapped[Id]
    kind: Mapped[LocalActKind] = mapped_column(text_enum(LocalActKind, "kind"))
    title: Mapped[str]
    folded: Mapped[str]
    """The title in small letters with `е` for `ё`: what a search compares."""
    number: Mapped[str | None]
    approved_post: Mapped[str]
    """УТВЕРЖДАЮ: the post, then the name of whoever approved."""
    approved_name: Mapped[str]
    approved_on: Mapped[date]
    order_number: Mapped[str | None]
    """Of the order that approved it."""
    order_on: Mapped[date | None]
    in_force_from: Mapped[date]
    in_force_to: Mapped[date | None]
    """The last day in force; None: until it is replaced by a new one."""
    ended_ground: Mapped[str | None]
    """By what it lost force, where no other act replaced it."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("local_act.id"))
    chain_id: Mapped[int | None] = mapped_column(ForeignKey("local_act.id"))
    """The first edition of all; None: this is the first."""
    publish_named: Mapped[date | None]
    """The day that the order itself names for the site."""
    publish_by: Mapped[date | None]
    """The last day to put it on the site; None: it is not to be published."""
    publish_words: Mapped[str | None]
    """How that day was counted, and by what rule."""
    published_on: Mapped[date | None]
    published_at: Mapped[str | None]
    """The address on the site."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    version: Mapped[int] = mapped_column()
    approvals: Mapped[list["LocalActApproval"]] = relationship(
        order_by="LocalActApproval.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class LocalActApproval(Base):
    """СОГЛАСОВАНО: a body that agreed, by its protocol."""

    __tablename__ = "local_act_approval"
    __table_args__ = (
        UniqueConstraint("act_id", "position"),
        CheckConstraint("length(trim(body)) > 0", "body"),
        CheckConstraint("position >= 1", "position"),
    )

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("local_act.id"))
    position: Mapped[int]
    body: Mapped[str]
    protocol: Mapped[str | None]
    agreed_on: Mapped[date]
