"""Accepted entries of portfolios lie in a case file, their files are documents; drafts may be thrown away.

Revision: 0044, after 0043
"""

import sqlalchemy as sa
from alembic import op

from archive_app.db.migrations.sqlite_tables import edit_definition

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ENTRY, FILE = "portfolio_entry", "portal_file"
STATES = "'draft', 'sent', 'accepted', 'returned'"
MORE_STATES = f"{STATES}, 'discarded'"
KEYS = {ENTRY: ("case_file_id", "case_file"), FILE: ("document_id", "document")}


def upgrade() -> None:
    _states(STATES, MORE_STATES)
    # Plain columns with their own key: making the table anew would let every reference to it dangle on SQLite.
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table, (column, there) in KEYS.items():
        key = f"CONSTRAINT fk_{table}_{column}_{there} REFERENCES {there} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {big} {key}")


def downgrade() -> None:
    for table, (column, _) in KEYS.items():
        op.drop_column(table, column)
    entries = sa.table(ENTRY, sa.column("state"))
    op.execute(sa.update(entries).where(entries.c.state == "discarded").values(state="draft"))
    _states(MORE_STATES, STATES)


def _states(old: str, new: str) -> None:
    """Another list of states, without a copy of the table."""
    if op.get_bind().dialect.name == "sqlite":
        edit_definition(op.get_bind(), ENTRY, f"CHECK (state IN ({old}))", f"CHECK (state IN ({new}))")
    else:
        name = op.f(f"ck_{ENTRY}_state")
        op.drop_constraint(name, ENTRY)
        op.create_check_constraint(name, ENTRY, f"state IN ({new})")
