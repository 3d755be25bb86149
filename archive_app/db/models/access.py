"""Who may do what: rights of roles, duties of people, scopes that documents fall into, access given for a time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.models.account import Role, User
from archive_app.db.types import text_enum


class Act(StrEnum):
    """An act that a role may hold. The first seven are done to documents, the rest to the archive as a whole."""

    SEE = "see"
    """Find the document, read its card, text and page images."""
    DOWNLOAD = "download"
    """Take the original or the copy away as a file."""
    FILE = "file"
    CHANGE = "change"
    REVIEW = "review"
    """Type the text of pages that were recognised poorly."""
    RELEASE = "release"
    """Give the document, or a certificate from it, to somebody outside."""
    APPROVE = "approve"

    PLANS = "plans"
    """File plans: import, edit, put in force."""
    ARCHIVE = "archive"
    """The life of case files: closing, holds, accession, inventories, proposals of disposal. Opens no document."""
    PERSONS = "persons"
    """Cards of persons and their names."""
    ACCOUNTS = "accounts"
    """Accounts, roles, duties, units and groups."""
    OPERATE = "operate"
    """Jobs, index, backups, the state of the system. Opens no document."""
    AUDIT = "audit"
    """Read the journal of acts. Opens no document."""
    CONTROL = "control"
    """Watch whether records are complete and in time, of the groups whose exam sheets one sees. Opens no document."""


class Reach(StrEnum):
    """How far a right goes; what it is measured by stands in the duty: its unit, its group, its person."""

    ALL = "all"
    UNIT = "unit"
    GROUP = "group"
    OWN = "own"


class RoleRight(Base):
    """A role may do `act` to documents of a kind (None: of any), as far as `reach`, up to a confidentiality."""

    __tablename__ = "role_right"
    __table_args__ = (
        Index("ix_role_right_role", "role_code", "act"),
        CheckConstraint("max_confidentiality >= 0", "confidentiality"),
    )

    id: Mapped[Id]
    role_code: Mapped[str] = mapped_column(ForeignKey("role.code"))
    act: Mapped[Act] = mapped_column(text_enum(Act, "act"))
    kind_code: Mapped[str | None] = mapped_column(ForeignKey("document_kind.code"))
    reach: Mapped[Reach] = mapped_column(text_enum(Reach, "reach"))
    max_confidentiality: Mapped[int] = mapped_column(default=0)


class Duty(Base):
    """A person holds a role from a day to a day (both included), perhaps only for a unit, a group or a person.

    Never removed: taken away by `revoked_at`, so that the journal can say who could see what on a day in the past.
    """

    __tablename__ = "duty"
    __table_args__ = (CheckConstraint("valid_from <= valid_to", "period"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    role_code: Mapped[str] = mapped_column(ForeignKey("role.code"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("study_group.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose own records: of a student, himself; of a parent, the child."""
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    reason: Mapped[str | None]
    given_by: Mapped[str]
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    user: Mapped[User] = relationship()
    role: Mapped[Role] = relationship()


class SpecialAccess(Base):
    """One document or one case file opened to one person for a time, with the reason."""

    __tablename__ = "special_access"
    __table_args__ = (
        CheckConstraint("(document_id IS NULL) <> (case_file_id IS NULL)", "one_object"),
        CheckConstraint("valid_from <= valid_until", "period"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    case_file_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    download: Mapped[bool] = mapped_column(default=False)
    """Seeing is always given; taking the file away only if this says so."""
    reason: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    given_by: Mapped[str]
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    user: Mapped[User] = relationship()


@dataclass(frozen=True, slots=True)
class Scope:
    """What rights are measured by. Of own records only `kind`, `person_id` and `confidentiality` are said."""

    kind: str
    unit_id: int | None = None
    group_id: int | None = None
    person_id: int | None = None
    confidentiality: int = 0
    unfiled: bool = False
    """Nobody has said yet what the document is: only those who may file it there have to do with it."""


class AccessScope(Base):
    """A combination of what rights are measured by; rows are added when first needed, never changed or removed.

    A document names the scope that it falls into, and, if it is somebody's own record, a second one of that person.
    A reader's rights become a set of scope ids, the same for SQL and for every search engine.
    """

    __tablename__ = "access_scope"
    __table_args__ = (
        # Of several NULLs a plain unique key takes none for equal.
        Index(
            "uq_access_scope",
            "kind_code",
            text("coalesce(unit_id, 0)"),
            text("coalesce(group_id, 0)"),
            text("coalesce(person_id, 0)"),
            "confidentiality",
            "unfiled",
            unique=True,
        ),
        Index("ix_access_scope_person", "person_id"),
    )

    id: Mapped[Id]
    kind_code: Mapped[str] = mapped_column(String(64), ForeignKey("document_kind.code"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("study_group.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Of a scope of own records: whose; such a scope has no unit and no group."""
    confidentiality: Mapped[int]
    unfiled: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Of documents that were taken in and not filed yet: whoever does anything to them may file such documents."""
