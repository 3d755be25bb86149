"""Presence checks: what should stand on a shelf or by an inventory, what was found, what is searched for.

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
STATES = ("open", "signed")
OUTCOMES = ("waiting", "found", "missing", "lent", "extra")


def upgrade() -> None:
    _checks()
    _lines()


def downgrade() -> None:
    op.drop_table("presence_line")
    op.drop_table("presence_check")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _checks() -> None:
    op.create_table(
        "presence_check",
        sa.Column("id", BigId, nullable=False),
        sa.Column("inventory_id", BigId, nullable=True),
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in ("room", "rack", "shelf", "box")),
        sa.Column("state", _one_of("state", STATES), nullable=False),
        sa.Column("begun_at", Instant, nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("signed_at", Instant, nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'signed') = (signed_by IS NOT NULL)", name=op.f("ck_presence_check_signed")),
        sa.ForeignKeyConstraint(
            ["inventory_id"], ["inventory.id"], name=op.f("fk_presence_check_inventory_id_inventory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_check")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_presence_check_inventory_id", "presence_check", ["inventory_id"])


def _lines() -> None:
    op.create_table(
        "presence_line",
        sa.Column("id", BigId, nullable=False),
        sa.Column("check_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("index", "heading", "inventory", "unit")),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Boolean(), nullable=False),
        sa.Column("outcome", _one_of("outcome", OUTCOMES), nullable=False),
        sa.Column("marked_at", Instant, nullable=True),
        sa.Column("marked_by", sa.Text(), nullable=True),
        sa.Column("found_later_on", sa.Date(), nullable=True),
        sa.Column("found_later_by", sa.Text(), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_presence_line_position")),
        sa.CheckConstraint("expected = (outcome <> 'extra')", name=op.f("ck_presence_line_expected")),
        sa.CheckConstraint("found_later_on IS NULL OR outcome = 'missing'", name=op.f("ck_presence_line_found_later")),
        sa.ForeignKeyConstraint(
            ["check_id"], ["presence_check.id"], name=op.f("fk_presence_line_check_id_presence_check")
        ),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_presence_line_case_file_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_line")),
        sa.UniqueConstraint("check_id", "position", name=op.f("uq_presence_line_check_id_position")),
        sa.UniqueConstraint(
            "check_id", "case_file_id", "volume", name=op.f("uq_presence_line_check_id_case_file_id_volume")
        ),
    )
    op.create_index("ix_presence_line_case_file", "presence_line", ["case_file_id", "outcome"])
