"""Local normative acts: approvals, chains of editions, publication on the site.

Revision: 0037, after 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
KINDS = ("regulation", "procedure", "rules", "instruction", "charter", "order")
ACT, APPROVAL = "local_act", "local_act_approval"


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in checks.items()]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    checks = {
        "title": "length(trim(title)) > 0",
        "approved": "length(trim(approved_post)) > 0 AND length(trim(approved_name)) > 0",
        "period": "in_force_to IS NULL OR in_force_to >= in_force_from",
        "force_after_approval": "in_force_from >= approved_on",
        "chain": "replaces_id IS NULL OR chain_id IS NOT NULL",
        "replaces_another": "replaces_id IS NULL OR replaces_id <> id",
        "published": "(published_on IS NULL) = (published_at IS NULL)",
    }
    kind = sa.Enum(*KINDS, name=op.f(f"ck_{ACT}_kind"), native_enum=False, create_constraint=True, length=32)
    op.create_table(
        ACT,
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("approved_post", sa.Text(), nullable=False),
        sa.Column("approved_name", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=True),
        sa.Column("order_on", sa.Date(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("ended_ground", sa.Text(), nullable=True),
        sa.Column("replaces_id", BigId, nullable=True),
        sa.Column("chain_id", BigId, nullable=True),
        sa.Column("publish_named", sa.Date(), nullable=True),
        sa.Column("publish_by", sa.Date(), nullable=True),
        sa.Column("publish_words", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("entered_at", Instant, nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks(ACT, checks),
        _key(ACT, "replaces_id", ACT),
        _key(ACT, "chain_id", ACT),
        _key(ACT, "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ACT}")),
        sa.UniqueConstraint("replaces_id", name=op.f(f"uq_{ACT}_replaces_id")),
        sa.UniqueConstraint("document_id", name=op.f(f"uq_{ACT}_document_id")),
        sa.UniqueConstraint("chain_id", "in_force_from", name=op.f(f"uq_{ACT}_chain_id_in_force_from")),
    )
    op.create_index(f"ix_{ACT}_force", ACT, ["in_force_from", "in_force_to"])
    waiting = sa.text("published_on IS NULL AND publish_by IS NOT NULL")
    op.create_index(f"ix_{ACT}_unpublished", ACT, ["publish_by"], sqlite_where=waiting, postgresql_where=waiting)
    _approvals()


def _approvals() -> None:
    op.create_table(
        APPROVAL,
        sa.Column("id", BigId, nullable=False),
        sa.Column("act_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        *_checks(APPROVAL, {"body": "length(trim(body)) > 0", "position": "position >= 1"}),
        _key(APPROVAL, "act_id", ACT),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{APPROVAL}")),
        sa.UniqueConstraint("act_id", "position", name=op.f(f"uq_{APPROVAL}_act_id_position")),
    )


def downgrade() -> None:
    for table in (APPROVAL, ACT):
        op.drop_table(table)
