"""Presence check (проверка наличия): what should stand in a place or by an inventory, and what was found there."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.types import text_enum


class PresenceState(StrEnum):
    """Open: lines are being marked. Signed: nothing of it changes any more."""

    OPEN = "open"
    SIGNED = "signed"


class Presence(StrEnum):
    """What became of a line. Extra: it stands where it should not. Lent: the book of loans knows where it is."""

    WAITING = "waiting"
    FOUND = "found"
    MISSING = "missing"
    LENT = "lent"
    EXTRA = "extra"


class PresenceCheck(Base):
    """A check, of an approved inventory or of a place whose empty parts mean any. Its number is the act's."""

    __tablename__ = "presence_check"
    __table_args__ = (
        CheckConstraint("(state = 'signed') = (signed_by IS NOT NULL)", "signed"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    inventory_id: Mapped[int | None] = mapped_column(ForeignKey("inventory.id"), index=True)
    room: Mapped[str] = mapped_column(String(64))
    rack: Mapped[str] = mapped_column(String(64))
    shelf: Mapped[str] = mapped_column(String(64))
    box: Mapped[str] = mapped_column(String(64))
    state: Mapped[PresenceState] = mapped_column(text_enum(PresenceState, "state"), default=PresenceState.OPEN)
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    conclusion: Mapped[str | None]
    """What the act says of the condition: «состояние удовлетворительное»."""
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way of spelling it


class PresenceLine(Base):
    """A volume, as it was called when the check began; a missing one is searched for until it is found later."""

    __tablename__ = "presence_line"
    __table_args__ = (
        UniqueConstraint("check_id", "position"),
        UniqueConstraint("check_id", "case_file_id", "volume"),
        Index("ix_presence_line_case_file", "case_file_id", "outcome"),
        CheckConstraint("position >= 1", "position"),
        CheckConstraint("expected = (outcome <> 'extra')", "expected"),
        CheckConstraint("found_later_on IS NULL OR outcome = 'missing'", "found_later"),
    )

    id: Mapped[Id]
    check_id: Mapped[int] = mapped_column(ForeignKey("presence_check.id"))
    position: Mapped[int]
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    volume: Mapped[int]
    index: Mapped[str]
    heading: Mapped[str]
    inventory: Mapped[str]
    """Оп. and Д. where it stands in an approved inventory, else empty."""
    unit: Mapped[str]
    sheets: Mapped[int]
    expected: Mapped[bool]
    outcome: Mapped[Presence] = mapped_column(text_enum(Presence, "outcome"))
    marked_at: Mapped[datetime | None]
    marked_by: Mapped[str | None]
    found_later_on: Mapped[date | None]
    found_later_by: Mapped[str | None]
