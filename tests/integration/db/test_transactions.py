"""What the engine promises of transactions, the same on both databases."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.models import Blob, Document, Setting
from tests.integration.db.rows import AT, blob, document

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker


def test_sqlite_is_set_for_durability(migrated_sqlite: Path) -> None:
    with make_engine(f"sqlite:///{migrated_sqlite}").connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "secure_delete": 1,
    }


def test_foreign_keys_hold(session_factory: sessionmaker[Session]) -> None:
    with session_factory() as session:
        session.add(document(blob(), kind_code="no such kind"))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_reader_cannot_write(session_factory: sessionmaker[Session]) -> None:
    with reading(session_factory) as session:
        session.add(blob())
        with pytest.raises(DBAPIError) as refused:
            session.flush()
    assert getattr(refused.value.orig, "sqlstate", None) == "25006" or "readonly" in str(refused.value.orig)
    with session_factory.begin() as session:  # and the connection writes again afterwards
        session.add(blob())


def test_a_reader_sees_one_snapshot_and_blocks_nobody(session_factory: sessionmaker[Session]) -> None:
    count = select(func.count()).select_from(Blob)
    with reading(session_factory) as reader:
        assert reader.scalar(count) == 0
        with session_factory.begin() as writer:
            writer.add(blob())
        assert reader.scalar(count) == 0
    with reading(session_factory) as reader:
        assert reader.scalar(count) == 1


def test_concurrent_writers_wait_for_each_other_and_none_fails(session_factory: sessionmaker[Session]) -> None:
    """Read, then write: with a deferred SQLite transaction this fails with `database is locked` at once."""
    with session_factory.begin() as session:
        session.add(Setting(key="count", value="0", updated_at=AT))
    together = Barrier(8)

    def add_ten() -> None:
        together.wait()
        for _ in range(10):
            with session_factory.begin() as session:
                row = session.scalars(select(Setting).where(Setting.key == "count").with_for_update()).one()
                row.value = str(int(row.value) + 1)

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(add_ten) for _ in range(8)]:
            done.result()
    with reading(session_factory) as session:
        assert session.get_one(Setting, "count").value == "80"


def test_a_document_cannot_be_changed_over_somebody_else(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.add(document(blob()))
    with session_factory() as mine:
        row = mine.scalars(select(Document)).one()
        mine.commit()  # the page is on my screen, no transaction is open
        with session_factory.begin() as theirs:
            theirs.scalars(select(Document)).one().title = "Их правка"
        row.title = "Моя правка"
        with pytest.raises(StaleDataError):
            mine.flush()


def test_a_commit_survives_a_process_that_never_closes(database_url: str) -> None:
    first = make_engine(database_url)
    with make_session_factory(first).begin() as session:
        session.add(blob())
    second = make_engine(database_url)
    with reading(make_session_factory(second)) as session:
        assert session.get(Blob, "a" * 64) is not None
    first.dispose()
    second.dispose()


def test_waiting_for_a_writer_is_bounded_by_the_writer_not_by_luck(session_factory: sessionmaker[Session]) -> None:
    with ThreadPoolExecutor(1) as thread:
        with session_factory.begin() as holder:
            holder.add(blob("a"))
            holder.flush()

            def write() -> float:
                begin = time.monotonic()
                with session_factory.begin() as session:
                    session.add(blob("b"))
                return time.monotonic() - begin

            waiting = thread.submit(write)
            time.sleep(0.3)
        assert waiting.result(timeout=20) < 20
