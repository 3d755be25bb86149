"""Applications for results from other organisations that were taken back, with the reason.

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

from archive_app.db.migrations.sqlite_tables import edit_definition

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE = "outside_result"
STATES = "'applied', 'accepted', 'refused'"
_NUMBERED = (
    "(coalesce(length(trim(protocol)), 0) > 0 AND protocol_on IS NOT NULL"
    " AND coalesce(length(trim(commission)), 0) > 0)"
)
_SAID = "coalesce(length(trim(decision)), 0) > 0"
CHECKS = {
    "state": (f"state IN ({STATES})", f"state IN ({STATES}, 'withdrawn')"),
    "protocol": (f"state = 'applied' OR {_NUMBERED}", f"state IN ('applied', 'withdrawn') OR {_NUMBERED}"),
    "refusal": (f"state <> 'refused' OR {_SAID}", f"state NOT IN ('refused', 'withdrawn') OR {_SAID}"),
}


def upgrade() -> None:
    for name, (old, new) in CHECKS.items():
        _check(name, old, new)


def downgrade() -> None:
    """What was taken back waits again: the version before knows no other end without a protocol."""
    results = sa.table(TABLE, sa.column("state"))
    op.execute(sa.update(results).where(results.c.state == "withdrawn").values(state="applied"))
    for name, (new, old) in CHECKS.items():
        _check(name, old, new)


def _check(name: str, old: str, new: str) -> None:
    """Another condition, without a copy of the table."""
    if op.get_bind().dialect.name == "sqlite":
        edit_definition(op.get_bind(), TABLE, f"CHECK ({old})", f"CHECK ({new})")
    else:
        constraint = op.f(f"ck_{TABLE}_{name}")
        op.drop_constraint(constraint, TABLE)
        op.create_check_constraint(constraint, TABLE, new)
