"""Uploads in pieces.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

from archive_app.db.types import Json

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SOURCES = ("browser", "folder", "mail", "api", "cli", "split")
STATES = ("receiving", "arrived", "taken_in", "duplicate", "refused")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("source", _enum("source", *SOURCES), nullable=False),
        sa.Column("intake_batch_id", BigId, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("received", BigId, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("state", _enum("state", *STATES), nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("received >= 0 AND received <= size", name=op.f("ck_upload_received")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_upload_user_id_app_user")),
        sa.ForeignKeyConstraint(
            ["intake_batch_id"], ["intake_batch.id"], name=op.f("fk_upload_intake_batch_id_intake_batch")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_upload_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("token", name=op.f("uq_upload_token")),
    )
    op.create_index("ix_upload_user", "upload", ["user_id", "id"], unique=False)
    op.create_index("ix_upload_expires", "upload", ["expires_at"], unique=False)
    op.create_index(op.f("ix_upload_intake_batch_id"), "upload", ["intake_batch_id"], unique=False)
    op.create_index(op.f("ix_upload_document_id"), "upload", ["document_id"], unique=False)
    op.create_table(
        "upload_part",
        sa.Column("upload_id", BigId, autoincrement=False, nullable=False),
        sa.Column("position", BigId, autoincrement=False, nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_part_upload_id_upload")),
        sa.PrimaryKeyConstraint("upload_id", "position", name=op.f("pk_upload_part")),
    )
    op.create_index(op.f("ix_upload_part_key"), "upload_part", ["key"], unique=False)


def downgrade() -> None:
    op.drop_table("upload_part")
    op.drop_table("upload")
