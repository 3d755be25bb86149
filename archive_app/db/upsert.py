"""INSERT that knows ON CONFLICT: SQLAlchemy keeps it with each dialect, and a dialect is read where it is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Upsert: TypeAlias = sqlite.Insert | postgresql.Insert


def insert_into(table: Any, dialect: str) -> Upsert:
    """An INSERT into `table`, a `Table` or a model; `dialect` is the name of a connection's: sqlite or postgresql."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        return insert_sqlite(table)
    from sqlalchemy.dialects.postgresql import insert

    return insert(table)
