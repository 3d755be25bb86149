"""What was approved does not change in the database either: file plans, inventories, transfer and disposal acts.

Revision: 0024, after 0023
"""

from alembic import op

from archive_app.db.migrations.frozen_triggers import create_frozen_triggers, drop_frozen_triggers

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE file_plan SET revision = 2 WHERE revision = 1 AND status <> 'draft'")  # written to its end
    create_frozen_triggers(op.get_bind())


def downgrade() -> None:
    drop_frozen_triggers(op.get_bind())
