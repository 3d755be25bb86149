"""Indexes that both databases have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index, event, text

if TYPE_CHECKING:
    from sqlalchemy import Connection


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that fit `where`.

    PostgreSQL is told the condition when it makes the index: an option of its dialect has the whole dialect read, also
    by whoever keeps an archive in SQLite, at each start.
    """
    index = Index(name, *columns, unique=unique, sqlite_where=text(where))

    def tell(target: Index, connection: Connection, **_: object) -> None:
        if connection.dialect.name == "postgresql":
            target.dialect_options["postgresql"]["where"] = text(where)

    event.listen(index, "before_create", tell)
    return index
