"""Dictionaries that people keep: extra fields of kinds, names of the levels of confidentiality, what is retired.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
Json = sa.JSON().with_variant(JSONB(), "postgresql")
LEVELS = (
    (0, "Обычные: для всех, кому доступен вид документов"),
    (1, "Служебные: только для работников"),
    (9, "Строго ограниченные: для руководства и архива"),
)
RETIRED = ("document_kind", "unit")
VERSIONED = ("document_kind", "unit", "study_group")


def upgrade() -> None:
    op.create_table(
        "document_kind_field",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "text",
                "number",
                "date",
                "choice",
                "person",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("choices", Json, nullable=False),
        sa.Column("retired_at", Instant, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_document_kind_field_position")),
        sa.ForeignKeyConstraint(
            ["kind_code"], ["document_kind.code"], name=op.f("fk_document_kind_field_kind_code_document_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_kind_field")),
        sa.UniqueConstraint("kind_code", "code", name=op.f("uq_document_kind_field_kind_code_code")),
    )
    levels = op.create_table(
        "confidentiality_level",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.CheckConstraint("level >= 0", name=op.f("ck_confidentiality_level_level")),
        sa.PrimaryKeyConstraint("level", name=op.f("pk_confidentiality_level")),
    )
    op.bulk_insert(levels, [{"level": level, "title": title} for level, title in LEVELS])
    for table in RETIRED:
        op.add_column(table, sa.Column("retired_at", Instant, nullable=True))
    for table in VERSIONED:
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")))
    op.add_column("document", sa.Column("fields", Json, nullable=False, server_default=sa.text("'{}'")))
    op.create_index("ix_job_state", "job", ["state", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_job_state", "job")
    op.drop_column("document", "fields")
    for table in VERSIONED:
        op.drop_column(table, "version")
    for table in RETIRED:
        op.drop_column(table, "retired_at")
    op.drop_table("confidentiality_level")
    op.drop_table("document_kind_field")
