"""Migrations give exactly the models, up and down, also with data, on both databases."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text

from archive_app.db.base import Base
from archive_app.db.engine import make_engine, make_session_factory
from archive_app.db.errors import DatabaseTooNewError
from archive_app.db.migrate import downgrade, upgrade
from archive_app.db.models import AuditHead, DocumentKind, Role
from archive_app.db.revisions import current_revision, head_revision
from tests.integration.db.rows import blob, document, item, plan, volume

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine.interfaces import ReflectedForeignKeyConstraint


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


def test_head_equals_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    assert current_revision(engine) == head_revision()


def test_every_index_covers_the_rows_that_the_models_say(empty: Engine) -> None:
    """`compare_metadata` does not look at the conditions of partial indexes."""
    Base.metadata.create_all(empty)
    modelled = _conditions(empty)
    Base.metadata.drop_all(empty)
    upgrade(empty)
    migrated = _conditions(empty)
    assert {name: migrated.get(name) for name in modelled} == modelled
    assert modelled["uq_person_name_current"]


def _conditions(engine: Engine) -> dict[str, str]:
    """What stands after WHERE, by the name of the index."""
    on_sqlite = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    on_postgresql = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    with engine.connect() as connection:
        rows = connection.execute(text(on_sqlite if engine.dialect.name == "sqlite" else on_postgresql)).all()
    return {name: " ".join(made.partition(" WHERE ")[2].split()) for name, made in rows}


def test_every_check_of_the_models_is_in_the_database(engine: Engine) -> None:
    """`compare_metadata` does not look at CHECK constraints."""
    inspector = inspect(engine)
    for table in Base.metadata.tables.values():
        modelled = {
            str(constraint.name)
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint) and constraint.name
        }
        assert modelled == {check["name"] for check in inspector.get_check_constraints(table.name)}, table.name


def test_every_constraint_has_a_name_that_a_later_migration_can_use(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in Base.metadata.tables:
        nameless = [key for key in inspector.get_unique_constraints(table) if not key["name"]]
        assert not nameless, table
        for key in inspector.get_foreign_keys(table):
            assert key["name"] or _named_beside_its_column(engine, table, key), (table, key)


def _named_beside_its_column(engine: Engine, table: str, key: ReflectedForeignKeyConstraint) -> bool:
    """A key that came to SQLite with its column has its name there, where reflection does not look."""
    with engine.connect() as connection:
        made = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table})
    (column,) = key["constrained_columns"]
    return f"CONSTRAINT fk_{table}_{column}_{key['referred_table']} REFERENCES" in str(made)


def test_dictionaries_come_with_the_schema(engine: Engine) -> None:
    with make_session_factory(engine)() as session:
        kinds = {kind.code: kind.title for kind in session.query(DocumentKind)}
        assert kinds["class_journal"] == "Классный журнал"
        assert {"exam_sheet", "certificate", "order", "personal_file", "protocol", "other"} <= kinds.keys()
        assert session.get(Role, "archivist") is not None
        head = session.get_one(AuditHead, 1)
        assert (head.seq, head.hash) == (0, "0" * 64)


def test_up_down_up_with_data_leaves_nothing_and_takes_data_again(empty: Engine) -> None:
    for _ in range(2):
        upgrade(empty)
        with make_session_factory(empty).begin() as session:
            session.add(document(blob(), volume=volume(item(plan()))))
        downgrade(empty, "base")
        assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
        assert current_revision(empty) is None


def test_every_single_step_down_and_up_works(empty: Engine) -> None:
    upgrade(empty)
    revisions = []
    while (revision := current_revision(empty)) is not None:
        revisions.append(revision)
        downgrade(empty, "-1")
    for revision in reversed(revisions):
        upgrade(empty, "+1")
        assert current_revision(empty) == revision


def test_upgrade_of_a_current_database_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    assert current_revision(engine) == head_revision()


def test_nodes_that_start_together_migrate_once(empty_database_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        node = make_engine(empty_database_url)
        try:
            upgrade(node)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            node.dispose()

    nodes = [Thread(target=start) for _ in range(4)]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert failures == []


def test_a_failed_migration_leaves_the_schema_as_it_was(empty: Engine) -> None:
    upgrade(empty, "0002")
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE page (in_the_way INTEGER)"))
    with pytest.raises(Exception, match="page"):
        upgrade(empty)
    assert current_revision(empty) == "0002"
    assert "document" not in inspect(empty).get_table_names()


def test_a_database_of_a_later_release_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNewError) as refused:
        upgrade(engine)
    assert refused.value.params == {"revision": "9999"}
