"""Requests: the register with its deadlines, the organisation's days and terms, numbers without gaps.

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
KINDS = (
    "study_certificate", "study_period", "grades", "diploma", "diploma_duplicate", "attestat_duplicate",
    "archive_certificate", "archive_extract", "archive_copy", "own_data", "body",
)  # fmt: skip
RULES = ("same_day", "three_days", "three_working_days", "ten_days", "ten_working_days", "thirty_days")
UNDER_WAY = "state IN ('registered', 'in_work', 'signed')"


def _words(name: str, table: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "number_series",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name=op.f("ck_number_series_last")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_number_series")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "request_term",
        sa.Column("kind", _words("kind", "request_term", *KINDS), nullable=False),
        sa.Column("rule", _words("rule", "request_term", *RULES), nullable=False),
        sa.Column("start", _words("start", "request_term", "application", "expulsion_order"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_request_term")),
    )
    _register()


def _register() -> None:
    table = "archive_request"
    states = ("registered", "in_work", "signed", "issued", "refused")
    checks = {
        "number": "number >= 1",
        "period": "due_on >= started_on AND do_by <= due_on",
        "ground": "state NOT IN ('signed', 'issued') OR length(trim(ground)) > 0",
        "authority": "applicant_kind <> 'representative' OR coalesce(length(trim(authority)), 0) > 0",
        "person": "applicant_kind = 'body' OR person_id IS NOT NULL",
        "refusal": "state <> 'refused' OR coalesce(length(trim(refusal)), 0) > 0",
    }
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _words("kind", table, *KINDS), nullable=False),
        sa.Column("way", _words("way", table, "oral", "written", "portal"), nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("applicant_kind", _words("applicant_kind", table, "self", "representative", "body"), nullable=False),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("do_by", sa.Date(), nullable=False),
        sa.Column("deadline_words", sa.Text(), nullable=False),
        sa.Column("state", _words("state", table, *states), nullable=False),
        sa.Column("assignee_id", BigId, nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("registered_at", Instant, nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", Instant, nullable=True),
        sa.Column("escalated_at", Instant, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in checks.items()),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
        sa.ForeignKeyConstraint(["assignee_id"], ["app_user.id"], name=op.f(f"fk_{table}_assignee_id_app_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("year", "number", name=op.f(f"uq_{table}_year_number")),
    )
    op.create_index(f"ix_{table}_person", table, ["person_id", "id"])
    op.create_index(f"ix_{table}_assignee", table, ["assignee_id", "id"])
    where = sa.text(UNDER_WAY)
    op.create_index(f"ix_{table}_under_way", table, ["do_by", "id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("archive_request", "request_term", "calendar_day", "number_series"):
        op.drop_table(table)
