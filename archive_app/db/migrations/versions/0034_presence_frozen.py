"""A signed act of a presence check does not change in the database either.

Revision: 0034, after 0033
"""

from alembic import op

from archive_app.db.migrations.frozen_triggers import PRESENCE, create_frozen_triggers, drop_frozen_triggers

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_frozen_triggers(op.get_bind(), PRESENCE)


def downgrade() -> None:
    drop_frozen_triggers(op.get_bind(), PRESENCE)
