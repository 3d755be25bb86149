"""A database for a drill, of the same kind as the archive's, and gone afterwards."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

from archive_app.services.backup.errors import NoScratchDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

PREFIX = "archive_drill_"


@contextmanager
def scratch_database(database: Engine, folder: Path) -> Iterator[str]:
    """The address of a new one: a file in `folder`, or a database of the same server. Raises NoScratchDatabase."""
    if database.dialect.name == "sqlite":
        yield f"sqlite:///{folder}/drill.db"
        return
    name = f"{PREFIX}{secrets.token_hex(6)}"
    with _outside(database) as connection:
        _drop_leftovers(connection)
        try:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
        except Exception as error:
            raise NoScratchDatabase(str(error)) from error
    try:
        yield database.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with _outside(database) as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@contextmanager
def _outside(database: Engine) -> Iterator[Connection]:
    """A connection without a transaction: databases are not made in one."""
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


def _drop_leftovers(connection: Connection) -> None:
    """Those of drills that were killed: nobody is connected to them."""
    query = text(
        "SELECT d.datname FROM pg_database d WHERE d.datname LIKE 'archive\\_drill\\_%' AND NOT EXISTS "
        "(SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)"
    )
    for name in connection.scalars(query).all():
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
