"""Work at file plans: who drafted, agreed and approved a version, the totals of its year.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WORKED_AT = sa.text("status IN ('draft', 'agreed', 'approved')")
TEXTS = ("agreed_ref", "agreed_by", "approved_by", "totals_by")
DAYS = ("agreed_on", "approved_on", "totals_on")


def upgrade() -> None:
    op.add_column("file_plan", sa.Column("drafted_by", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("file_plan", sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("file_plan", sa.Column("totals", Json, nullable=True))
    for name in TEXTS:
        op.add_column("file_plan", sa.Column(name, sa.Text(), nullable=True))
    for name in DAYS:
        op.add_column("file_plan", sa.Column(name, sa.Date(), nullable=True))
    op.create_index(
        "uq_file_plan_worked_at",
        "file_plan",
        ["fonds_id", "year"],
        unique=True,
        sqlite_where=WORKED_AT,
        postgresql_where=WORKED_AT,
    )


def downgrade() -> None:
    op.drop_index("uq_file_plan_worked_at", "file_plan")
    for name in (*DAYS, *TEXTS, "totals", "revision", "drafted_by"):
        op.drop_column("file_plan", name)
