"""A person's history is gathered by the index on objects, not by a walk through the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event, text

from archive_app.audit import AuditEntry, append
from archive_app.db.engine import reading
from archive_app.db.queries.audit import EventFilter, list_events

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock

LENGTH = 5_000


def _plan(engine: Engine, session: Session, narrowed: EventFilter) -> str:
    asked: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append((args[2], args[3])))
    list_events(session, narrowed, before=LENGTH, limit=20)
    statement, parameters = asked[-1]
    words = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    driver = session.connection().connection.driver_connection
    assert driver is not None
    return "\n".join(str(row) for row in driver.execute(f"{words} {statement}", parameters).fetchall())


def test_each_question_walks_an_index(
    engine: Engine, session_factory: sessionmaker[Session], clock: Clock, request: pytest.FixtureRequest
) -> None:
    with session_factory.begin() as session:
        entries = [AuditEntry(f"u{n % 50}", "document:page:read", "document", str(n % 500), {}) for n in range(LENGTH)]
        append(session, entries, at=clock())
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    with reading(session_factory) as session:
        for narrowed, index in (
            (EventFilter(person_id=1), "ix_audit_event_object"),
            (EventFilter(document_id=7), "ix_audit_event_object"),
            (EventFilter(actor="u7"), "ix_audit_event_actor"),
            (EventFilter(), "pk_audit_event" if engine.dialect.name == "postgresql" else "PRIMARY KEY"),
        ):
            plan = _plan(engine, session, narrowed)
            assert index in plan, plan
            assert "Seq Scan on audit_event" not in plan
