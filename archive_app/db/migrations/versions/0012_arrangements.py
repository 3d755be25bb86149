"""Pages that are arranged anew: their sources, the versions of a document's arrangement, documents that were replaced.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from archive_app.db.migrations.sqlite_tables import edit_definition

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = ("turn", "move", "remove", "insert", "split", "merge")
STATES = "'active', 'destroying', 'destroyed'"
MORE_STATES = f"{STATES}, 'replaced'"
CHECKS = {
    "one_owner": "(document_id IS NULL) <> (aside_id IS NULL)",
    "source": "(source_sha256 IS NULL) = (source_page IS NULL)",
    "source_page": "source_page >= 1",
    "turn": "turn IN (0, 90, 180, 270)",
}


def upgrade() -> None:
    op.create_table(
        "page_change",
        sa.Column("id", BigId, nullable=False),
        sa.Column(
            "kind", sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(made_by) > 0", name=op.f("ck_page_change_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_change")),
    )
    op.create_table(
        "arrangement",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column("change_id", BigId, nullable=True),
        sa.Column("pages", Json, nullable=False),
        sa.CheckConstraint("previous < version", name=op.f("ck_arrangement_previous")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_arrangement_version")),
        sa.ForeignKeyConstraint(["change_id"], ["page_change.id"], name=op.f("fk_arrangement_change_id_page_change")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_arrangement_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_arrangement_document_id_version")),
    )
    op.create_index("ix_arrangement_change", "arrangement", ["change_id"], unique=False)
    op.add_column("document", sa.Column("arrangement", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("document", sa.Column("meant_item", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("meant_year", sa.Integer(), nullable=True))
    _states(STATES, MORE_STATES)
    _columns_of_page()


def downgrade() -> None:
    op.execute("DELETE FROM page WHERE document_id IS NULL")
    op.execute("UPDATE document SET state = 'active' WHERE state = 'replaced'")
    _states(MORE_STATES, STATES)
    for column in ("arrangement", "meant_item", "meant_year"):
        op.drop_column("document", column)
    op.drop_index("ix_page_source", "page")
    op.drop_index(op.f("ix_page_aside_id"), "page")
    if _on_sqlite():
        for name in reversed(CHECKS):
            edit_definition(op.get_bind(), "page", _check(name), "")
        edit_definition(op.get_bind(), "page", "\n\tdocument_id INTEGER,", "\n\tdocument_id INTEGER NOT NULL,")
    else:
        for name in CHECKS:
            op.drop_constraint(op.f(f"ck_page_{name}"), "page")
        op.alter_column("page", "document_id", nullable=False)
    for column in ("aside_persons", "separator", "turn", "source_page", "source_sha256", "aside_id"):
        op.drop_column("page", column)
    op.drop_table("arrangement")
    op.drop_table("page_change")


def _states(old: str, new: str) -> None:
    """Another list of states in the table of documents, without a copy of it."""
    if _on_sqlite():
        edit_definition(op.get_bind(), "document", f"CHECK (state IN ({old}))", f"CHECK (state IN ({new}))")
    else:
        op.drop_constraint(op.f("ck_document_state"), "document")
        op.create_check_constraint(op.f("ck_document_state"), "document", f"state IN ({new})")


def _columns_of_page() -> None:
    big = "INTEGER" if _on_sqlite() else "BIGINT"
    op.execute(
        f"ALTER TABLE page ADD COLUMN aside_id {big} CONSTRAINT fk_page_aside_id_document REFERENCES document (id)"
    )
    op.execute(
        "ALTER TABLE page ADD COLUMN source_sha256 VARCHAR(64) "
        "CONSTRAINT fk_page_source_sha256_blob REFERENCES blob (sha256)"
    )
    op.add_column("page", sa.Column("source_page", sa.Integer(), nullable=True))
    op.add_column("page", sa.Column("turn", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("page", sa.Column("separator", sa.Text(), nullable=True))
    op.add_column("page", sa.Column("aside_persons", Json, nullable=True))
    if _on_sqlite():
        edit_definition(op.get_bind(), "page", "\n\tdocument_id INTEGER NOT NULL,", "\n\tdocument_id INTEGER,")
        before = "\n\tCONSTRAINT pk_page PRIMARY KEY"
        checks = "".join(map(_check, CHECKS))
        edit_definition(op.get_bind(), "page", before, checks + before)
    else:
        op.alter_column("page", "document_id", nullable=True)
        for name, condition in CHECKS.items():
            op.create_check_constraint(op.f(f"ck_page_{name}"), "page", condition)
    op.create_index(op.f("ix_page_aside_id"), "page", ["aside_id"], unique=False)
    op.create_index("ix_page_source", "page", ["source_sha256"], unique=False)


def _check(name: str) -> str:
    return f"\n\tCONSTRAINT ck_page_{name} CHECK ({CHECKS[name]}), "


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
