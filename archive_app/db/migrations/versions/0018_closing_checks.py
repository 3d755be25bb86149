"""Closing with checks: which kinds of documents an item asks for; case files carried over into another year; volumes.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STEPS = ("closed", "reopened", "transferred", "decided", "extracted", "destroyed")
NEW_STEPS = ("split", "carried")


def upgrade() -> None:
    op.create_table(
        "required_kind",
        sa.Column("item_index", sa.String(length=32), nullable=False),
        sa.Column("kind_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_code"], ["document_kind.code"], name=op.f("fk_required_kind_kind_code_document_kind")
        ),
        sa.PrimaryKeyConstraint("item_index", "kind_code", name=op.f("pk_required_kind")),
    )
    op.add_column("case_file", sa.Column("carried_to", sa.Integer(), nullable=True))
    _steps(*STEPS, *NEW_STEPS)


def _steps(*kinds: str) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("case_step") as table:
        table.drop_constraint(op.f("ck_case_step_kind"), type_="check")
        table.create_check_constraint(op.f("ck_case_step_kind"), f"kind IN ({known})")


def downgrade() -> None:
    step = sa.table("case_step", sa.column("kind"))
    op.execute(sa.delete(step).where(step.c.kind.in_(NEW_STEPS)))
    _steps(*STEPS)
    op.drop_column("case_file", "carried_to")
    op.drop_table("required_kind")
