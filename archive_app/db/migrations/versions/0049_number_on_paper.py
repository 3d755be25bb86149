"""The number that an act of destruction bears on paper, where a restore has kept it under another one.

Revision: 0049, after 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLE, COLUMN = "disposal_act", "paper_number"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column(COLUMN, sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column(TABLE, COLUMN)
