"""Requests that their applicant took back before they were answered.

Revision: 0040, after 0039
"""

import sqlalchemy as sa
from alembic import op

from archive_app.db.migrations.sqlite_tables import edit_definition

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

STATES = "'registered', 'in_work', 'signed', 'issued', 'refused'"
MORE_STATES = f"{STATES}, 'withdrawn'"
TABLE = "archive_request"


def upgrade() -> None:
    _states(STATES, MORE_STATES)
    op.create_index("ix_archive_request_registered_by", TABLE, ["registered_by", "id"])


def downgrade() -> None:
    op.drop_index("ix_archive_request_registered_by", TABLE)
    table = sa.table(TABLE, sa.column("state"), sa.column("refusal"))
    ended = {"state": "refused", "refusal": "отозван заявителем"}
    op.execute(sa.update(table).where(table.c.state == "withdrawn").values(**ended))
    _states(MORE_STATES, STATES)


def _states(old: str, new: str) -> None:
    """Another list of states, without a copy of the table."""
    if op.get_bind().dialect.name == "sqlite":
        edit_definition(op.get_bind(), TABLE, f"CHECK (state IN ({old}))", f"CHECK (state IN ({new}))")
    else:
        name = op.f(f"ck_{TABLE}_state")
        op.drop_constraint(name, TABLE)
        op.create_check_constraint(name, TABLE, f"state IN ({new})")
