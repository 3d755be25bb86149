"""Assessments, whose sheets are expected in time; the right to watch over completeness and terms.

Revision: 0039, after 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
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
    "archive",
    "persons",
    "accounts",
    "operate",
    "audit",
)
LEADERS = ("director", "deputy", "archivist")
"""Who watches from the beginning; an administrator changes it afterwards."""
CHECKS = {
    "semester": "semester BETWEEN 1 AND 2",
    "school_year": "school_year BETWEEN 1900 AND 2200",
    "subject": "length(trim(subject)) > 0",
    "due": "(held_on IS NULL) = (due_on IS NULL)",
    "entered": "(document_id IS NULL) = (entered_on IS NULL)",
    "held": "document_id IS NULL OR held_on IS NOT NULL",
}
KEYS = {"group_id": "study_group", "teacher_id": "app_user", "document_id": "document"}


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("semester", sa.Integer(), nullable=False),
        sa.Column("group_id", BigId, nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column(
            "form",
            sa.Enum("oral", "written", name="form", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("teacher_id", BigId, nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("overdue_since", Instant, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        *(sa.CheckConstraint(words, name=op.f(f"ck_assessment_{name}")) for name, words in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_assessment_{column}_{table}"))
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "school_year",
            "semester",
            "group_id",
            "subject",
            name=op.f("uq_assessment_school_year_semester_group_id_subject"),
        ),
        sa.UniqueConstraint("document_id", name=op.f("uq_assessment_document_id")),
    )
    op.create_index("ix_assessment_group", "assessment", ["group_id", "school_year"])
    op.create_index("ix_assessment_teacher", "assessment", ["teacher_id", "school_year"])
    waits = sa.text("entered_on IS NULL")
    op.create_index("ix_assessment_waiting", "assessment", ["due_on", "id"], sqlite_where=waits, postgresql_where=waits)
    _acts(*ACTS, "control")
    _give()


def _give() -> None:
    right = sa.table("role_right", *map(sa.column, ("role_code", "act", "reach", "max_confidentiality")))
    known = sa.text("SELECT code FROM role").columns(sa.column("code"))
    roles = {code for (code,) in op.get_bind().execute(known)}
    rows = [{"role_code": role, "act": "control", "reach": "all", "max_confidentiality": 0} for role in LEADERS]
    op.bulk_insert(right, [row for row in rows if row["role_code"] in roles])


def _acts(*acts: str) -> None:
    """What a right may be: a CHECK, which SQLite changes only with the table made anew (it is short)."""
    known = ", ".join(f"'{act}'" for act in acts)
    with op.batch_alter_table("role_right") as table:
        table.drop_constraint(op.f("ck_role_right_act"), type_="check")
        table.create_check_constraint(op.f("ck_role_right_act"), f"act IN ({known})")


def downgrade() -> None:
    op.execute("DELETE FROM role_right WHERE act = 'control'")
    _acts(*ACTS)
    op.drop_table("assessment")
