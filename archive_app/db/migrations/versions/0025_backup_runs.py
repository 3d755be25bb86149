"""The journal of backups.

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = ("backup", "ledger", "verify", "prune", "restore", "drill")


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("id", BigId, nullable=False),
        sa.Column(
            "kind", sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("finished_at", Instant, nullable=True),
        sa.Column("ok", sa.Boolean(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("facts", Json, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint("(ok IS NULL) = (finished_at IS NULL)", name="finished"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_backup_run_place", "backup_run", ["place", "kind", "id"])


def downgrade() -> None:
    op.drop_table("backup_run")
