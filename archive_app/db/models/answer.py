"""Answers (ответы) to requests with the approved wording that they are drafted from, and the journal of disclosures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.document import Document
from archive_app.db.models.person import Person
from archive_app.db.models.request import ApplicantKind, ArchiveRequest, RequestKind
from archive_app.db.types import Json, text_enum


class AnswerForm(Base):
    """A version of the wording of an answer. Answers are drafted from the latest approved one; none is changed."""

    __tablename__ = "answer_form"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", "approved"),
    )

    id: Mapped[Id]
    kind: Mapped[RequestKind] = mapped_column(text_enum(RequestKind, "kind"))
    number: Mapped[int]
    body: Mapped[str]
    """With places such as `{person}` that are filled in."""
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]


class RequestAnswer(Base):
    """The answer to a request: a draft, then signed under a number, then handed over; the copy lies in a case file."""

    __tablename__ = "request_answer"
    __table_args__ = (
        UniqueConstraint("request_id"),
        UniqueConstraint("year", "number"),
        CheckConstraint("(number IS NULL) = (year IS NULL)", "year"),
        CheckConstraint("(number IS NULL) = (signed_on IS NULL)", "signed"),
        CheckConstraint("number IS NULL OR coalesce(length(trim(signatory)), 0) > 0", "signatory"),
        CheckConstraint(
            "issued_on IS NULL OR (number IS NOT NULL AND document_id IS NOT NULL"
            " AND coalesce(length(trim(received_by)), 0) > 0 AND coalesce(length(trim(shown)), 0) > 0)",
            "issued",
        ),
    )

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("archive_request.id"))
    form_id: Mapped[int] = mapped_column(ForeignKey("answer_form.id"))
    body: Mapped[str]
    sources: Mapped[list[Any]] = mapped_column(Json, default=list, server_default=text("'[]'"))
    """`{"document": N, "pages": [N…]}`: what the answer rests on; its шифр is looked up when it is printed."""
    extracts: Mapped[list[Any]] = mapped_column(Json, default=list, server_default=text("'[]'"))
    """`{"document": N, "page": N, "rows": [N…], "version": N}`: rows of pages that are copied, all others masked."""
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    year: Mapped[int | None]
    number: Mapped[int | None]
    """In the register of outgoing certificates of the year, without gaps."""
    signed_on: Mapped[date | None]
    signatory: Mapped[str | None]
    """Post and name of whoever signed the paper."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    issued_on: Mapped[date | None]
    issued_by: Mapped[str | None]
    received_by: Mapped[str | None]
    shown: Mapped[str | None]
    """The document by which the receiver was known."""
    version: Mapped[int] = mapped_column()
    request: Mapped[ArchiveRequest] = relationship()
    form: Mapped[AnswerForm] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class Disclosure(Base):
    """One release of personal data to somebody outside. Rows are only added, and stay for ever."""

    __tablename__ = "disclosure"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index("ix_disclosure_person", "person_id", "id"),
        Index("ix_disclosure_released_on", "released_on", "id"),
        CheckConstraint("length(trim(ground)) > 0", "ground"),
        CheckConstraint("length(trim(recipient)) > 0", "recipient"),
        CheckConstraint("length(trim(extent)) > 0", "extent"),
    )

    id: Mapped[Id]
    year: Mapped[int]
    number: Mapped[int]
    released_on: Mapped[date]
    released_at: Mapped[datetime]
    released_by: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whose data; None: of many, as `extent` says."""
    request_id: Mapped[int | None] = mapped_column(ForeignKey("archive_request.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    recipient: Mapped[str]
    recipient_kind: Mapped[ApplicantKind] = mapped_column(text_enum(ApplicantKind, "recipient_kind"))
    ground: Mapped[str]
    extent: Mapped[str]
    """Which data: the answer with its number, pages of a record, …"""
    person: Mapped[Person | None] = relationship()
    document: Mapped[Document | None] = relationship()
