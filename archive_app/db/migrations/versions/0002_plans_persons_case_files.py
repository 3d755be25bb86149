"""The fonds, its file plans, persons with the names they had, case files and volumes.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Folded = sa.String(length=600).with_variant(sa.String(length=600, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "fonds",
        sa.Column("id", BigId, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds")),
        sa.UniqueConstraint("number", name=op.f("uq_fonds_number")),
    )

    op.create_table(
        "fonds_name",
        sa.Column("id", BigId, nullable=False),
        sa.Column("fonds_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_fonds_name_period")),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"], name=op.f("fk_fonds_name_fonds_id_fonds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds_name")),
    )
    op.create_index(op.f("ix_fonds_name_fonds_id"), "fonds_name", ["fonds_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", BigId, nullable=False),
        sa.Column("fonds_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"], name=op.f("fk_unit_fonds_id_fonds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("fonds_id", "name", name=op.f("uq_unit_fonds_id_name")),
    )

    op.create_table(
        "file_plan",
        sa.Column("id", BigId, nullable=False),
        sa.Column("fonds_id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "agreed",
                "approved",
                "in_force",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", Instant, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_file_plan_version")),
        sa.CheckConstraint("year BETWEEN 1700 AND 2999", name=op.f("ck_file_plan_year")),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"], name=op.f("fk_file_plan_fonds_id_fonds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_plan")),
        sa.UniqueConstraint("fonds_id", "year", "version", name=op.f("uq_file_plan_fonds_id_year_version")),
    )
    op.create_index(
        "uq_file_plan_in_force",
        "file_plan",
        ["fonds_id", "year"],
        unique=True,
        sqlite_where=sa.text("status = 'in_force'"),
        postgresql_where=sa.text("status = 'in_force'"),
    )

    op.create_table(
        "file_plan_section",
        sa.Column("id", BigId, nullable=False),
        sa.Column("plan_id", BigId, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["file_plan.id"], name=op.f("fk_file_plan_section_plan_id_file_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_plan_section")),
        sa.UniqueConstraint("plan_id", "title", name=op.f("uq_file_plan_section_plan_id_title")),
    )

    op.create_table(
        "file_plan_item",
        sa.Column("id", BigId, nullable=False),
        sa.Column("plan_id", BigId, nullable=False),
        sa.Column("section_id", BigId, nullable=True),
        sa.Column("index", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("retention_text", sa.Text(), nullable=False),
        sa.Column("term", Json, nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("epk", sa.Boolean(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column(
            "carrier",
            sa.Enum(
                "paper", "electronic", "both", name="carrier", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["file_plan.id"], name=op.f("fk_file_plan_item_plan_id_file_plan")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["file_plan_section.id"], name=op.f("fk_file_plan_item_section_id_file_plan_section")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_plan_item")),
        sa.UniqueConstraint("plan_id", "index", name=op.f("uq_file_plan_item_plan_id_index")),
    )
    op.create_index("ix_file_plan_item_index", "file_plan_item", ["index"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", BigId, nullable=False),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("patronymic", sa.Text(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("folded", Folded, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_folded"), "person", ["folded"], unique=False)

    op.create_table(
        "person_name",
        sa.Column("id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("patronymic", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("folded", Folded, nullable=False),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_person_name_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_name_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_name")),
    )
    op.create_index(op.f("ix_person_name_folded"), "person_name", ["folded"], unique=False)
    op.create_index(op.f("ix_person_name_person_id"), "person_name", ["person_id"], unique=False)
    op.create_index(
        "uq_person_name_current",
        "person_name",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )

    op.create_table(
        "case_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("item_id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "archived",
                "destroying",
                "destroyed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "custody",
            sa.Enum(
                "unit", "archive", "state_archive", name="custody", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("rule_snapshot", Json, nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_case_file_dates")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_case_file_number")),
        sa.ForeignKeyConstraint(["item_id"], ["file_plan_item.id"], name=op.f("fk_case_file_item_id_file_plan_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_file_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_file_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("item_id", "year", "number", name=op.f("uq_case_file_item_id_year_number")),
    )
    op.create_index(op.f("ix_case_file_person_id"), "case_file", ["person_id"], unique=False)
    op.create_index(op.f("ix_case_file_unit_id"), "case_file", ["unit_id"], unique=False)
    op.create_index("ix_case_file_year", "case_file", ["year", "item_id"], unique=False)
    op.create_index(
        "uq_case_file_person",
        "case_file",
        ["item_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("person_id IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )

    op.create_table(
        "volume",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=True),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_date <= last_date", name=op.f("ck_volume_dates")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_volume_number")),
        sa.CheckConstraint("sheets >= 0", name=op.f("ck_volume_sheets")),
        sa.ForeignKeyConstraint(["case_file_id"], ["case_file.id"], name=op.f("fk_volume_case_file_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume")),
        sa.UniqueConstraint("case_file_id", "number", name=op.f("uq_volume_case_file_id_number")),
    )


def downgrade() -> None:
    for table in (
        "volume",
        "case_file",
        "person_name",
        "person",
        "file_plan_item",
        "file_plan_section",
        "file_plan",
        "unit",
        "fonds_name",
        "fonds",
    ):
        op.drop_table(table)
