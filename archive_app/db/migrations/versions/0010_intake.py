"""Intake: how documents came in, batches, scopes of documents that wait to be filed.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SOURCES = ("browser", "folder", "mail", "api", "cli", "split")
MEASURES = ("kind_code", "coalesce(unit_id, 0)", "coalesce(group_id, 0)", "coalesce(person_id, 0)", "confidentiality")


def upgrade() -> None:
    op.create_table(
        "intake_batch",
        sa.Column("id", BigId, nullable=False),
        sa.Column(
            "source",
            sa.Enum(*SOURCES, name="source", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
        sa.UniqueConstraint("created_by", "key", name=op.f("uq_intake_batch_created_by_key")),
    )
    op.add_column("access_scope", sa.Column("unfiled", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    _measure_scopes_by(*MEASURES, "unfiled")
    _new_columns_of_document()
    _move_unfiled_documents(unfiled=True)


def _new_columns_of_document() -> None:
    """Added as plain columns: making the table anew would cost SQLite a copy of every document."""
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    known = ", ".join(f"'{source}'" for source in SOURCES)
    op.execute(
        f"ALTER TABLE document ADD COLUMN source VARCHAR(32) CONSTRAINT ck_document_source CHECK (source IN ({known}))"
    )
    op.execute(
        f"ALTER TABLE document ADD COLUMN intake_batch_id {big} "
        "CONSTRAINT fk_document_intake_batch_id_intake_batch REFERENCES intake_batch (id)"
    )
    op.create_index(op.f("ix_document_intake_batch_id"), "document", ["intake_batch_id"], unique=False)
    waiting = sa.text("volume_id IS NULL")
    op.create_index("ix_document_unfiled", "document", ["id"], sqlite_where=waiting, postgresql_where=waiting)


def _measure_scopes_by(*measures: str) -> None:
    op.drop_index("uq_access_scope", "access_scope")
    op.create_index("uq_access_scope", "access_scope", [sa.text(measure) for measure in measures], unique=True)


def _move_unfiled_documents(*, unfiled: bool) -> None:
    """Give documents without a volume the scopes like theirs that are, or are not, for unfiled ones."""
    for column in ("scope_id", "own_scope_id"):
        op.execute(
            "INSERT INTO access_scope (kind_code, unit_id, group_id, person_id, confidentiality, unfiled) "  # noqa: S608
            f"SELECT DISTINCT s.kind_code, s.unit_id, s.group_id, s.person_id, s.confidentiality, {unfiled} "
            f"FROM document AS d JOIN access_scope AS s ON s.id = d.{column} WHERE d.volume_id IS NULL "
            "ON CONFLICT DO NOTHING"
        )
        op.execute(
            f"UPDATE document SET index_stamp = index_stamp + 1, {column} = (SELECT t.id FROM access_scope AS s "  # noqa: S608
            "JOIN access_scope AS t ON t.kind_code = s.kind_code AND coalesce(t.unit_id, 0) = coalesce(s.unit_id, 0) "
            "AND coalesce(t.group_id, 0) = coalesce(s.group_id, 0) "
            "AND coalesce(t.person_id, 0) = coalesce(s.person_id, 0) "
            f"AND t.confidentiality = s.confidentiality AND t.unfiled = {unfiled} WHERE s.id = document.{column}) "
            f"WHERE volume_id IS NULL AND {column} IS NOT NULL"
        )


def downgrade() -> None:
    _move_unfiled_documents(unfiled=False)
    op.execute("DELETE FROM access_scope WHERE unfiled")
    _measure_scopes_by(*MEASURES)
    op.drop_column("access_scope", "unfiled")
    op.drop_index("ix_document_unfiled", "document")
    op.drop_index(op.f("ix_document_intake_batch_id"), "document")
    for column in ("intake_batch_id", "source"):
        op.execute(f"ALTER TABLE document DROP COLUMN {column}")
    op.drop_table("intake_batch")
