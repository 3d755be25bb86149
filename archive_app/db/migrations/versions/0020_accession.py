"""Accession and inventories: transfer acts, yearly sections of inventories with corrections, places of case files.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
KINDS = ("permanent", "over_10", "personnel", "electronic")
INVENTORY_STATES = ("draft", "agreed", "approved")
ACCESSION_STATES = ("checking", "ready", "broken", "accepted", "withdrawn")
TABLES = ("inventory_correction", "inventory_entry", "inventory", "storage_place", "accession_line", "accession")


def upgrade() -> None:
    _inventories()
    _entries()
    _corrections()
    _accessions()
    _lines()
    _places()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _id(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return sa.Column("id", BigId, nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _inventories() -> None:
    op.create_table(
        "inventory",
        *_id("inventory"),
        sa.Column("fonds_id", BigId, nullable=False),
        sa.Column("kind", _one_of("kind", KINDS), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("state", INVENTORY_STATES), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("first_unit", sa.Integer(), nullable=True),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("agreed_at", Instant, nullable=True),
        sa.Column("agreed_by", sa.Text(), nullable=True),
        sa.Column("protocol", sa.Text(), nullable=True),
        sa.Column("approved_at", Instant, nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("inventory", "approved", "(state = 'approved') = (approved_by IS NOT NULL)"),
        _check("inventory", "numbered", "(state = 'approved') = (first_unit IS NOT NULL)"),
        _check("inventory", "two_persons", "approved_by <> created_by"),
        _check("inventory", "units", "first_unit >= 1 AND units >= 1"),
        _check("inventory", "year", "year BETWEEN 1700 AND 2999"),
        _key("inventory", "fonds_id", "fonds"),
        sa.UniqueConstraint("fonds_id", "kind", "first_unit", name=op.f("uq_inventory_fonds_id_kind_first_unit")),
    )
    under_way = sa.text("state <> 'approved'")
    op.create_index(
        "uq_inventory_under_way",
        "inventory",
        ["fonds_id", "kind", "year"],
        unique=True,
        sqlite_where=under_way,
        postgresql_where=under_way,
    )


def _entries() -> None:
    op.create_table(
        "inventory_entry",
        *_id("inventory_entry"),
        sa.Column("inventory_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("volumes", sa.Integer(), nullable=False),
        sa.Column("index", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=True),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("megabytes", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", Instant, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        _check("inventory_entry", "dates", "first_date <= last_date"),
        _check("inventory_entry", "megabytes", "megabytes >= 0"),
        _check("inventory_entry", "position", "position >= 1"),
        _check("inventory_entry", "sheets", "sheets >= 0"),
        _key("inventory_entry", "case_file_id", "case_file"),
        _key("inventory_entry", "inventory_id", "inventory"),
        sa.UniqueConstraint("case_file_id", "volume", name=op.f("uq_inventory_entry_case_file_id_volume")),
        sa.UniqueConstraint("inventory_id", "position", name=op.f("uq_inventory_entry_inventory_id_position")),
    )
    op.create_index("ix_inventory_entry_order", "inventory_entry", ["inventory_id", "index", "case_file_id", "volume"])


def _corrections() -> None:
    op.create_table(
        "inventory_correction",
        *_id("inventory_correction"),
        sa.Column("entry_id", BigId, nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("becomes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        _check("inventory_correction", "reason", "length(reason) > 0"),
        _key("inventory_correction", "entry_id", "inventory_entry"),
    )
    op.create_index("ix_inventory_correction_entry", "inventory_correction", ["entry_id", "id"])


def _accessions() -> None:
    op.create_table(
        "accession",
        *_id("accession"),
        sa.Column("state", _one_of("state", ACCESSION_STATES), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("checked_at", Instant, nullable=True),
        sa.Column("blobs_checked", sa.Integer(), nullable=True),
        sa.Column("checked_sum", sa.String(length=64), nullable=True),
        sa.Column("broken", Json, nullable=True),
        sa.Column("accepted_at", Instant, nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("accession", "accepted", "(state = 'accepted') = (accepted_by IS NOT NULL)"),
        _check("accession", "blobs_checked", "blobs_checked >= 0"),
        _check("accession", "two_persons", "accepted_by <> created_by"),
    )


def _lines() -> None:
    op.create_table(
        "accession_line",
        *_id("accession_line"),
        sa.Column("accession_id", BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("index", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("volumes", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=True),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("term", sa.Text(), nullable=False),
        _check("accession_line", "position", "position >= 1"),
        _key("accession_line", "accession_id", "accession"),
        _key("accession_line", "case_file_id", "case_file"),
        sa.UniqueConstraint("accession_id", "position", name=op.f("uq_accession_line_accession_id_position")),
    )
    living = sa.text("NOT withdrawn")
    op.create_index(
        "uq_accession_line_case_file",
        "accession_line",
        ["case_file_id"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def _places() -> None:
    op.create_table(
        "storage_place",
        sa.Column("case_file_id", BigId, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in ("room", "rack", "shelf", "box")),
        sa.Column("placed_at", Instant, nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        _key("storage_place", "case_file_id", "case_file"),
        sa.PrimaryKeyConstraint("case_file_id", name=op.f("pk_storage_place")),
    )
    op.create_index("ix_storage_place_place", "storage_place", ["room", "rack", "shelf", "box"])
