"""Migration 0048 tells which class lists came of tables of marks, by the journal; what was typed stays typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, text

from archive_app.db.engine import make_engine
from archive_app.db.migrate import downgrade, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

SHA = "a" * 64
READ, ADDED = "document:marks:read", "class_list:record:add"
FIRST, LATER = "2026-11-01 08:00:00", "2026-11-01 08:00:09"
EVENTS = (
    (FIRST, "document", "7", READ),
    (FIRST, "class_list", "1", ADDED),
    (LATER, "document", "7", READ),
    ("2026-11-01 08:00:10", "class_list", "2", ADDED),
)
"""The second list was typed right after the table was read once more."""


@pytest.fixture
def old(empty_database_url: str) -> Iterator[Engine]:
    """An archive of the release before, with a list of a table and a typed one."""
    engine = make_engine(empty_database_url)
    upgrade(engine, "0047")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO blob (sha256, size, media_type, state, created_at) VALUES (:sha, 1, 't', 'present', :at)"
            ),
            {"sha": SHA, "at": FIRST},
        )
        connection.execute(
            text(
                "INSERT INTO document (id, kind_code, title, carrier, confidentiality, language, state, original_sha256, "
                "original_name, media_type, recognition, index_stamp, indexed_stamp, version, created_at, created_by) "
                "VALUES (7, 'class_journal', 'ведомость', 'both', 0, 'ru', 'active', :sha, 'т.csv', 't', 'waiting', 1, 0, "
                "1, :at, 'a')"
            ),
            {"sha": SHA, "at": FIRST},
        )
        for number in (1, 2):
            connection.execute(
                text("INSERT INTO class_list (id, title, created_at, created_by) VALUES (:id, 'ведомость', :at, 'a')"),
                {"id": number, "at": FIRST},
            )
        for seq, (at, kind_of, named, action) in enumerate(EVENTS, 101):
            connection.execute(
                text(
                    "INSERT INTO audit_event (seq, at, actor, action, object_type, object_id, details, prev_hash, hash)"
                    " VALUES (:seq, :at, 'a', :action, :kind, :number, '{}', :hash, :hash)"
                ),
                {"seq": seq, "at": at, "action": action, "kind": kind_of, "number": named, "hash": f"{seq:064}"},
            )
    yield engine
    engine.dispose()


def test_lists_of_tables_are_told_by_the_journal(old: Engine) -> None:
    columns: list[sa.ColumnElement[Any]] = [sa.column("id"), sa.column("document_id")]
    query = sa.select(*columns).select_from(sa.table("class_list")).order_by(sa.column("id"))
    upgrade(old, "0048")
    with old.connect() as connection:
        assert [tuple(row) for row in connection.execute(query)] == [(1, 7), (2, None)]
    downgrade(old, "0047")
    assert "document_id" not in {column["name"] for column in sa.inspect(old).get_columns("class_list")}
    upgrade(old)
    with old.connect() as connection:
        assert [tuple(row) for row in connection.execute(query)] == [(1, 7), (2, None)]
