"""Changes of a table that SQLite's ALTER TABLE cannot make: constraints loosened without a copy of every row.

The procedure is SQLite's own (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema
Changes", the second list): it serves changes that leave the stored rows as they are. A copy of the table is not only
slow; with foreign keys enforced, the old table could not be dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection


def edit_definition(connection: Connection, table: str, old: str, new: str) -> None:
    """Replace `old` by `new` in the definition of an SQLite `table`. Raises ValueError: `old` is not there once."""
    known = str(
        connection.scalar(text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :t"), {"t": table})
    )
    if known.count(old) != 1:
        raise ValueError(f"{table}: {old!r} stands {known.count(old)} times in its definition")
    version = connection.scalar(text("PRAGMA schema_version")) or 0
    connection.execute(text("PRAGMA writable_schema=ON"))
    connection.execute(
        text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :t"),
        {"sql": known.replace(old, new), "t": table},
    )
    connection.execute(text(f"PRAGMA schema_version={version + 1}"))
    connection.execute(text("PRAGMA writable_schema=OFF"))
