"""Migration 0047 tells the ends of consents that stand there already, and forgets them on the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, text

from archive_app.db.engine import make_engine
from archive_app.db.migrate import downgrade, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSENTS: tuple[dict[str, str | None], ...] = (
    {"purpose": "education", "valid_to": None, "withdrawn_on": None},
    {"purpose": "publication", "valid_to": "2025-12-31", "withdrawn_on": "2025-03-01"},
    {"purpose": "special", "valid_to": "2025-02-01", "withdrawn_on": None},
    {"purpose": "other", "valid_to": None, "withdrawn_on": None},
)


@pytest.fixture
def old(empty_database_url: str) -> Iterator[Engine]:
    """An archive of the release before, with somebody who has left."""
    engine = make_engine(empty_database_url)
    upgrade(engine, "0046")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, surname, folded, created_at) VALUES (1, 'Ивин', 'ивин', '2024-01-01 00:00:00')"
            )
        )
        for number, consent in enumerate(CONSENTS, 1):
            connection.execute(
                text(
                    "INSERT INTO consent (id, person_id, giver_id, purpose, ground, given_on, valid_to, withdrawn_on, "
                    "withdrawn_ground, version, created_at, created_by) VALUES (:id, 1, 1, :purpose, 'с', '2024-09-01', "
                    ":valid_to, :withdrawn_on, :why, 1, '2024-09-01 00:00:00', 'a')"
                ),
                {"id": number, "why": "отзыв" if consent["withdrawn_on"] else None, **consent},
            )
        connection.execute(
            text(
                "INSERT INTO case_event (person_id, trigger, day, ground, entered_at, entered_by) "
                "VALUES (1, 'after_leaving', '2025-06-25', 'приказ № 9', '2025-06-25 00:00:00', 'a')"
            )
        )
    yield engine
    engine.dispose()


def _told(engine: Engine) -> list[tuple[str | None, ...]]:
    columns: list[sa.ColumnElement[Any]] = [sa.column(name) for name in ("ended_on", "reached_on", "reached_ground")]
    query = sa.select(*columns).select_from(sa.table("consent")).order_by(sa.column("id"))
    with engine.connect() as connection:
        return [tuple(None if one is None else str(one) for one in row) for row in connection.execute(query)]


def test_each_end_is_the_earliest_of_what_is_known(old: Engine) -> None:
    known = [
        ("2025-06-25", "2025-06-25", "приказ № 9"),
        ("2025-03-01", None, None),
        ("2025-02-01", None, None),
        (None, None, None),
    ]
    upgrade(old, "0047")
    assert _told(old) == known
    downgrade(old, "0046")
    assert "ended_on" not in {column["name"] for column in sa.inspect(old).get_columns("consent")}
    upgrade(old)
    assert _told(old) == known
