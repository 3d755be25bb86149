"""Alembic's entry: runs on the connection that `archive_app.db.migrate` hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context

from archive_app.db.base import Base
from archive_app.db.models import map_all
from archive_app.db.types import UtcDateTime


def _render(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write plain types into new migrations: they must not change when the application's own types do."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


map_all()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=_render,
    transactional_ddl=True,
)
context.run_migrations()
