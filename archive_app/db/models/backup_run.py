"""The journal of backups: each backup, check, pruning, restore, drill and check of fixity, with its outcome."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from archive_app.db.base import Base, Id
from archive_app.db.types import Json, text_enum


class RunKind(StrEnum):
    """What was done."""

    BACKUP = "backup"
    LEDGER = "ledger"
    VERIFY = "verify"
    PRUNE = "prune"
    RESTORE = "restore"
    DRILL = "drill"
    FIXITY = "fixity"
    REPAIR = "repair"


class BackupRun(Base):
    """One run at one place. `ok` is None while it runs, and stays so where it was killed: never a success."""

    __tablename__ = "backup_run"
    __table_args__ = (
        Index("ix_backup_run_place", "place", "kind", "id"),
        CheckConstraint("(ok IS NULL) = (finished_at IS NULL)", "finished"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    kind: Mapped[RunKind] = mapped_column(text_enum(RunKind, "kind"))
    place: Mapped[str]
    """Address of the target without secrets; of the store itself for fixity and repairs."""
    snapshot: Mapped[str | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    ok: Mapped[bool | None]
    code: Mapped[str | None]
    """Stable code of the error that ended it."""
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Counts, sizes (bytes), names of damaged objects: whatever the kind of run tells."""
    by: Mapped[str]
