"""Portfolio (портфолио) of a student, results from other organisations, and the files that prove both."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.blob import SHA256_HEX
from archive_app.db.models.person import Person
from archive_app.db.types import BigId, text_enum


class AchievementKind(StrEnum):
    """What was achieved, as the two regulations tell the kinds apart (`archive_app.portfolio_words`)."""

    RESEARCH = "research"
    CONTEST = "contest"
    SPORT = "sport"
    GTO = "gto"
    CHAMPION = "champion"
    EXTRA_PROGRAMME = "extra_programme"
    PRE_PROFESSIONAL = "pre_professional"
    CONFERENCE = "conference"
    CREATIVE_WORK = "creative_work"
    DIGITAL_WORK = "digital_work"
    SELF_GOVERNMENT = "self_government"
    VOLUNTEERING = "volunteering"
    ENCOURAGEMENT = "encouragement"
    OTHER = "other"


class AchievementPaper(StrEnum):
    """What proves it: the work itself, or a paper."""

    WORK = "work"
    DIPLOMA = "diploma"
    AWARD = "award"
    CERTIFICATE = "certificate"
    LICENCE = "licence"
    LETTER = "letter"
    OTHER = "other"


class AchievementLevel(StrEnum):
    """How far it was held."""

    ORGANISATION = "organisation"
    MUNICIPAL = "municipal"
    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"
    NONE = "none"


class PortfolioState(StrEnum):
    """Whose turn it is: the student's (draft, returned), the curator's (sent), nobody's (accepted)."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DISCARDED = "discarded"
    """Thrown away by its student before it was accepted; it is in no list, and its files go."""


FILLABLE = (PortfolioState.DRAFT, PortfolioState.RETURNED)
"""Only in these states the student changes an entry; an accepted one is never changed again."""


class PortfolioEntry(Base):
    """An achievement as its student tells it, and what the curator said of it."""

    __tablename__ = "portfolio_entry"
    __table_args__ = (
        Index("ix_portfolio_entry_person", "person_id", "id"),
        partial_index(
            "ix_portfolio_entry_sent",
            "sent_at",
            "id",
            where="state = 'sent'",
        ),
        CheckConstraint("length(trim(title)) > 0", "title"),
        CheckConstraint("state <> 'returned' OR coalesce(length(trim(comment)), 0) > 0", "comment"),
        CheckConstraint("state <> 'accepted' OR (judged_by IS NOT NULL AND judged_at IS NOT NULL)", "judged"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", "sent"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[AchievementKind] = mapped_column(text_enum(AchievementKind, "kind"))
    paper: Mapped[AchievementPaper] = mapped_column(text_enum(AchievementPaper, "paper"))
    level: Mapped[AchievementLevel] = mapped_column(text_enum(AchievementLevel, "level"))
    title: Mapped[str]
    happened_on: Mapped[date]
    place: Mapped[str]
    """Who held it, and where."""
    result: Mapped[str]
    """First place, prize-winner, participant."""
    description: Mapped[str]
    state: Mapped[PortfolioState] = mapped_column(text_enum(PortfolioState, "state"), default=PortfolioState.DRAFT)
    sent_at: Mapped[datetime | None]
    comment: Mapped[str | None]
    """What the curator asks to correct, or says of what is accepted."""
    judged_at: Mapped[datetime | None]
    judged_by: Mapped[str | None]
    case_file_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    """Of an accepted one: where it lies in the file plan, with its term."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class OutsideState(StrEnum):
    """An application for results from elsewhere: it waits for a protocol, or has one, or was taken back."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class OutsideResult(Base):
    """Results that another organisation attests, with the protocol by which they were accepted or refused."""

    __tablename__ = "outside_result"
    __table_args__ = (
        Index("ix_outside_result_person", "person_id", "id"),
        partial_index(
            "ix_outside_result_applied",
            "id",
            where="state = 'applied'",
        ),
        CheckConstraint("length(trim(subject)) > 0 AND length(trim(organisation)) > 0", "told"),
        CheckConstraint(
            "state IN ('applied', 'withdrawn') OR (coalesce(length(trim(protocol)), 0) > 0 AND protocol_on IS NOT NULL"
            " AND coalesce(length(trim(commission)), 0) > 0)",
            "protocol",
        ),
        CheckConstraint("state NOT IN ('refused', 'withdrawn') OR coalesce(length(trim(decision)), 0) > 0", "refusal"),
        CheckConstraint("hours > 0", "hours"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str]
    """The subject, course, module, practice or programme."""
    organisation: Mapped[str]
    result: Mapped[str]
    """The mark."""
    hours: Mapped[int | None]
    """Where the paper tells them."""
    paper: Mapped[str]
    """The paper that attests it, with its number and date."""
    applicant: Mapped[str]
    """Whose application it is: the student's own or the representative's."""
    applied_on: Mapped[date]
    state: Mapped[OutsideState] = mapped_column(text_enum(OutsideState, "state"), default=OutsideState.APPLIED)
    protocol: Mapped[str | None] = mapped_column(String(100))
    """Its number."""
    protocol_on: Mapped[date | None]
    commission: Mapped[str | None]
    decision: Mapped[str | None]
    """What is counted and with which mark; why it is refused, or was taken back."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class PortalFile(Base):
    """A file of one of the two. A row stays: what was taken off an entry before it was sent says when.

    The bytes of what was taken off go (`services.portfolio.clearing`); those of what was accepted are a document's.
    """

    __tablename__ = "portal_file"
    __table_args__ = (
        Index("ix_portal_file_entry", "entry_id", "id"),
        Index("ix_portal_file_outside", "outside_id", "id"),
        CheckConstraint("(entry_id IS NULL) <> (outside_id IS NULL)", "one_owner"),
    )

    id: Mapped[Id]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("portfolio_entry.id"))
    outside_id: Mapped[int | None] = mapped_column(ForeignKey("outside_result.id"))
    sha256: Mapped[str] = mapped_column(String(SHA256_HEX), ForeignKey("blob.sha256"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigId)
    """In bytes."""
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The document that the file is since the entry was accepted: its term and its destruction are the file's."""
