"""What was destroyed, as later backups remember it: the rows of acts, lines, commissions and tombstones."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, DateTime, func, select

from archive_app.db.models import CommissionSeat, DisposalAct, DisposalEntry, Tombstone
from archive_app.db.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Column, Table
    from sqlalchemy.orm import Session

MODELS = (DisposalAct, CommissionSeat, DisposalEntry, Tombstone)
"""In the order in which rows refer to each other."""


def tables() -> tuple[Table, ...]:
    """The tables of the list."""
    return tuple(model.__table__ for model in MODELS)  # type: ignore[misc]


def collect(session: Session) -> dict[str, list[dict[str, Any]]]:
    """All rows, as plain JSON values."""
    return {
        table.name: [
            {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name for it
            for row in session.execute(select(table).order_by(table.c.id))
        ]
        for table in tables()
    }


def destroyed_count(destructions: Mapping[str, list[dict[str, Any]]]) -> int:
    """How many tombstones are dated: it only grows, whatever the clocks say."""
    return sum(row["destroyed_at"] is not None for row in destructions[Tombstone.__tablename__])


def mark_of_destroyed(session: Session) -> tuple[int, str]:
    """The same of the database, and eight hexadecimal digits that tell these tombstones from as many others.

    A number alone does not: an archive that was restored to an older point destroys other records from there on.
    """
    told = select(func.count(), func.max(Tombstone.destroyed_at), func.sum(Tombstone.document_id))
    number, latest, documents = session.execute(told.where(Tombstone.destroyed_at.is_not(None))).one()
    return number, sha256(f"{number} {latest} {documents}".encode()).hexdigest()[:8]


def values_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as the database takes them; columns that this version does not know are left out."""
    return {column.name: _typed(column, row[column.name]) for column in table.c if column.name in row}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, (UtcDateTime, DateTime)):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
