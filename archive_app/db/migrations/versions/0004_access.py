"""Access: rights of roles, duties in place of bare roles, study groups, scopes of documents, access for a time.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

from archive_app.db.migrations.first_rights import PERSONAL_KINDS, first_rights

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
ACTS = (
    "see",
    "download",
    "file",
    "change",
    "review",
    "release",
    "approve",
    "plans",
    "persons",
    "accounts",
    "operate",
    "audit",
)
NEW_COLUMNS = {
    "group_id": "study_group",
    "subject_id": "person",
    "scope_id": "access_scope",
    "own_scope_id": "access_scope",
}


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _key(table: str, column: str, target: str, target_column: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.{target_column}"], name=name)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def upgrade() -> None:
    op.create_table(
        "study_group",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("started_on <= ended_on", name=op.f("ck_study_group_period")),
        _key("study_group", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_group")),
        sa.UniqueConstraint("name", "started_on", name=op.f("uq_study_group_name_started_on")),
    )
    _index("study_group", "unit_id")

    op.create_table(
        "access_scope",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind_code", sa.String(length=64), nullable=False),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("group_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("confidentiality", sa.Integer(), nullable=False),
        _key("access_scope", "kind_code", "document_kind", "code"),
        _key("access_scope", "unit_id", "unit"),
        _key("access_scope", "group_id", "study_group"),
        _key("access_scope", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_scope")),
    )
    op.create_index(
        "uq_access_scope",
        "access_scope",
        [
            "kind_code",
            sa.text("coalesce(unit_id, 0)"),
            sa.text("coalesce(group_id, 0)"),
            sa.text("coalesce(person_id, 0)"),
            "confidentiality",
        ],
        unique=True,
    )
    op.create_index("ix_access_scope_person", "access_scope", ["person_id"], unique=False)

    op.create_table(
        "role_right",
        sa.Column("id", BigId, nullable=False),
        sa.Column("role_code", sa.String(length=64), nullable=False),
        sa.Column("act", _enum("act", *ACTS), nullable=False),
        sa.Column("kind_code", sa.String(length=64), nullable=True),
        sa.Column("reach", _enum("reach", "all", "unit", "group", "own"), nullable=False),
        sa.Column("max_confidentiality", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_confidentiality >= 0", name=op.f("ck_role_right_confidentiality")),
        _key("role_right", "role_code", "role", "code"),
        _key("role_right", "kind_code", "document_kind", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_right")),
    )
    op.create_index("ix_role_right_role", "role_right", ["role_code", "act"], unique=False)

    op.create_table(
        "duty",
        sa.Column("id", BigId, nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("role_code", sa.String(length=64), nullable=False),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("group_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", Instant, nullable=False),
        sa.Column("revoked_at", Instant, nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_duty_period")),
        _key("duty", "user_id", "app_user"),
        _key("duty", "role_code", "role", "code"),
        _key("duty", "unit_id", "unit"),
        _key("duty", "group_id", "study_group"),
        _key("duty", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    for column in ("user_id", "role_code", "unit_id", "group_id", "person_id"):
        _index("duty", column)

    op.create_table(
        "special_access",
        sa.Column("id", BigId, nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("case_file_id", BigId, nullable=True),
        sa.Column("download", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", Instant, nullable=False),
        sa.Column("revoked_at", Instant, nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(document_id IS NULL) <> (case_file_id IS NULL)", name=op.f("ck_special_access_one_object")
        ),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_special_access_period")),
        _key("special_access", "user_id", "app_user"),
        _key("special_access", "document_id", "document"),
        _key("special_access", "case_file_id", "case_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_access")),
    )
    for column in ("user_id", "document_id", "case_file_id"):
        _index("special_access", column)

    op.add_column("app_user", sa.Column("email", sa.Text(), nullable=True))
    op.add_column(
        "role", sa.Column("second_factor_required", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.add_column("document_kind", sa.Column("personal", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    _new_columns_of_document()
    _keep_what_was()
    op.drop_table("user_roles")


def _new_columns_of_document() -> None:
    """Added as plain columns: making the table anew would cost SQLite a copy of every document."""
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for column, target in NEW_COLUMNS.items():
        name = f"fk_document_{column}_{target}"
        op.execute(f"ALTER TABLE document ADD COLUMN {column} {big} CONSTRAINT {name} REFERENCES {target} (id)")
        _index("document", column)


def _keep_what_was() -> None:
    """The rights that roles begin with; a duty for each role held; a scope for each document that is there."""
    right = sa.table("role_right", *map(sa.column, ("role_code", "act", "kind_code", "reach", "max_confidentiality")))
    op.bulk_insert(right, first_rights())
    kind = sa.table("document_kind", sa.column("code"), sa.column("personal"))
    op.execute(kind.update().where(kind.c.code.in_(PERSONAL_KINDS)).values(personal=True))
    op.execute(
        "INSERT INTO duty (user_id, role_code, given_by, given_at) "
        "SELECT user_id, role_code, 'system', CURRENT_TIMESTAMP FROM user_roles"
    )
    op.execute(
        "INSERT INTO access_scope (kind_code, unit_id, confidentiality) "
        "SELECT DISTINCT kind_code, unit_id, confidentiality FROM document"
    )
    op.execute(
        "UPDATE document SET index_stamp = index_stamp + 1, scope_id = (SELECT s.id FROM access_scope AS s "
        "WHERE s.kind_code = document.kind_code AND coalesce(s.unit_id, 0) = coalesce(document.unit_id, 0) "
        "AND s.confidentiality = document.confidentiality AND s.person_id IS NULL)"
    )


def downgrade() -> None:
    op.create_table(
        "user_roles",
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("role_code", sa.String(length=64), nullable=False),
        _key("user_roles", "role_code", "role", "code"),
        _key("user_roles", "user_id", "app_user"),
        sa.PrimaryKeyConstraint("user_id", "role_code", name=op.f("pk_user_roles")),
    )
    _index("user_roles", "role_code")
    op.execute(
        "INSERT INTO user_roles (user_id, role_code) "
        "SELECT DISTINCT user_id, role_code FROM duty WHERE revoked_at IS NULL"
    )
    for column in NEW_COLUMNS:
        op.drop_index(op.f(f"ix_document_{column}"), "document")
        op.execute(f"ALTER TABLE document DROP COLUMN {column}")
    op.drop_column("document_kind", "personal")
    op.drop_column("role", "second_factor_required")
    op.drop_column("app_user", "email")
    for table in ("special_access", "duty", "role_right", "access_scope", "study_group"):
        op.drop_table(table)
