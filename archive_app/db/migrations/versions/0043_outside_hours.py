"""Hours of what was learned in another organisation.

Revision: 0043, after 0042
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The CHECK belongs to the column: SQLite adds and drops both at once, without a copy of the table.
    op.execute(
        "ALTER TABLE outside_result ADD COLUMN hours INTEGER CONSTRAINT ck_outside_result_hours CHECK (hours > 0)"
    )


def downgrade() -> None:
    op.drop_column("outside_result", "hours")
