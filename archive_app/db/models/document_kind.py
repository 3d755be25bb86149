"""DocumentKind (вид документа) with its extra fields, and the names of the levels of confidentiality."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.types import Json, text_enum


class FieldType(StrEnum):
    """What may stand in an extra field."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    PERSON = "person"


class DocumentKind(Base):
    """A dictionary of kinds; the first ones come with the first migration, an administrator adds more."""

    __tablename__ = "document_kind"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str]
    """Russian, for the screen."""
    position: Mapped[int] = mapped_column(default=0)
    personal: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """A document of this kind that names one person is that person's own record."""
    filler: Mapped[str] = mapped_column(server_default=text("''"))
    """Who prepares and fills it, in the words of the regulation; empty where nobody has said so."""
    due: Mapped[str] = mapped_column(server_default=text("''"))
    """Until when it is filled or issued, as printed."""
    source: Mapped[str] = mapped_column(server_default=text("''"))
    """The paragraphs that say so."""
    item_index: Mapped[str | None] = mapped_column(String(32))
    """Its place: the index in the file plan that filing proposes."""
    retired_at: Mapped[datetime | None]
    """Since when nothing new is filed under it; what was filed keeps it."""
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class DocumentKindField(Base):
    """One extra field of a kind. Its code and type never change: values that were typed must stay what they are."""

    __tablename__ = "document_kind_field"
    __table_args__ = (
        UniqueConstraint("kind_code", "code"),
        CheckConstraint("position >= 0", "position"),
    )

    id: Mapped[Id]
    kind_code: Mapped[str] = mapped_column(ForeignKey("document_kind.code"))
    code: Mapped[str] = mapped_column(String(64))
    """The key in `Document.fields`."""
    title: Mapped[str]
    type: Mapped[FieldType] = mapped_column(text_enum(FieldType, "type"))
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    choices: Mapped[list[str]] = mapped_column(Json, default=list)
    """Of a choice: what is offered, in this order."""
    retired_at: Mapped[datetime | None]
    """Since when it is no longer asked for; what was typed is shown still."""
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class ConfidentialityLevel(Base):
    """The name of a level of confidentiality; a level without a row is called by its number."""

    __tablename__ = "confidentiality_level"
    __table_args__ = (CheckConstraint("level >= 0", "level"),)

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """0: for everybody who may see the unit's records; the higher, the fewer."""
    title: Mapped[str]
