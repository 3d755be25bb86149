"""Life of case files: steps, events that terms wait for, holds, what a closing fixed; the right to keep the archive.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
STEPS = ("closed", "reopened", "transferred", "decided", "extracted", "destroyed")
TARGETS = ("document_id", "case_file_id", "person_id", "item_index")
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
KEEPERS = ("archivist", "director")
"""Who keeps the archive from the beginning; an administrator changes it afterwards."""


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    _closings_and_steps()
    _events()
    _holds()
    _acts(*ACTS, "archive")
    right = sa.table("role_right", *map(sa.column, ("role_code", "act", "reach", "max_confidentiality")))
    known = sa.text("SELECT code FROM role").columns(sa.column("code"))
    roles = {code for (code,) in op.get_bind().execute(known)}
    op.bulk_insert(
        right,
        [
            {"role_code": role, "act": "archive", "reach": "all", "max_confidentiality": 0}
            for role in KEEPERS
            if role in roles
        ],
    )


def _closings_and_steps() -> None:
    op.create_table(
        "case_file_closing",
        sa.Column("case_file_id", BigId, autoincrement=False, nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("closed_at", Instant, nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("documents >= 0", name=op.f("ck_case_file_closing_documents")),
        sa.CheckConstraint("sheets >= 0", name=op.f("ck_case_file_closing_sheets")),
        _key("case_file_closing", "case_file_id", "case_file"),
        sa.PrimaryKeyConstraint("case_file_id", name=op.f("pk_case_file_closing")),
    )
    op.create_table(
        "case_step",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_file_id", BigId, nullable=False),
        sa.Column(
            "kind", sa.Enum(*STEPS, name="kind", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        _key("case_step", "case_file_id", "case_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index("ix_case_step_case_file", "case_step", ["case_file_id", "id"], unique=False)


def _events() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_file_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("trigger", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("entered_at", Instant, nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("cancelled_at", Instant, nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("cancelled_why", sa.Text(), nullable=True),
        sa.CheckConstraint("(case_file_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_case_event_target")),
        _key("case_event", "case_file_id", "case_file"),
        _key("case_event", "person_id", "person"),
        _key("case_event", "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    for column in ("case_file_id", "person_id", "document_id"):
        op.create_index(op.f(f"ix_case_event_{column}"), "case_event", [column], unique=False)
    for name, column in (("case_file", "case_file_id"), ("person", "person_id")):
        counted = sa.text(f"{column} IS NOT NULL AND cancelled_at IS NULL")
        op.create_index(
            f"uq_case_event_{name}",
            "case_event",
            [column, "trigger"],
            unique=True,
            sqlite_where=counted,
            postgresql_where=counted,
        )


def _holds() -> None:
    one = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in TARGETS)
    op.create_table(
        "hold",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("case_file_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("item_index", sa.String(length=32), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("released_at", Instant, nullable=True),
        sa.Column("released_by", sa.Text(), nullable=True),
        sa.Column("released_why", sa.Text(), nullable=True),
        sa.CheckConstraint(f"{one} = 1", name=op.f("ck_hold_target")),
        sa.CheckConstraint("since <= until", name=op.f("ck_hold_period")),
        _key("hold", "document_id", "document"),
        _key("hold", "case_file_id", "case_file"),
        _key("hold", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    for column in TARGETS:
        op.create_index(op.f(f"ix_hold_{column}"), "hold", [column], unique=False)


def _acts(*acts: str) -> None:
    """What a right may be: a CHECK, which SQLite changes only with the table made anew (it is short)."""
    known = ", ".join(f"'{act}'" for act in acts)
    with op.batch_alter_table("role_right") as table:
        table.drop_constraint(op.f("ck_role_right_act"), type_="check")
        table.create_check_constraint(op.f("ck_role_right_act"), f"act IN ({known})")


def downgrade() -> None:
    op.execute("DELETE FROM role_right WHERE act = 'archive'")
    _acts(*ACTS)
    for table in ("hold", "case_event", "case_step", "case_file_closing"):
        op.drop_table(table)
