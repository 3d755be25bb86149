"""Long print forms are drawn by jobs and kept for a day.

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "drawn_form",
        sa.Column("id", BigId, nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("drawn_at", Instant, nullable=True),
        sa.CheckConstraint("(content IS NULL) = (drawn_at IS NULL)", name=op.f("ck_drawn_form_drawn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawn_form")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_drawn_form_asked_at"), "drawn_form", ["asked_at"])


def downgrade() -> None:
    op.drop_table("drawn_form")
