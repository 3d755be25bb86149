"""Migrations run from code, so that an installation needs no Alembic command line and no ini file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from archive_app.db.errors import DatabaseTooNewError
from archive_app.db.revisions import MIGRATIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_ADVISORY_LOCK = 0x41524348  # "ARCH": any number, the same on all nodes


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to `revision` in one transaction; nodes that start together wait for each other.

    Raises:
        DatabaseTooNewError: a later release has migrated this database already.
    """
    with engine.begin() as connection:
        _lock(connection)
        _refuse_unknown(connection)
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision` (`base`: nothing left), data that has no place there included."""
    with engine.begin() as connection:
        _lock(connection)
        command.downgrade(_config(connection), revision)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def _refuse_unknown(connection: Connection) -> None:
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseTooNewError(f"revision {revision} is of a later release", revision=revision)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
