"""Registers of issue and blanks of strict accounting.

Revision: 0035, after 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
BOOKS = ("attestat", "diploma", "training")


def _words(name: str, table: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=32)


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in checks.items()]


def upgrade() -> None:
    checks = {
        "received_ground": "length(trim(received_ground)) > 0",
        "spoiled": "(state = 'spoiled') = (spoiled_on IS NOT NULL)",
        "spoiled_why": "state <> 'spoiled' OR coalesce(length(trim(spoiled_why)), 0) > 0",
    }
    op.create_table(
        "blank",
        sa.Column("id", BigId, nullable=False),
        sa.Column("book", _words("book", "blank", *BOOKS), nullable=False),
        sa.Column("series", sa.String(50), nullable=False),
        sa.Column("number", sa.String(50), nullable=False),
        sa.Column("state", _words("state", "blank", "received", "used", "spoiled"), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_ground", sa.Text(), nullable=False),
        sa.Column("spoiled_on", sa.Date(), nullable=True),
        sa.Column("spoiled_why", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks("blank", checks),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank")),
        sa.UniqueConstraint("book", "series", "number", name=op.f("uq_blank_book_series_number")),
    )
    op.create_index("ix_blank_state", "blank", ["book", "state", "series", "number"])
    _entries()


def _entries() -> None:
    table = "register_entry"
    checks = {
        "number": "number >= 1",
        "ground": "length(trim(ground)) > 0",
        "issued": "issued_on IS NULL OR (coalesce(length(trim(received_by)), 0) > 0"
        " AND coalesce(length(trim(shown)), 0) > 0)",
    }
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("book", _words("book", table, *BOOKS), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("duplicate", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("blank_id", BigId, nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_at", Instant, nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.Text(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks(table, checks),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
        sa.ForeignKeyConstraint(["blank_id"], ["blank.id"], name=op.f(f"fk_{table}_blank_id_blank")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("book", "year", "number", name=op.f(f"uq_{table}_book_year_number")),
        sa.UniqueConstraint("blank_id", name=op.f(f"uq_{table}_blank_id")),
    )
    op.create_index(f"ix_{table}_person", table, ["person_id", "id"])
    where = sa.text("issued_on IS NULL")
    op.create_index(f"ix_{table}_unclaimed", table, ["id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("register_entry", "blank"):
        op.drop_table(table)
