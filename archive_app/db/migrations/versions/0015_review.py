"""Review of pages: versions of pages, who works at which, class lists to pick names from.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("page", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "page_claim",
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_page_claim_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_page_claim")),
    )
    op.create_table(
        "class_list",
        sa.Column("id", BigId, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_list")),
    )
    op.create_table(
        "class_list_line",
        sa.Column("class_list_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_list_id"], ["class_list.id"], name=op.f("fk_class_list_line_class_list_id_class_list")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_class_list_line_person_id_person")),
        sa.PrimaryKeyConstraint("class_list_id", "person_id", name=op.f("pk_class_list_line")),
        sa.UniqueConstraint("class_list_id", "position", name=op.f("uq_class_list_line_class_list_id_position")),
    )
    op.create_index(op.f("ix_class_list_line_person_id"), "class_list_line", ["person_id"], unique=False)
    op.create_table(
        "document_class_list",
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("class_list_id", BigId, nullable=True),
        sa.Column("group_id", BigId, nullable=True),
        sa.CheckConstraint("(class_list_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_document_class_list_one")),
        sa.ForeignKeyConstraint(
            ["class_list_id"], ["class_list.id"], name=op.f("fk_document_class_list_class_list_id_class_list")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_class_list_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["study_group.id"], name=op.f("fk_document_class_list_group_id_study_group")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_class_list")),
    )


def downgrade() -> None:
    op.drop_table("document_class_list")
    op.drop_table("class_list_line")
    op.drop_table("class_list")
    op.drop_table("page_claim")
    op.drop_column("page", "version")
