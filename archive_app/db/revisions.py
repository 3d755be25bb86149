"""The revision of the schema: of a database, and of this release. Without Alembic, which every command would load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from archive_app.db.engine import read_only_options

if TYPE_CHECKING:
    from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def current_revision(engine: Engine) -> str | None:
    """Tell the revision of the schema; None: never migrated. Waits for no writer."""
    with engine.connect().execution_options(**read_only_options(engine.dialect)) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def head_revision() -> str:
    """Tell the revision that this release needs: a migration's file begins with its revision, and they are counted."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
