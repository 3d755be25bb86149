"""An intruder with all rights drops the triggers and works on the rows; the chain names what was done."""
# ruff: noqa: S608 - the statements are the intruder's own; the numbers in them are the test's

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, delete, text

from archive_app.audit import (
    AuditChainMissingError,
    AuditEntry,
    ChainHead,
    Finding,
    FindingKind,
    append,
    head,
    verify,
)
from archive_app.audit.chain import GENESIS, event_hash
from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.migrations.audit_triggers import drop_audit_triggers
from archive_app.db.models import AuditEvent, AuditHead
from tests.fixtures.databases import DATABASES, migrated_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session, sessionmaker

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
LENGTH = 12
FIELDS = ("prev_hash", "at", "actor", "action", "object_type", "object_id", "details")
SHIFT = 1_000_000


@pytest.fixture(scope="module", params=DATABASES)
def unguarded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database without the triggers, for all tests of this file."""
    with migrated_copy(request, tmp_path_factory.mktemp("unguarded")) as url:
        engine = make_engine(url)
        with engine.begin() as connection:
            drop_audit_triggers(connection)
        yield engine
        engine.dispose()


@pytest.fixture
def chain(unguarded: Engine) -> sessionmaker[Session]:
    """Twelve events, whatever the test before has done to them."""
    session_factory = make_session_factory(unguarded)
    with session_factory.begin() as session:
        session.execute(delete(AuditEvent))
        session.execute(delete(AuditHead))
        session.add(AuditHead(id=1, seq=0, hash=GENESIS))
        session.flush()
        entries = [AuditEntry("user:clerk", "document:file:receive", "document", str(n), {}) for n in range(LENGTH)]
        append(session, entries, at=AT)
    return session_factory


def _findings(chain: sessionmaker[Session], exported: Iterable[ChainHead] = ()) -> list[tuple[str, int, int]]:
    with reading(chain) as session:
        return [(found.kind.value, found.seq, found.last_seq) for found in verify(session, exported=exported)]


def _sql(chain: sessionmaker[Session], *statements: str) -> None:
    with chain.begin() as session:
        for statement in statements:
            session.execute(text(statement))


def _hash(row: AuditEvent) -> str:
    return event_hash(**{name: getattr(row, name) for name in FIELDS})


def _forge(session: Session, seq: int, prev_hash: str, **fields: Any) -> AuditEvent:
    content: dict[str, Any] = {
        "prev_hash": prev_hash,
        "at": AT,
        "actor": "user:intruder",
        "action": "document:file:receive",
        "object_type": "document",
        "object_id": "666",
        "details": "{}",
    } | fields
    row = AuditEvent(seq=seq, **content, hash=event_hash(**content))
    session.add(row)
    session.flush()
    return row


def _shift(session: Session, after: int, by: int) -> None:
    """Renumber in two steps, since the numbers are a key."""
    session.execute(text(f"UPDATE audit_event SET seq = seq + {SHIFT} WHERE seq > {after}"))
    session.execute(text(f"UPDATE audit_event SET seq = seq - {SHIFT - by} WHERE seq > {SHIFT}"))


def test_untouched(chain: sessionmaker[Session]) -> None:
    assert _findings(chain) == []


@pytest.mark.parametrize("seq", [1, 5, LENGTH])
@pytest.mark.parametrize(
    "change",
    ["actor = 'user:other'", "action = 'a:b:c'", "object_id = '99'", "details = '[]'", "hash = prev_hash"],
)
def test_a_changed_event(chain: sessionmaker[Session], seq: int, change: str) -> None:
    _sql(chain, f"UPDATE audit_event SET {change} WHERE seq = {seq}")
    assert _findings(chain)[0] == ("changed", seq, seq)


def test_a_changed_instant(chain: sessionmaker[Session]) -> None:
    with chain.begin() as session:
        session.get_one(AuditEvent, 4).at = AT.replace(hour=9)
    assert _findings(chain) == [("changed", 4, 4)]


@pytest.mark.parametrize("seq", [2, 7, LENGTH])
def test_an_event_changed_with_its_hash_computed_anew(chain: sessionmaker[Session], seq: int) -> None:
    with chain.begin() as session:
        row = session.get_one(AuditEvent, seq)
        row.actor = "user:other"
        row.hash = _hash(row)
    assert _findings(chain) == [("changed", seq, seq)]


@pytest.mark.parametrize(
    ("first", "last"), [(1, 1), (1, 3), (5, 5), (5, 8), (LENGTH, LENGTH), (9, LENGTH), (1, LENGTH)]
)
def test_removed_events(chain: sessionmaker[Session], first: int, last: int) -> None:
    _sql(chain, f"DELETE FROM audit_event WHERE seq BETWEEN {first} AND {last}")
    assert _findings(chain) == [("removed", first, last)]


@pytest.mark.parametrize("seq", [2, 6])
def test_a_removed_event_with_the_rest_renumbered(chain: sessionmaker[Session], seq: int) -> None:
    with chain.begin() as session:
        session.execute(text(f"DELETE FROM audit_event WHERE seq = {seq}"))
        _shift(session, seq, -1)
    assert _findings(chain) == [("removed", seq, seq)]


def test_a_tail_removed_and_the_head_set_back_is_seen_with_an_exported_head(chain: sessionmaker[Session]) -> None:
    with reading(chain) as session:
        exported = head(session)
    with chain.begin() as session:
        session.execute(text("DELETE FROM audit_event WHERE seq > 10"))
        last = session.get_one(AuditEvent, 10)
        row = session.get_one(AuditHead, 1)
        row.seq, row.hash = last.seq, last.hash
    assert _findings(chain) == []
    assert _findings(chain, [exported]) == [("removed", 11, LENGTH)]


@pytest.mark.parametrize("seq", [1, 6])
def test_an_inserted_event_with_the_rest_renumbered(chain: sessionmaker[Session], seq: int) -> None:
    with chain.begin() as session:
        previous = "0" * 64 if seq == 1 else session.get_one(AuditEvent, seq - 1).hash
        _shift(session, seq - 1, 1)
        _forge(session, seq, previous)
    assert _findings(chain) == [("inserted", seq, seq)]


def test_an_inserted_event_that_was_not_even_hashed(chain: sessionmaker[Session]) -> None:
    with chain.begin() as session:
        previous = session.get_one(AuditEvent, 5).hash
        _shift(session, 5, 1)
        _forge(session, 6, previous).hash = "f" * 64
    assert _findings(chain) == [("inserted", 6, 6)]


def test_an_event_appended_past_the_head(chain: sessionmaker[Session]) -> None:
    with chain.begin() as session:
        _forge(session, LENGTH + 1, session.get_one(AuditEvent, LENGTH).hash)
    assert _findings(chain) == [("inserted", LENGTH + 1, LENGTH + 1)]


def test_an_event_put_before_the_first(chain: sessionmaker[Session]) -> None:
    with chain.begin() as session:
        _forge(session, 0, "0" * 64)
    assert _findings(chain) == [("inserted", 0, 0)]


@pytest.mark.parametrize("seq", [1, 5, LENGTH - 1])
def test_two_neighbours_exchanged(chain: sessionmaker[Session], seq: int) -> None:
    _sql(
        chain,
        f"UPDATE audit_event SET seq = 1000 WHERE seq = {seq}",
        f"UPDATE audit_event SET seq = {seq} WHERE seq = {seq + 1}",
        f"UPDATE audit_event SET seq = {seq + 1} WHERE seq = 1000",
    )
    assert _findings(chain) == [("reordered", seq, seq), ("reordered", seq + 1, seq + 1)]


def test_two_distant_events_exchanged(chain: sessionmaker[Session]) -> None:
    _sql(
        chain,
        "UPDATE audit_event SET seq = 1000 WHERE seq = 3",
        "UPDATE audit_event SET seq = 3 WHERE seq = 9",
        "UPDATE audit_event SET seq = 9 WHERE seq = 1000",
    )
    assert {("reordered", 3, 3), ("reordered", 9, 9)} <= set(_findings(chain))


def test_several_intrusions_are_all_named(chain: sessionmaker[Session]) -> None:
    _sql(
        chain,
        "UPDATE audit_event SET actor = 'user:other' WHERE seq = 2",
        "DELETE FROM audit_event WHERE seq BETWEEN 5 AND 6",
        "UPDATE audit_event SET details = '[]' WHERE seq = 9",
        "DELETE FROM audit_event WHERE seq = 12",
    )
    assert _findings(chain) == [("changed", 2, 2), ("removed", 5, 6), ("changed", 9, 9), ("removed", 12, 12)]


def test_a_chain_rewritten_whole_is_seen_with_an_exported_head(chain: sessionmaker[Session]) -> None:
    with reading(chain) as session:
        exported = head(session)
    with chain.begin() as session:
        previous = session.get_one(AuditEvent, 3).hash
        for seq in range(4, LENGTH + 1):
            row = session.get_one(AuditEvent, seq)
            row.actor, row.prev_hash = "user:other", previous
            row.hash = previous = _hash(row)
        session.get_one(AuditHead, 1).hash = previous
    assert _findings(chain) == []
    assert _findings(chain, [exported]) == [("rewritten", LENGTH, LENGTH)]


def test_the_head_changed(chain: sessionmaker[Session]) -> None:
    _sql(chain, "UPDATE audit_head SET hash = '" + "e" * 64 + "'")
    assert _findings(chain) == [("changed", LENGTH, LENGTH)]


def test_the_head_removed(chain: sessionmaker[Session]) -> None:
    _sql(chain, "DELETE FROM audit_head")
    with pytest.raises(AuditChainMissingError):
        _findings(chain)
    with chain.begin() as session, pytest.raises(AuditChainMissingError):
        append(session, [AuditEntry("user:a", "a:b:c", "document", "1", {})], at=AT)


def test_findings_come_while_reading_and_batches_join(
    chain: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_app.audit.rows._BATCH", 5)
    assert _findings(chain) == []
    _sql(chain, "DELETE FROM audit_event WHERE seq = 3")
    with reading(chain) as session:
        assert next(verify(session)) == Finding(FindingKind.REMOVED, 3, 3)
