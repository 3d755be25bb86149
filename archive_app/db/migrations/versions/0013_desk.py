"""The desk: documents by the moment they came in; the short name of the organisation.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fonds", sa.Column("short_name", sa.Text(), nullable=True))
    op.create_index("ix_document_created", "document", ["created_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_document_created", "document")
    op.drop_column("fonds", "short_name")
