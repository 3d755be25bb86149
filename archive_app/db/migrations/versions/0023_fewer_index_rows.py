"""A filing writes fewer index rows: of what most documents and all waiting jobs have not.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OF_A_DOCUMENT = ("unit_id", "group_id", "subject_id", "own_scope_id", "intake_batch_id")
LEASED = sa.text("lease_until IS NOT NULL")


def upgrade() -> None:
    for column in OF_A_DOCUMENT:
        has = sa.text(f"{column} IS NOT NULL")
        op.drop_index(f"ix_document_{column}", "document")
        op.create_index(f"ix_document_{column}", "document", [column], sqlite_where=has, postgresql_where=has)
    op.drop_index("ix_job_lease", "job")
    op.create_index("ix_job_lease", "job", ["state", "lease_until"], sqlite_where=LEASED, postgresql_where=LEASED)


def downgrade() -> None:
    op.drop_index("ix_job_lease", "job")
    op.create_index("ix_job_lease", "job", ["state", "lease_until"])
    for column in OF_A_DOCUMENT:
        op.drop_index(f"ix_document_{column}", "document")
        op.create_index(f"ix_document_{column}", "document", [column])
