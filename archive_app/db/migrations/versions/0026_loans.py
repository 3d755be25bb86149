"""Loans of paper originals: who has what until when; nothing is lent twice at once.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
OUT = {
    "case_file": "returned_on IS NULL AND volume_id IS NULL AND document_id IS NULL",
    "volume": "returned_on IS NULL AND volume_id IS NOT NULL",
    "document": "returned_on IS NULL AND document_id IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "loan",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column("volume_id", BigId, nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("borrower", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", Instant, nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by", sa.Text(), nullable=True),
        sa.Column("returned_at", Instant, nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("overdue_since", Instant, nullable=True),
        sa.Column("notified_at", Instant, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("volume_id IS NULL OR document_id IS NULL", name=op.f("ck_loan_target")),
        sa.CheckConstraint("due_on >= lent_on", name=op.f("ck_loan_period")),
        sa.CheckConstraint("returned_on >= lent_on", name=op.f("ck_loan_returned")),
        sa.CheckConstraint("(returned_on IS NULL) = (returned_by IS NULL)", name=op.f("ck_loan_returned_by")),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_loan_{name}_id_{name}"))
            for name in OUT
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
    )
    for name, condition in OUT.items():
        where = sa.text(condition)
        op.create_index(
            f"uq_loan_{name}", "loan", [f"{name}_id"], unique=True, sqlite_where=where, postgresql_where=where
        )
    op.create_index("ix_loan_case_file", "loan", ["case_file_id", "id"])
    op.create_index("ix_loan_returned_on", "loan", ["returned_on", "due_on"])


def downgrade() -> None:
    op.drop_table("loan")
