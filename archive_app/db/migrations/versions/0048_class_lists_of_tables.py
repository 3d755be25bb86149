"""A class list knows the table of marks that it was read from, so that reading the table again renews it.

Revision: 0048, after 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLE, COLUMN = "class_list", "document_id"
INDEX = f"ix_{TABLE}_{COLUMN}"


def upgrade() -> None:
    # A plain column with its own key: making the table anew would let references to it dangle on SQLite.
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    key = f"CONSTRAINT fk_{TABLE}_{COLUMN}_document REFERENCES document (id)"
    op.execute(f"ALTER TABLE {TABLE} ADD COLUMN {COLUMN} {big} {key}")
    _tell_tables()
    op.create_index(INDEX, TABLE, [COLUMN], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, COLUMN)


def _tell_tables() -> None:
    """A reading has written the list down right after itself, in the same instant; what was typed stands by itself."""
    event = sa.table("audit_event", *map(sa.column, ("seq", "at", "actor", "action", "object_id")))
    read, added = event.alias("read"), event.alias("added")
    same = sa.and_(added.c.seq == read.c.seq + 1, added.c.at == read.c.at, added.c.actor == read.c.actor)
    query = (
        sa.select(read.c.object_id, added.c.object_id)
        .join(added, same)
        .where(read.c.action == "document:marks:read", added.c.action == "class_list:record:add")
    )
    class_list = sa.table(TABLE, sa.column("id"), sa.column(COLUMN))
    update = sa.update(class_list).where(class_list.c.id == sa.bindparam("list")).values(**{COLUMN: sa.bindparam("of")})
    found = {int(document): int(made) for document, made in op.get_bind().execute(query)}
    if found:
        op.get_bind().execute(update, [{"list": made, "of": document} for document, made in found.items()])
