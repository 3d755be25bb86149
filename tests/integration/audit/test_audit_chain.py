"""Appending: one chain without gaps, whoever writes at the same time; nobody can change what is written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from archive_app.audit import (
    AuditActionInvalidError,
    AuditEntry,
    AuditTrail,
    ChainHead,
    ObjectRef,
    append,
    head,
    verify,
)
from archive_app.db.engine import reading
from archive_app.db.models import Setting
from archive_app.db.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.databases import Clock

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
ENTRY = AuditEntry("user:clerk", "document:file:receive", "document", "7", {"название": "Журнал 5А", "листов": 40})


def test_an_empty_chain_is_whole(session_factory: sessionmaker[Session]) -> None:
    with reading(session_factory) as session:
        assert head(session) == ChainHead(0, "0" * 64)
        assert list(verify(session)) == []


def test_events_are_numbered_from_1_and_the_head_follows(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        first = append(session, [ENTRY, ENTRY], at=AT)
        second = append(session, [ENTRY], at=AT)
    assert (first.seq, second.seq) == (2, 3)
    with reading(session_factory) as session:
        assert head(session) == second
        assert list(verify(session, exported=[first, second])) == []


def test_an_invalid_action_appends_nothing(session_factory: sessionmaker[Session]) -> None:
    bad = AuditEntry("user:clerk", "Receive", "document", "7", {})
    with session_factory.begin() as session:
        with pytest.raises(AuditActionInvalidError):
            append(session, [ENTRY, bad], at=AT)
        assert head(session).seq == 0


def test_a_rollback_takes_the_event_along(session_factory: sessionmaker[Session]) -> None:
    with session_factory() as session:
        append(session, [ENTRY], at=AT)
        session.rollback()
    with reading(session_factory) as session:
        assert head(session).seq == 0


def test_eight_writers_make_one_chain(session_factory: sessionmaker[Session], clock: Clock) -> None:
    together = Barrier(8)

    def write(number: int) -> None:
        together.wait()
        for turn in range(25):
            with UnitOfWork(session_factory) as uow:
                uow.session.add(Setting(key=f"{number}.{turn}", value="", updated_at=AT))
                trail = AuditTrail(uow, actor=f"user:{number}", now=clock)
                trail.record("setting:value:write", ObjectRef("setting", f"{number}.{turn}"))
                uow.commit()

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(write, number) for number in range(8)]:
            done.result()
    with reading(session_factory) as session:
        assert head(session).seq == 200
        assert list(verify(session)) == []


def test_a_thousand_events_cost_three_statements(engine: Engine, session_factory: sessionmaker[Session]) -> None:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with session_factory.begin() as session:
        append(session, [ENTRY] * 1000, at=AT)
    written = [statement for statement in statements if not statement.startswith(("PRAGMA", "BEGIN"))]
    assert len(written) <= 3, written


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_event SET actor = 'user:other'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 0",
        "TRUNCATE audit_event",  # SQLite knows no such statement
    ],
)
def test_the_database_refuses(attack: str, engine: Engine, session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        append(session, [ENTRY], at=AT)
    with (
        engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"append-only|only moves forward|near \"TRUNCATE\": syntax"),
    ):
        connection.execute(text(attack))
