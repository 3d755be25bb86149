"""Disposal (выделение к уничтожению): the act, its lines, the commission, and what remains known of the destroyed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.types import BigId, Json, text_enum


class ActState(StrEnum):
    """Where an act stands. It only goes forward; `withdrawn` ends one that nobody has approved."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    EXECUTING = "executing"
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What the commission decided on one case file."""

    DESTROY = "destroy"
    KEEP = "keep"
    PERMANENT = "permanent"
    EXTRACT = "extract"


class EntryState(StrEnum):
    """A line is in the act, is being destroyed, is destroyed, or was left out: decided, held, withdrawn."""

    LISTED = "listed"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"
    LEFT = "left"


class DisposalAct(Base):
    """An act; its number is its id. From the approval on nothing of it changes but how far it is carried out."""

    __tablename__ = "disposal_act"
    __table_args__ = (
        Index("ix_disposal_act_state", "state", "id"),
        CheckConstraint("approved_by <> proposed_by", "another"),
        CheckConstraint(
            "state NOT IN ('approved', 'executing', 'executed') OR approved_by IS NOT NULL", "approved_first"
        ),
        {"sqlite_autoincrement": True},  # a number once given to an act is never given again
    )

    id: Mapped[Id]
    state: Mapped[ActState] = mapped_column(text_enum(ActState, "state"), default=ActState.PROPOSED)
    drawn_on: Mapped[date]
    """The day that the verdicts were asked for."""
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    protocol_number: Mapped[str | None]
    protocol_on: Mapped[date | None]
    reviewed_by: Mapped[str | None]
    """Who wrote the commission's protocol down."""
    reviewed_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    started_by: Mapped[str | None]
    started_at: Mapped[datetime | None]
    executed_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str | None]
    paper_number: Mapped[int | None]
    """What it bears on paper, where its number belonged to another act when a restore brought it back."""
    version: Mapped[int] = mapped_column()
    entries: Mapped[list["DisposalEntry"]] = relationship(back_populates="act", order_by="DisposalEntry.position")
    seats: Mapped[list["CommissionSeat"]] = relationship(order_by="CommissionSeat.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class DisposalEntry(Base):
    """A line of an act: one case file as it was when it was proposed. A case file is in one living line at most."""

    __tablename__ = "disposal_entry"
    __table_args__ = (
        UniqueConstraint("act_id", "case_file_id"),
        UniqueConstraint("act_id", "position"),
        partial_index(
            "uq_disposal_entry_living",
            "case_file_id",
            unique=True,
            where="state <> 'left'",
        ),
        CheckConstraint("position >= 1", "position"),
        CheckConstraint("(decision = 'keep') = (keep_until IS NOT NULL)", "keep_until"),
        CheckConstraint("state NOT IN ('destroying', 'destroyed') OR seal IS NOT NULL", "sealed_first"),
    )

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("disposal_act.id"))
    position: Mapped[int]
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    index: Mapped[str] = mapped_column(String(32))
    title: Mapped[str]
    first_year: Mapped[int]
    last_year: Mapped[int]
    volumes: Mapped[int]
    documents: Mapped[int]
    sheets: Mapped[int]
    term: Mapped[str]
    article: Mapped[str]
    eligible_on: Mapped[date]
    arithmetic: Mapped[str]
    individual: Mapped[bool]
    """ЭПК: the commission decides on it by itself."""
    remainder: Mapped[bool]
    """The summary pages were extracted before; what is destroyed is the rest."""
    inventory: Mapped[str | None]
    """The approved inventory that it stands in, and the unit's number there; known from the approval on."""
    unit_number: Mapped[str | None]
    decision: Mapped[Decision | None] = mapped_column(text_enum(Decision, "decision"))
    keep_until: Mapped[date | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_why: Mapped[str | None]
    state: Mapped[EntryState] = mapped_column(text_enum(EntryState, "state"), default=EntryState.LISTED)
    left_code: Mapped[str | None] = mapped_column(String(64))
    """Why it was left out, as a stable code; `left_detail` names the hold, the day …"""
    left_detail: Mapped[str | None]
    seal: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of what was approved: a line that was changed afterwards is not carried out."""
    stood: Mapped[str | None] = mapped_column(String(32))
    """The state of the case file when its destruction began: a hold that comes before the bytes go gives it back."""
    destroyed_at: Mapped[datetime | None]
    act: Mapped[DisposalAct] = relationship(back_populates="entries")


class CommissionSeat(Base):
    """A member of the commission (ЭК) as the protocol of one act has it."""

    __tablename__ = "commission_seat"
    __table_args__ = (UniqueConstraint("act_id", "name"),)

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("disposal_act.id"))
    name: Mapped[str]
    post: Mapped[str]
    chair: Mapped[bool]
    present: Mapped[bool]


class Tombstone(Base):
    """Bytes of a document that an act destroys: written before they go (`destroyed_at` is None), kept for ever.

    `shared`: a living document has the same bytes, so they stay in the store.
    """

    __tablename__ = "tombstone"
    __table_args__ = (
        UniqueConstraint("document_id", "sha256"),
        Index("ix_tombstone_entry", "entry_id", "document_id"),
        Index("ix_tombstone_sha256", "sha256"),
    )

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("disposal_act.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("disposal_entry.id"))
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    size: Mapped[int] = mapped_column(BigId)
    shared: Mapped[bool] = mapped_column(default=False)
    destroyed_at: Mapped[datetime | None]


class FormerRendition(Base):
    """Bytes that were made of a document and made anew since; nobody sees them, and they go with the document."""

    __tablename__ = "former_rendition"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True, index=True)


class Extraction(Base):
    """Summary pages that were taken out of a case file (a class journal) into a case file of their own."""

    __tablename__ = "extraction"
    __table_args__ = (
        Index("ix_extraction_source", "source_id"),
        UniqueConstraint("document_id"),
        CheckConstraint("source_id <> target_id", "two"),
    )

    id: Mapped[Id]
    source_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    """The new document, made of the pages."""
    pages: Mapped[list[Any]] = mapped_column(Json)
    """`[[document_id, [page, …]], …]` of the source, pages from 1."""
    at: Mapped[datetime]
    by: Mapped[str]
