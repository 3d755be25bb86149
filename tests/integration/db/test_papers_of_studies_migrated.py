"""Migration 0046 parts the two papers of a study, with what the journal knows of the first; and puts one back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, text

from archive_app.db.engine import make_engine
from archive_app.db.migrate import downgrade, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

ENROLLED, LEFT = "приказ о зачислении № 1", "приказ о выпуске № 9"
LEAVE = {"group": "9-А", "until": "2025-06-25", "leaving": "graduated", "ground": LEFT}
ADD = {"group": "9-А", "since": "2024-09-01", "until": None, "leaving": None}
JOURNAL = (
    ("2", "person:study:add", ADD | {"ground": "приказ о зачислении № 2"}),  # its card became part of the third
    ("1", "person:study:leave", LEAVE | {"study": 1, "before": ENROLLED, "before_document": None}),
    ("2", "person:study:leave", LEAVE),
    ("5", "person:study:add", ADD | {"until": "2025-06-25", "leaving": "graduated", "ground": LEFT}),
)
STUDIES = ((1, 1, LEFT), (2, 3, LEFT), (3, 4, None), (4, 5, LEFT))
"""Number, person, paper; the third goes on."""


@pytest.fixture
def old(empty_database_url: str) -> Iterator[Engine]:
    """An archive of the release before: a paper a study, that of the end over that of the beginning."""
    engine = make_engine(empty_database_url)
    upgrade(engine, "0045")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO study_group (id, name, started_on) VALUES (1, '9-А', '2024-09-01')"))
        for number in range(1, 6):
            connection.execute(
                text(
                    "INSERT INTO person (id, surname, folded, created_at) VALUES (:n, 'Ивин', :f, '2024-01-01 00:00:00')"
                ),
                {"n": number, "f": f"лицо {number}"},
            )
        connection.execute(text("UPDATE person SET merged_into_id = 3 WHERE id = 2"))
        for number, person, ground in STUDIES:
            connection.execute(
                text(
                    "INSERT INTO study (id, person_id, group_id, started_on, ended_on, leaving, ground, version, "
                    "created_at, created_by) VALUES (:id, :person, 1, '2024-09-01', :ended, :leaving, :ground, 1, "
                    "'2024-01-01 00:00:00', 'a')"
                ),
                {
                    "id": number,
                    "person": person,
                    "ended": "2025-06-25" if ground else None,
                    "leaving": "graduated" if ground else None,
                    "ground": ground or "приказ № 3",
                },
            )
        for seq, (card, action, details) in enumerate(JOURNAL, 1):
            connection.execute(
                text(
                    "INSERT INTO audit_event (seq, at, actor, action, object_type, object_id, details, prev_hash, "
                    "hash) VALUES (:seq, '2024-01-01 00:00:00', 'a', :action, 'person', :person, :details, :hash, "
                    ":hash)"
                ),
                {
                    "seq": seq,
                    "action": action,
                    "person": card,
                    "details": json.dumps(details),
                    "hash": f"{seq:064}",
                },
            )
    yield engine
    engine.dispose()


def _papers(engine: Engine, *names: str) -> list[tuple[str | None, ...]]:
    columns: list[sa.ColumnElement[Any]] = [sa.column(name) for name in names]
    papers = sa.select(*columns).select_from(sa.table("study")).order_by(sa.column("id"))
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(papers)]


def test_each_paper_gets_its_own_place_and_one_is_left_on_the_way_back(old: Engine) -> None:
    upgrade(old, "0046")
    parted = [(ENROLLED, LEFT), ("приказ о зачислении № 2", LEFT), ("приказ № 3", None), (None, LEFT)]
    assert _papers(old, "ground", "leaving_ground") == parted
    downgrade(old, "0045")
    assert _papers(old, "ground") == [(LEFT,), (LEFT,), ("приказ № 3",), (LEFT,)]
    upgrade(old)
    assert _papers(old, "ground", "leaving_ground") == parted
