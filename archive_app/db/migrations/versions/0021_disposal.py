"""Disposal acts with their lines and commissions, tombstones of what was destroyed, extractions from class journals.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = ("former_rendition", "tombstone", "extraction", "disposal_entry", "commission_seat", "disposal_act")


def upgrade() -> None:
    _former_renditions()
    _acts()
    _seats()
    _entries()
    _extractions()
    _tombstones()


def _acts() -> None:
    op.create_table(
        "disposal_act",
        sa.Column("id", BigId, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "reviewed",
                "approved",
                "executing",
                "executed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("protocol_number", sa.Text(), nullable=True),
        sa.Column("protocol_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", Instant, nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", Instant, nullable=True),
        sa.Column("started_by", sa.Text(), nullable=True),
        sa.Column("started_at", Instant, nullable=True),
        sa.Column("executed_at", Instant, nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", Instant, nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'executing', 'executed') OR approved_by IS NOT NULL",
            name=op.f("ck_disposal_act_approved_first"),
        ),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_disposal_act_another")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_act")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_disposal_act_state", "disposal_act", ["state", "id"], unique=False)


def _seats() -> None:
    op.create_table(
        "commission_seat",
        sa.Column("id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("chair", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["disposal_act.id"], name=op.f("fk_commission_seat_act_id_disposal_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_seat")),
        sa.UniqueConstraint("act_id", "name", name=op.f("uq_commission_seat_act_id_name")),
    )


def _entries() -> None:
    op.create_table(
        "disposal_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column("index", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("volumes", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("eligible_on", sa.Date(), nullable=False),
        sa.Column("arithmetic", sa.Text(), nullable=False),
        sa.Column("individual", sa.Boolean(), nullable=False),
        sa.Column("remainder", sa.Boolean(), nullable=False),
        sa.Column("inventory", sa.Text(), nullable=True),
        sa.Column("unit_number", sa.Text(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "destroy",
                "keep",
                "permanent",
                "extract",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Instant, nullable=True),
        sa.Column("decided_why", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "listed",
                "destroying",
                "destroyed",
                "left",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("left_code", sa.String(length=64), nullable=True),
        sa.Column("left_detail", sa.Text(), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("stood", sa.String(length=32), nullable=True),
        sa.Column("destroyed_at", Instant, nullable=True),
        sa.CheckConstraint("(decision = 'keep') = (keep_until IS NOT NULL)", name=op.f("ck_disposal_entry_keep_until")),
        sa.CheckConstraint(
            "state NOT IN ('destroying', 'destroyed') OR seal IS NOT NULL", name=op.f("ck_disposal_entry_sealed_first")
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_disposal_entry_position")),
        sa.ForeignKeyConstraint(["act_id"], ["disposal_act.id"], name=op.f("fk_disposal_entry_act_id_disposal_act")),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_disposal_entry_case_file_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_entry")),
        sa.UniqueConstraint("act_id", "case_file_id", name=op.f("uq_disposal_entry_act_id_case_file_id")),
        sa.UniqueConstraint("act_id", "position", name=op.f("uq_disposal_entry_act_id_position")),
    )
    op.create_index(
        "uq_disposal_entry_living",
        "disposal_entry",
        ["case_file_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'left'"),
        postgresql_where=sa.text("state <> 'left'"),
    )


def _extractions() -> None:
    op.create_table(
        "extraction",
        sa.Column("id", BigId, nullable=False),
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("target_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("pages", Json, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_extraction_two")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_extraction_document_id_document")),
        sa.ForeignKeyConstraint(["source_id"], ["case_file.id"], name=op.f("fk_extraction_source_id_case_file")),
        sa.ForeignKeyConstraint(["target_id"], ["case_file.id"], name=op.f("fk_extraction_target_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction")),
        sa.UniqueConstraint("document_id", name=op.f("uq_extraction_document_id")),
    )
    op.create_index("ix_extraction_source", "extraction", ["source_id"], unique=False)
    op.create_index(op.f("ix_extraction_target_id"), "extraction", ["target_id"], unique=False)


def _tombstones() -> None:
    op.create_table(
        "tombstone",
        sa.Column("id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("entry_id", BigId, nullable=False),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("destroyed_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["disposal_act.id"], name=op.f("fk_tombstone_act_id_disposal_act")),
        sa.ForeignKeyConstraint(["case_file_id"], ["case_file.id"], name=op.f("fk_tombstone_case_file_id_case_file")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_tombstone_document_id_document")),
        sa.ForeignKeyConstraint(["entry_id"], ["disposal_entry.id"], name=op.f("fk_tombstone_entry_id_disposal_entry")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_tombstone_sha256_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("document_id", "sha256", name=op.f("uq_tombstone_document_id_sha256")),
    )
    op.create_index("ix_tombstone_entry", "tombstone", ["entry_id", "document_id"], unique=False)
    op.create_index("ix_tombstone_sha256", "tombstone", ["sha256"], unique=False)


def _former_renditions() -> None:
    op.create_table(
        "former_rendition",
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_former_rendition_document_id_document")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_former_rendition_sha256_blob")),
        sa.PrimaryKeyConstraint("document_id", "sha256", name=op.f("pk_former_rendition")),
    )
    op.create_index(op.f("ix_former_rendition_sha256"), "former_rendition", ["sha256"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
