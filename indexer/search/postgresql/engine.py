"""PostgreSQL as a search engine of the archive: shared by all nodes, written by any of them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError

from indexer.search.correction import corrected
from indexer.search.errors import IndexBusyError, IndexUnavailableError
from indexer.search.model import Access, IndexState, Reason, SearchRequest, SearchResult
from indexer.search.postgresql.compiler import Compiler
from indexer.search.postgresql.schema import (
    DOCUMENT_COLUMNS,
    INDEXES,
    LAYOUT,
    LOCK,
    SCHEMA,
    TABLES,
    document_row,
    entry_rows,
)
from indexer.search.postgresql.searching import Search
from indexer.search.protocol import none_refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from indexer.analysis import Analyzer
    from indexer.query import Node, Parsed
    from indexer.search.model import IndexDocument
    from indexer.search.protocol import Refused

_NAME: Final = "postgresql"
_NEW: Final = f"{SCHEMA}_new"
_OLD: Final = f"{SCHEMA}_old"
_UNKNOWN_TABLE: Final = {"42P01", "3F000"}
_OPTIONS: Final = "-c jit=off -c random_page_cost=1.1"
"""Compiling a query costs more than running it; and the index is worth its pages even where discs were slow once."""

_UPSERT: Final = f"""
INSERT INTO {SCHEMA}.document AS old ({", ".join(DOCUMENT_COLUMNS)})
VALUES ({", ".join(["%s"] * len(DOCUMENT_COLUMNS))})
ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in DOCUMENT_COLUMNS)}
WHERE old.stamp <= excluded.stamp RETURNING id
"""  # noqa: S608 - our own constants


class PostgresEngine:
    """See `SearchEngine`. Any number of nodes may update at once; a rebuild keeps them waiting."""

    def __init__(self, url: str, analyzer: Analyzer) -> None:
        address = make_url(url).set(drivername="postgresql+psycopg")
        self._engine = create_engine(address, connect_args={"options": _OPTIONS}, pool_pre_ping=True)
        self._shown = address.render_as_string(hide_password=True)
        self._analyzer = analyzer
        self._writing: Connection | None = None
        self._vocabulary: set[tuple[str, bool]] = set()

    # reading

    def search(self, request: SearchRequest, access: Access) -> SearchResult:
        """Answer under `access`."""
        start = time.perf_counter()
        with self._reading() as connection:
            result = self._search(connection, request, access)
        return SearchResult(result.total, result.hits, result.facets, (time.perf_counter() - start) * 1000)

    def did_you_mean(self, parsed: Parsed, access: Access) -> str | None:
        """The typed text with words of the archive for those that do not occur."""
        with self._reading() as connection:
            return corrected(
                parsed,
                self._analyzer,
                present=lambda forms: _alike(connection, forms, odd=False),
                beginning=lambda letter: _beginning(connection, letter),
                count=lambda tree: self._count(connection, tree, access),
            )

    def stamps(self, document_ids: Iterable[int]) -> Mapping[int, int]:
        """Committed stamps of those that are there."""
        with self._reading() as connection:
            sql = f"SELECT id, stamp FROM {SCHEMA}.document WHERE id = ANY(%s)"  # noqa: S608 - our own constant
            return {row[0]: row[1] for row in connection.exec_driver_sql(sql, (list(document_ids),))}

    def state(self) -> IndexState:
        """How the index is."""
        try:
            with self._reading() as connection:
                documents = connection.exec_driver_sql(f"SELECT count(*) FROM {SCHEMA}.document").scalar_one()  # noqa: S608
                entries = connection.exec_driver_sql(f"SELECT count(*) FROM {SCHEMA}.entry").scalar_one()  # noqa: S608
                return IndexState(_NAME, documents, entries, self._analyzer.stamp, healthy=True)
        except IndexUnavailableError as error:
            made_by = str(error.params.get("made_by", ""))
            return IndexState(_NAME, 0, 0, made_by, healthy=False, reason=Reason(error.reason))

    def _search(
        self, connection: Connection, request: SearchRequest, access: Access, *, fuzzy: bool = True
    ) -> SearchResult:
        def fetch(sql: str, parameters: Mapping[str, Any]) -> list[Any]:
            return list(connection.exec_driver_sql(sql, dict(parameters)))

        compiler = Compiler(lambda words, odd: _alike(connection, words, odd=odd))
        return Search(fetch, compiler, request, access, fuzzy=fuzzy).run()

    def _count(self, connection: Connection, tree: Node, access: Access) -> int:
        return self._search(connection, SearchRequest(tree, limit=0), access, fuzzy=False).total

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _database_errors(), self._engine.connect() as connection:
            self._check(connection)
            yield connection

    def _check(self, connection: Connection) -> None:
        row = connection.exec_driver_sql(f"SELECT layout, analyzer FROM {SCHEMA}.made_by").one_or_none()  # noqa: S608
        if row is None:
            raise IndexUnavailableError(Reason.CORRUPTED, "the index does not say what made it")
        if tuple(row) != (LAYOUT, self._analyzer.stamp):
            error = IndexUnavailableError(Reason.OUTDATED, f"index made by {tuple(row)}")
            error.params["made_by"] = row[1]
            raise error

    # writing

    def update(self, documents: Iterable[IndexDocument]) -> None:
        """Replace the entries of documents."""
        with self._write() as connection:
            for document in documents:
                if connection.exec_driver_sql(_UPSERT, document_row(document)).one_or_none() is None:
                    continue  # the index knows a later state
                delete = f"DELETE FROM {SCHEMA}.entry WHERE document = %s"  # noqa: S608 - our own constant
                connection.exec_driver_sql(delete, (document.document_id,))
                rows = list(entry_rows(document, self._analyzer, self._vocabulary))
                connection.exec_driver_sql(f"INSERT INTO {SCHEMA}.entry VALUES (%s, %s, %s)", rows)  # noqa: S608

    def remove(self, document_ids: Iterable[int]) -> None:
        """Take documents out."""
        ids = list(document_ids)
        with self._write() as connection:
            for table, key in (("entry", "document"), ("document", "id")):
                connection.exec_driver_sql(f"DELETE FROM {SCHEMA}.{table} WHERE {key} = ANY(%s)", (ids,))  # noqa: S608

    def commit(self) -> None:
        """Make it visible and durable."""
        if self._writing is None:
            return
        with self._write() as connection:
            # All words in one order at the very end: two nodes with the same new words wait shortly, never in a circle.
            words = sorted(self._vocabulary)
            insert = f"INSERT INTO {SCHEMA}.word SELECT * FROM unnest(%s::text[], %s::bool[]) ON CONFLICT DO NOTHING"  # noqa: S608
            connection.exec_driver_sql(insert, ([word for word, _ in words], [odd for _, odd in words]))
            connection.commit()
        self._forget()

    def rebuild(self, documents: Iterable[IndexDocument], refused: Refused = none_refused) -> None:
        """Fill a new schema and swap."""
        self._forget()
        with _database_errors(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s)", (LOCK,)).scalar_one():
                raise IndexBusyError(f"{self._shown} is being written", url=self._shown)
            try:
                self._fill(connection, documents, refused)
                self._swap(connection)
            finally:
                connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_NEW} CASCADE")
                connection.exec_driver_sql("SELECT pg_advisory_unlock(%s)", (LOCK,))

    def release(self) -> None:
        """End the writer's transaction."""
        self._forget()

    def close(self) -> None:
        """Let go of the connections."""
        self._forget()
        self._engine.dispose()

    def _fill(self, connection: Connection, documents: Iterable[IndexDocument], refused: Refused) -> None:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_NEW} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {_NEW}")
        connection.exec_driver_sql(TABLES.format(schema=_NEW))
        cursor = connection.connection.cursor()
        known: list[tuple[object, ...]] = []
        words: set[tuple[str, bool]] = set()
        with cursor.copy(f"COPY {_NEW}.entry FROM STDIN") as copy:
            for document in documents:
                try:
                    row, entries = document_row(document), list(entry_rows(document, self._analyzer, words))
                except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others must be found
                    refused(document.document_id, error)
                    continue
                known.append(row)
                for entry in entries:
                    copy.write_row(entry)
        for table, rows in (("document", known), ("word", words)):
            with cursor.copy(f"COPY {_NEW}.{table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        connection.exec_driver_sql(f"INSERT INTO {_NEW}.made_by VALUES (%s, %s)", (LAYOUT, self._analyzer.stamp))  # noqa: S608
        connection.exec_driver_sql(INDEXES.format(schema=_NEW))

    def _swap(self, connection: Connection) -> None:
        connection.exec_driver_sql(
            f"DROP SCHEMA IF EXISTS {_OLD} CASCADE; BEGIN; "
            f"DO $$ BEGIN IF to_regnamespace('{SCHEMA}') IS NOT NULL THEN "
            f"ALTER SCHEMA {SCHEMA} RENAME TO {_OLD}; END IF; END $$; "
            f"ALTER SCHEMA {_NEW} RENAME TO {SCHEMA}; COMMIT"
        )
        # Waits for those who still read it, after the swap: nobody waits for us.
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_OLD} CASCADE")

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """The open transaction of the writer; anything that fails in it undoes it all."""
        try:
            with _database_errors():
                yield self._open_writer()
        except BaseException:
            self._forget()
            raise

    def _open_writer(self) -> Connection:
        if self._writing is None:
            self._writing = self._engine.connect()
            locked = self._writing.exec_driver_sql("SELECT pg_try_advisory_xact_lock_shared(%s)", (LOCK,)).scalar_one()
            if not locked:
                self._forget()
                raise IndexBusyError(f"{self._shown} is being rebuilt", url=self._shown)
            self._check(self._writing)
        return self._writing

    def _forget(self) -> None:
        """End the writer's transaction, dropping what was not committed."""
        self._vocabulary.clear()
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.close()


def _alike(connection: Connection, words: Iterable[str], *, odd: bool) -> list[str]:
    """Which of these words the vocabulary has."""
    wanted = list(words)
    if not wanted:
        return []
    sql = f"SELECT word FROM {SCHEMA}.word WHERE word = ANY(%s) AND odd = %s ORDER BY word"  # noqa: S608 - our own constant
    return [row[0] for row in connection.exec_driver_sql(sql, (wanted, odd))]


def _beginning(connection: Connection, letter: str) -> list[str]:
    """The words of the vocabulary with this first letter, read well."""
    sql = f"SELECT word FROM {SCHEMA}.word WHERE word >= %s AND word < %s AND NOT odd"  # noqa: S608 - our own constant
    return [row[0] for row in connection.exec_driver_sql(sql, (letter, chr(ord(letter) + 1)))]


@contextmanager
def _database_errors() -> Iterator[None]:
    try:
        yield
    except DataError:
        raise  # a value that no database would take (sqlstate 22…): that document's own fault, the index is well
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state in _UNKNOWN_TABLE:
            raise IndexUnavailableError(Reason.MISSING, str(error.orig)) from error
        if state is None or error.connection_invalidated or state[:2] in {"08", "28", "3D", "57"}:
            raise IndexUnavailableError(Reason.UNREACHABLE, str(error.orig)) from error
        raise IndexUnavailableError(Reason.CORRUPTED, str(error.orig)) from error
