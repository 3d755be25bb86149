"""Answers to requests, the wording that they are drafted from, the journal of disclosures.

Revision: 0033, after 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Instant = sa.DateTime(timezone=True)
KINDS = (
    "study_certificate", "study_period", "grades", "diploma", "diploma_duplicate", "attestat_duplicate",
    "archive_certificate", "archive_extract", "archive_copy", "own_data", "body",
)  # fmt: skip


def _words(name: str, table: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=32)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "answer_form",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", _words("kind", "answer_form", *KINDS), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("drafted_at", Instant, nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", Instant, nullable=True),
        sa.CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_answer_form_approved")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_form")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_answer_form_kind_number")),
    )
    _answers()
    _disclosures()


def _answers() -> None:
    table = "request_answer"
    checks = {
        "year": "(number IS NULL) = (year IS NULL)",
        "signed": "(number IS NULL) = (signed_on IS NULL)",
        "signatory": "number IS NULL OR coalesce(length(trim(signatory)), 0) > 0",
        "issued": "issued_on IS NULL OR (number IS NOT NULL AND document_id IS NOT NULL"
        " AND coalesce(length(trim(received_by)), 0) > 0 AND coalesce(length(trim(shown)), 0) > 0)",
    }
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("request_id", BigId, nullable=False),
        sa.Column("form_id", BigId, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sources", Json, server_default=sa.text("'[]'"), nullable=False),
        sa.Column("extracts", Json, server_default=sa.text("'[]'"), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("drafted_at", Instant, nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signatory", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.Text(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in checks.items()),
        _to(table, "request_id", "archive_request"),
        _to(table, "form_id", "answer_form"),
        _to(table, "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("request_id", name=op.f(f"uq_{table}_request_id")),
        sa.UniqueConstraint("year", "number", name=op.f(f"uq_{table}_year_number")),
    )


def _disclosures() -> None:
    table = "disclosure"
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("released_at", Instant, nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("request_id", BigId, nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_kind", _words("recipient_kind", table, "self", "representative", "body"), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("extent", sa.Text(), nullable=False),
        *(
            sa.CheckConstraint(f"length(trim({name})) > 0", name=op.f(f"ck_{table}_{name}"))
            for name in ("ground", "recipient", "extent")
        ),
        _to(table, "person_id", "person"),
        _to(table, "request_id", "archive_request"),
        _to(table, "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("year", "number", name=op.f(f"uq_{table}_year_number")),
    )
    op.create_index(f"ix_{table}_person", table, ["person_id", "id"])
    op.create_index(f"ix_{table}_released_on", table, ["released_on", "id"])


def downgrade() -> None:
    for table in ("disclosure", "request_answer", "answer_form"):
        op.drop_table(table)
