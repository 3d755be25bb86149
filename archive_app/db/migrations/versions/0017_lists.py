"""Lists at 100,000 documents: counts that read no row, persons by name past those that were merged.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_document_counted", "document", ["volume_id", "state", "scope_id", "own_scope_id"])
    op.drop_index("ix_document_recognition", "document")
    op.create_index("ix_document_recognition", "document", ["recognition", "state", "id"])
    op.drop_index("ix_person_merged_into_id", "person")
    op.create_index(
        "ix_person_merged_into_id", "person", ["merged_into_id"], sqlite_where=MERGED, postgresql_where=MERGED
    )


def downgrade() -> None:
    op.drop_index("ix_person_merged_into_id", "person")
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])
    op.drop_index("ix_document_recognition", "document")
    op.create_index("ix_document_recognition", "document", ["recognition", "id"])
    op.drop_index("ix_document_counted", "document")
