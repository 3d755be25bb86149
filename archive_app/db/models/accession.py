"""Accession (приём-передача): case files handed over to the archive by an act of two persons; their places."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.case_file import CaseFile
from archive_app.db.types import Json, text_enum


class AccessionState(StrEnum):
    """Checking: bytes are read anew. Then ready or broken; accepted when the archive has signed too, or withdrawn."""

    CHECKING = "checking"
    READY = "ready"
    BROKEN = "broken"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Accession(Base):
    """A transfer act. Whoever draws it up hands over, somebody else takes over; then nothing in it changes."""

    __tablename__ = "accession"
    __table_args__ = (
        CheckConstraint("(state = 'accepted') = (accepted_by IS NOT NULL)", "accepted"),
        CheckConstraint("accepted_by <> created_by", "two_persons"),
        CheckConstraint("blobs_checked >= 0", "blobs_checked"),
    )

    id: Mapped[Id]
    """Also the number of the act."""
    state: Mapped[AccessionState] = mapped_column(text_enum(AccessionState, "state"), default=AccessionState.CHECKING)
    ground: Mapped[str]
    """Why it is handed over: «истечение срока хранения в подразделении», a schedule, an order."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    checked_at: Mapped[datetime | None]
    blobs_checked: Mapped[int | None]
    checked_sum: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 over the sorted addresses of the checked blobs: whatever came or went since then shows."""
    broken: Mapped[list[Any] | None] = mapped_column(Json)
    """`[case_file_id, sha256, outcome]` of each blob that is not whole (`storage.fixity.FixityOutcome`)."""
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class AccessionLine(Base):
    """A case file of an act, as it was when the act was drawn up."""

    __tablename__ = "accession_line"
    __table_args__ = (
        UniqueConstraint("accession_id", "position"),
        partial_index(
            "uq_accession_line_case_file",
            "case_file_id",
            unique=True,
            where="NOT withdrawn",
        ),
        CheckConstraint("position >= 1", "position"),
    )

    id: Mapped[Id]
    accession_id: Mapped[int] = mapped_column(ForeignKey("accession.id"))
    position: Mapped[int]
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """The act was withdrawn: the case file may stand in another."""
    index: Mapped[str]
    heading: Mapped[str]
    volumes: Mapped[int]
    documents: Mapped[int]
    sheets: Mapped[int]
    first_date: Mapped[date | None]
    last_date: Mapped[date | None]
    term: Mapped[str]
    case_file: Mapped[CaseFile] = relationship()


class StoragePlace(Base):
    """Where the paper of a case file lies in the archive. Each part may be empty; a move changes the row."""

    __tablename__ = "storage_place"
    __table_args__ = (Index("ix_storage_place_place", "room", "rack", "shelf", "box"),)

    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    room: Mapped[str] = mapped_column(String(64))
    rack: Mapped[str] = mapped_column(String(64))
    shelf: Mapped[str] = mapped_column(String(64))
    box: Mapped[str] = mapped_column(String(64))
    placed_at: Mapped[datetime]
    placed_by: Mapped[str]
