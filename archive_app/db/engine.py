"""Engines, sessions and migrations: the only place that knows how SQLite and PostgreSQL differ in transactions."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from archive_app.db.errors import DatabaseNotDurableError, DatabaseUrlUnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL, Dialect

BUSY_TIMEOUT_MS = 30_000
"""How long an SQLite writer waits for the one before it."""
SQLITE_CACHE_KIB = 16 << 10
"""What a connection may keep of the file: with SQLite's own 2 MB a list reads the same pages again and again."""

_SQLITE_READ_ONLY = {"archive_read_only": True}
_POSTGRESQL_READ_ONLY = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """Open the database at `url`, which is `sqlite:///FILE` or `postgresql://...`. Nothing is created or migrated.

    SQLite runs with write-ahead logging and `synchronous=FULL` (a commit that was answered survives a power cut),
    and every transaction takes the write lock at its beginning, save those of `reading`: a reader that later turns
    writer would otherwise fail at random under load.

    Errors do not repeat the values of a statement: they are names and texts of pages, and errors go to the log.

    Raises:
        DatabaseUrlUnsupportedError: another kind of database, or SQLite in memory.
        DatabaseNotDurableError: on first use, where SQLite cannot keep a write-ahead log (a network disk).
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        return _sqlite_engine(parsed, pool_size)
    if backend == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_size=pool_size, pool_pre_ping=True, hide_parameters=True
        )
    raise DatabaseUrlUnsupportedError(f"unsupported database address: {parsed}", scheme=parsed.drivername)


def make_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Give the factory that everything takes; its sessions write. For reading see `reading`."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(session_factory: sessionmaker[Session]) -> Iterator[Session]:
    """Open a session that sees one snapshot, blocks no writer, and is refused by the database if it writes."""
    with session_factory() as session:
        session.connection(execution_options=read_only_options(session.get_bind().dialect))
        yield session


def read_only_options(dialect: Dialect) -> dict[str, Any]:
    """Give the execution options that make a connection behave as that of `reading`."""
    return _SQLITE_READ_ONLY if dialect.name == "sqlite" else _POSTGRESQL_READ_ONLY


def _sqlite_engine(url: URL, pool_size: int) -> Engine:
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), pool_size=pool_size, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own: `_begin_sqlite` does
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        mode = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        if mode != "wal":
            raise DatabaseNotDurableError(f"SQLite journal mode is {mode}, not wal", journal_mode=mode)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA cache_size={-SQLITE_CACHE_KIB}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(
            "PRAGMA secure_delete=ON"
        )  # destroyed data are overwritten: Debian's build does so, others do not
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("archive_read_only", False)
    driver: Any = connection.connection.driver_connection  # nothing can fail here; through SQLAlchemy it costs tenfold
    driver.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
