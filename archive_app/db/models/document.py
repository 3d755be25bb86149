"""Document (документ): a record with its own title, number, date, persons and sheets, and its renditions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive_app.db.base import Base, Id
from archive_app.db.indexes import partial_index
from archive_app.db.models.blob import Blob
from archive_app.db.models.carrier import Carrier
from archive_app.db.models.case_file import Volume
from archive_app.db.models.document_kind import DocumentKind
from archive_app.db.models.fonds import Unit
from archive_app.db.models.intake import IntakeBatch, IntakeSource
from archive_app.db.models.person import Person
from archive_app.db.types import Json, text_enum


class DocumentState(StrEnum):
    """Whether the document is there; the row of a destroyed one stays for ever."""

    ACTIVE = "active"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"
    REPLACED = "replaced"
    """Its pages stand in other documents: a stack that was split, a document merged into another. May be undone."""


GOING = (DocumentState.DESTROYING, DocumentState.DESTROYED)
"""Documents that an act has taken: nothing is done to them any more."""
NOT_THERE = (*GOING, DocumentState.REPLACED)
"""Documents in these states are in no list."""


class RecognitionState(StrEnum):
    """Where the document stands between the original bytes and a searchable text."""

    WAITING = "waiting"
    RUNNING = "running"
    RECOGNISED = "recognised"
    IN_REVIEW = "in_review"
    """Recognised, and some pages wait for a person."""
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    """Stored and described only: video, audio, unknown kinds."""


class RenditionKind(StrEnum):
    """The forms that a document is kept in; the original is never rewritten."""

    ORIGINAL = "original"
    PDFA = "pdfa"
    TEXT = "text"
    PAGE_IMAGE = "page_image"
    SIGNATURE = "signature"
    """The detached signature of the original, with its bytes as they came."""


class PersonSource(StrEnum):
    """How the archive knows that a document names a person."""

    TYPED = "typed"
    RECOGNISED = "recognised"
    IMPORTED = "imported"


def _of_those_that_have(column: str) -> Index:
    """Most documents have none, and a filing need not write that down."""
    return partial_index(f"ix_document_{column}", column, where=f"{column} IS NOT NULL")


class Document(Base):
    """A filed record. `index_stamp` grows with each change that search should see; see `indexed_stamp`."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_dated_on", "dated_on", "id"),
        Index("ix_document_volume", "volume_id", "dated_on", "id"),
        Index("ix_document_counted", "volume_id", "state", "scope_id", "own_scope_id"),  # a count reads no row
        Index("ix_document_kind", "kind_code", "dated_on", "id"),
        Index("ix_document_created", "created_at", "id"),
        Index("ix_document_recognition", "recognition", "state", "id"),
        *map(_of_those_that_have, ("unit_id", "group_id", "subject_id", "own_scope_id", "intake_batch_id")),
        partial_index(
            "ix_document_behind",
            "id",
            where="index_stamp <> indexed_stamp",
        ),
        partial_index(
            "ix_document_unfiled",
            "id",
            where="volume_id IS NULL",
        ),
        CheckConstraint("sheets >= 0", "sheets"),
        CheckConstraint("page_count >= 0", "page_count"),
        CheckConstraint("confidentiality >= 0", "confidentiality"),
        {"sqlite_autoincrement": True},  # a number once given to a document is never given again
    )

    id: Mapped[Id]
    kind_code: Mapped[str] = mapped_column(ForeignKey("document_kind.code"))
    number: Mapped[str | None]
    dated_on: Mapped[date | None]
    """The date on the document, not the day of filing."""
    title: Mapped[str]
    sheets: Mapped[int | None]
    carrier: Mapped[Carrier] = mapped_column(text_enum(Carrier, "carrier"), default=Carrier.BOTH)
    confidentiality: Mapped[int] = mapped_column(default=0)
    """0: for everybody who may see the unit's records; the higher, the fewer."""
    language: Mapped[str] = mapped_column(String(16), default="ru")
    fields: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default=text("'{}'"))
    """The extra fields of the kind by their codes (`DocumentKindField`), as `services.kind_fields` has checked them."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("study_group.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whose own record it is; None: nobody's, or of several persons."""
    scope_id: Mapped[int | None] = mapped_column(ForeignKey("access_scope.id"), index=True)
    """Follows kind, unit, group and confidentiality (`archive_app.db.models.scopes`); None is in no right of a part."""
    own_scope_id: Mapped[int | None] = mapped_column(ForeignKey("access_scope.id"))
    """The scope of `subject_id`."""
    volume_id: Mapped[int | None] = mapped_column(ForeignKey("volume.id"))
    """None: taken in, and not filed yet."""
    source: Mapped[IntakeSource | None] = mapped_column(text_enum(IntakeSource, "source"))
    """None: came before the roads were told apart."""
    intake_batch_id: Mapped[int | None] = mapped_column(ForeignKey("intake_batch.id"))
    state: Mapped[DocumentState] = mapped_column(text_enum(DocumentState, "state"), default=DocumentState.ACTIVE)

    original_sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    original_name: Mapped[str]
    """The name that the bytes came under; shown, never used as a path."""
    media_type: Mapped[str]
    page_count: Mapped[int | None]
    arrangement: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """The `Arrangement.version` of its pages; 0: as the original has them."""
    meant_item: Mapped[str | None]
    """The item of the file plan that a separator sheet named, of a document that is not filed yet."""
    meant_year: Mapped[int | None]

    recognition: Mapped[RecognitionState] = mapped_column(
        text_enum(RecognitionState, "recognition"), default=RecognitionState.WAITING
    )
    recognition_reason: Mapped[str | None]
    """A stable code that explains `recognition`."""

    index_stamp: Mapped[int] = mapped_column(default=1)
    indexed_stamp: Mapped[int] = mapped_column(default=0)
    """The `index_stamp` that the search index was last given; the two differ while an update is due."""
    version: Mapped[int] = mapped_column()
    """Compare-and-swap: two writers cannot change one row over each other (`StaleDataError`)."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    kind: Mapped[DocumentKind] = relationship()
    unit: Mapped[Unit | None] = relationship()
    volume: Mapped[Volume | None] = relationship()
    intake_batch: Mapped[IntakeBatch | None] = relationship()
    original: Mapped[Blob] = relationship()
    renditions: Mapped[list["Rendition"]] = relationship(
        back_populates="document", order_by="Rendition.id", cascade="save-update, merge"
    )
    persons: Mapped[list["DocumentPerson"]] = relationship(
        back_populates="document", order_by="DocumentPerson.id", cascade="save-update, merge"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class Rendition(Base):
    """One form of a document, of the whole (`page` is None) or of one page, and the software that made it."""

    __tablename__ = "rendition"
    __table_args__ = (
        UniqueConstraint("document_id", "kind", "page"),
        partial_index(
            "uq_rendition_whole",
            "document_id",
            "kind",
            unique=True,
            where="page IS NULL",
        ),
        CheckConstraint("page >= 1", "page"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[RenditionKind] = mapped_column(text_enum(RenditionKind, "kind"))
    page: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    software: Mapped[str]
    """Names and versions of what made it; of an original, empty."""
    created_at: Mapped[datetime]
    document: Mapped["Document"] = relationship(back_populates="renditions")
    blob: Mapped[Blob] = relationship()


class DocumentPerson(Base):
    """A document names a person: in which role, on which pages, and how that is known."""

    __tablename__ = "document_person"
    __table_args__ = (
        UniqueConstraint("document_id", "person_id", "role", "source"),
        Index("ix_document_person_person", "person_id", "document_id"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(64), default="subject")
    source: Mapped[PersonSource] = mapped_column(text_enum(PersonSource, "source"))
    pages: Mapped[list[int]] = mapped_column(Json, default=list)
    """Page numbers from 1, ascending; empty: the whole document."""
    document: Mapped["Document"] = relationship(back_populates="persons")
    person: Mapped[Person] = relationship()
