"""Marks that filed tables of the e-journal tell.

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mark",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint("school_year BETWEEN 1900 AND 2200", name=op.f("ck_mark_school_year")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_mark_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mark_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    op.create_index("uq_mark", "mark", ["document_id", "person_id", "subject", "period"], unique=True)
    op.create_index("ix_mark_person_id", "mark", ["person_id"])


def downgrade() -> None:
    op.drop_table("mark")
