"""Studies, merged persons, saved searches.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Instant = sa.DateTime(timezone=True)
LEAVING = ("graduated", "moved", "transferred", "expelled", "other")


def upgrade() -> None:
    # Plain columns, the key with its own: making the table anew would let every reference to it dangle on SQLite.
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    key = "CONSTRAINT fk_person_merged_into_id_person REFERENCES person (id)"
    op.execute(f"ALTER TABLE person ADD COLUMN merged_into_id {big} {key}")
    op.create_index(op.f("ix_person_merged_into_id"), "person", ["merged_into_id"], unique=False)
    op.add_column("person", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    _study()
    _person_merge()
    _saved_search()


def _study() -> None:
    op.create_table(
        "study",
        sa.Column("id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("group_id", BigId, nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("leaving", sa.Enum(*LEAVING, name="leaving", native_enum=False, length=32), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint("started_on <= ended_on", name=op.f("ck_study_period")),
        sa.CheckConstraint("leaving IS NULL OR ended_on IS NOT NULL", name=op.f("ck_study_left")),
        sa.CheckConstraint(f"leaving IN {LEAVING}", name=op.f("ck_study_leaving")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_study_person_id_person")),
        sa.ForeignKeyConstraint(["group_id"], ["study_group.id"], name=op.f("fk_study_group_id_study_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sa.UniqueConstraint("person_id", "group_id", "started_on", name=op.f("uq_study_person_id_group_id_started_on")),
    )
    op.create_index("ix_study_group", "study", ["group_id", "person_id"], unique=False)


def _person_merge() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kept_id", BigId, nullable=False),
        sa.Column("merged_id", BigId, nullable=False),
        sa.Column("moved", Json, nullable=False),
        sa.Column("merged_at", Instant, nullable=False),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("undone_at", Instant, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_person_merge_two")),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id_person")),
        sa.ForeignKeyConstraint(["merged_id"], ["person.id"], name=op.f("fk_person_merge_merged_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index("ix_person_merge_kept", "person_merge", ["kept_id", "id"], unique=False)
    op.create_index(
        "uq_person_merge_merged",
        "person_merge",
        ["merged_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def _saved_search() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", BigId, nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("filters", Json, nullable=False),
        sa.Column("sort", sa.String(length=16), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("removed_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_saved_search_user_id_app_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    op.create_index(
        "uq_saved_search_name",
        "saved_search",
        ["user_id", "name"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("saved_search")
    op.drop_table("person_merge")
    op.drop_table("study")
    op.drop_index(op.f("ix_person_merged_into_id"), table_name="person")
    op.drop_column("person", "version")
    op.execute("ALTER TABLE person DROP COLUMN merged_into_id")
