"""Fixity of each blob; checks of it and repairs stand in the journal of backups.

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
FINDINGS = ("wrong_bytes", "missing", "unknown", "not_checked")
KINDS = ("backup", "ledger", "verify", "prune", "restore", "drill")
NEW_KINDS = ("fixity", "repair")
FOUND = sa.text("finding IS NOT NULL")


def upgrade() -> None:
    _kinds(*KINDS, *NEW_KINDS)
    op.create_table(
        "blob_fixity",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("run_id", BigId, nullable=False),
        sa.Column("checked_at", Instant, nullable=False),
        sa.Column("proven_at", Instant, nullable=True),
        sa.Column(
            "finding",
            sa.Enum(*FINDINGS, name="finding", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["backup_run.id"], name=op.f("fk_blob_fixity_run_id_backup_run")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob_fixity")),
    )
    op.create_index("ix_blob_fixity_run", "blob_fixity", ["run_id", "sha256"])
    op.create_index(
        "ix_blob_fixity_finding", "blob_fixity", ["finding", "sha256"], sqlite_where=FOUND, postgresql_where=FOUND
    )


def downgrade() -> None:
    op.drop_table("blob_fixity")
    run = sa.table("backup_run", sa.column("kind"))
    op.execute(sa.delete(run).where(run.c.kind.in_(NEW_KINDS)))
    _kinds(*KINDS)


def _kinds(*kinds: str) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("backup_run") as table:
        table.drop_constraint(op.f("ck_backup_run_kind"), type_="check")
        table.create_check_constraint(op.f("ck_backup_run_kind"), f"kind IN ({known})")
