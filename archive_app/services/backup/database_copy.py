"""A copy of the database at one instant, while people work: SQLite's online backup, `pg_dump -Fc` of a known snapshot.

What else is told of that instant (counts, blobs, the head of the journal, destructions) is read from the very same.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, create_engine, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from archive_app.audit import head
from archive_app.db.engine import read_only_options
from archive_app.db.models import Blob, BlobState
from archive_app.services.backup.destructions import collect
from archive_app.services.backup.errors import DumpFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import URL, Engine

    from archive_app.audit import ChainHead

_SEARCH = "archive_search*"
"""Schemas of the search index: it is built anew after a restore."""
_QUICKLY = 1
"""gzip's level: each further one costs more time than it saves room."""
_LINES = 5000
"""Held at once of a list."""


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """One instant of the database. `packed` is the gzip file of the copy, `blobs` a list as of `blobs.txt`."""

    kind: str
    packed: Path
    blobs: Path
    counts: Mapping[str, int]
    head: ChainHead
    destructions: Mapping[str, list[dict[str, Any]]]


def copy_database(database: Engine, folder: Path) -> DatabaseCopy:
    """Make the copy in the empty `folder`. Raises DumpFailed, OSError, errors of the database."""
    plain, packed, blobs = folder / "plain", folder / "database.gz", folder / "blobs.txt"
    with _copied(database, plain) as session, ThreadPoolExecutor(1) as beside:
        packing = beside.submit(_pack, plain, packed)
        _list_blobs(session, blobs)
        copy = DatabaseCopy(database.dialect.name, packed, blobs, _counted(session), head(session), collect(session))
        packing.result()
    plain.unlink()
    return copy


def _pack(plain: Path, packed: Path) -> None:
    with plain.open("rb") as source, gzip.open(packed, "wb", compresslevel=_QUICKLY) as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _list_blobs(session: Session, path: Path) -> None:
    """Write the lines of `blobs.txt`, made by the database: of each of them nothing is made here.

    Sorted, not followed along the index of the keys: that one leads to each row by itself.
    """
    line = Blob.sha256.concat(" ").concat(cast(Blob.size, Text))
    present = select(line).where(Blob.state == BlobState.PRESENT).order_by(Blob.sha256.concat(""))
    lines = session.connection().scalars(present, execution_options={"yield_per": _LINES})
    with path.open("w", encoding="ascii") as file:
        for some in lines.partitions():
            file.write("\n".join([*some, ""]))


def _counted(session: Session) -> dict[str, int]:
    """Table -> its rows, by one statement: making one ready for each table takes longer than counting."""
    connection = session.connection()
    quote = connection.dialect.identifier_preparer.quote
    names = inspect(connection).get_table_names()
    counts = (f"SELECT '{name}', count(*) FROM {quote(name)}" for name in names)  # noqa: S608 - names of ours
    return {str(name): int(number) for name, number in session.execute(text(" UNION ALL ".join(counts)))}


@contextmanager
def _copied(database: Engine, path: Path) -> Iterator[Session]:
    """Write the copy to `path`, and give a session that sees what the copy holds."""
    make = _copied_sqlite if database.dialect.name == "sqlite" else _copied_postgresql
    with make(database, path) as session:
        yield session


@contextmanager
def _copied_sqlite(database: Engine, path: Path) -> Iterator[Session]:
    living = sqlite3.connect(f"file:{database.url.database}?mode=ro", uri=True, timeout=30)
    with closing(living) as source, closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA synchronous=OFF")  # what lies in the scratch folder goes with it
        source.backup(copy)  # one read transaction: writers go on; freed pages are overwritten ones (db/engine.py)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, as others read it
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def _copied_postgresql(database: Engine, path: Path) -> Iterator[Session]:
    with database.connect().execution_options(**read_only_options(database.dialect)) as connection:
        instant = connection.scalar(text("SELECT pg_export_snapshot()"))
        run_program(
            ["pg_dump", "-Fc", "-Z0", f"--snapshot={instant}", f"--exclude-schema={_SEARCH}", f"--file={path}"],
            database.url,
        )
        with Session(bind=connection) as session:
            yield session


def run_program(command: list[str], url: URL) -> None:
    """Run a program of PostgreSQL against `url`; the password is not seen among the arguments. Raises DumpFailed."""
    address = make_url(url).set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        subprocess.run(
            [*command, f"--dbname={address}"], env=os.environ | password, check=True, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise DumpFailed(program=command[0], reason="not installed") from error
    except subprocess.CalledProcessError as error:
        raise DumpFailed(error.stderr, program=command[0], reason=error.stderr.strip()[-300:]) from error
