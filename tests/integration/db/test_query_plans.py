"""No page's cost grows with the archive: lists walk an index and sort nothing (asked of SQLite's planner)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, event, true

from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.index_stamps import documents_behind
from archive_app.db.models import Document
from archive_app.db.queries import counts, documents, persons
from archive_app.db.queries.documents import DocumentCursor, DocumentFilter
from tests.integration.db.rows import AT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

QUERIES: dict[str, Callable[[Session], object]] = {
    "list": lambda session: documents.list_documents(session, true()),
    "list, next page": lambda session: documents.list_documents(
        session, true(), after=DocumentCursor(date(2026, 1, 1), 5)
    ),
    "list, undated": lambda session: documents.list_documents(session, true(), after=DocumentCursor(None, 5)),
    "list of a kind": lambda session: documents.list_documents(session, true(), DocumentFilter(kind="order")),
    "list of a reader": lambda session: documents.list_documents(
        session,
        (Document.scope_id + 0).in_([1, 2]),  # as the policy asks for a broad reader
    ),
    "duplicates": lambda session: documents.documents_of_blob(session, "a" * 64, true()),
    "card": lambda session: documents.document_card(session, 1),
    "behind": documents_behind,
    "jobs": lambda session: counts.job_counts(session, now=AT),
    "review count": counts.pages_in_review,
    "naming": lambda session: persons.documents_naming(session, 1),
    "names": lambda session: persons.names_beginning(session, ["иванова м", "петров и"]),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_no_scan_and_no_sort(migrated_sqlite: Path, query: Callable[[Session], object]) -> None:
    engine = make_engine(f"sqlite:///{migrated_sqlite}")
    plans: list[str] = []

    def explain(
        connection: Connection, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object
    ) -> None:
        if statement.startswith(("SELECT", "WITH")):
            rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.extend(row[3] for row in rows)

    event.listen(engine, "before_cursor_execute", explain)
    with reading(make_session_factory(engine)) as session:
        query(session)
    engine.dispose()
    assert plans
    given = ("INDEX", "CONSTANT", "bounds")  # an index, or no more than was asked with
    scans = [line for line in plans if "SCAN" in line and not any(word in line for word in given)]
    bad = scans + [line for line in plans if "TEMP B-TREE FOR ORDER" in line]
    assert bad == [], plans
