"""The database itself refuses to change or remove what `document_change` holds.

A revision that once created these triggers must go on creating them: to change them add a revision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_APPEND_ONLY = "changes of documents are append-only"

_SQLITE = f"""
CREATE TRIGGER document_change_no_update BEFORE UPDATE ON document_change
BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END
---
CREATE TRIGGER document_change_no_delete BEFORE DELETE ON document_change
BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END
"""

_POSTGRESQL = f"""
CREATE FUNCTION document_change_refuse() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '{_APPEND_ONLY}'; END $$
---
CREATE TRIGGER document_change_no_update BEFORE UPDATE ON document_change
FOR EACH ROW EXECUTE FUNCTION document_change_refuse()
---
CREATE TRIGGER document_change_no_delete BEFORE DELETE ON document_change
FOR EACH ROW EXECUTE FUNCTION document_change_refuse()
---
CREATE TRIGGER document_change_no_truncate BEFORE TRUNCATE ON document_change
EXECUTE FUNCTION document_change_refuse()
"""

_TRIGGERS = ("document_change_no_update", "document_change_no_delete", "document_change_no_truncate")


def create_change_triggers(connection: Connection) -> None:
    """Make `document_change` append-only."""
    script = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    for statement in script.split("---"):
        connection.execute(text(statement.strip()))


def drop_change_triggers(connection: Connection) -> None:
    """Undo `create_change_triggers`, for a downgrade."""
    postgresql = connection.dialect.name == "postgresql"
    for name in _TRIGGERS:
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}" + (" ON document_change" if postgresql else "")))
    if postgresql:
        connection.execute(text("DROP FUNCTION IF EXISTS document_change_refuse()"))
