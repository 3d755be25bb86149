"""What comes next for each case file, as the daily run finds it.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
DUE = sa.Enum("close", "transfer", "review", name="due", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "case_prospect",
        sa.Column("case_file_id", BigId, autoincrement=False, nullable=False),
        sa.Column("due", DUE, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("eligible_on", sa.Date(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("volume_bytes", BigId, nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("notified_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_case_prospect_case_file_id_case_file")
        ),
        sa.PrimaryKeyConstraint("case_file_id", name=op.f("pk_case_prospect")),
    )
    op.create_index("ix_case_prospect_due", "case_prospect", ["due", "since"], unique=False)
    op.create_index("ix_case_prospect_eligible_on", "case_prospect", ["eligible_on"], unique=False)


def downgrade() -> None:
    op.drop_table("case_prospect")
