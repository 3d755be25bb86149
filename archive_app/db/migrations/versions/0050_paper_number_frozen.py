"""The number under which an act of destruction was signed does not change in the database either.

Revision: 0050, after 0049
"""

from alembic import op

from archive_app.db.migrations.frozen_triggers import PAPER_NUMBER, create_frozen_triggers, drop_frozen_triggers

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_frozen_triggers(op.get_bind(), PAPER_NUMBER)


def downgrade() -> None:
    drop_frozen_triggers(op.get_bind(), PAPER_NUMBER)
