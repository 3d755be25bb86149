"""Portfolios of students, results from other organisations, the files of both.

Revision: 0038, after 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
KINDS = (
    "research",
    "contest",
    "sport",
    "gto",
    "champion",
    "extra_programme",
    "pre_professional",
    "conference",
    "creative_work",
    "digital_work",
    "self_government",
    "volunteering",
    "encouragement",
    "other",
)
PAPERS = ("work", "diploma", "award", "certificate", "licence", "letter", "other")
LEVELS = ("organisation", "municipal", "regional", "national", "international", "none")


def _words(name: str, table: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=op.f(f"ck_{table}_{name}"), native_enum=False, create_constraint=True, length=32)


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in checks.items()]


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def upgrade() -> None:
    _entries()
    _outside()
    _files()


def _entries() -> None:
    table = "portfolio_entry"
    checks = {
        "title": "length(trim(title)) > 0",
        "comment": "state <> 'returned' OR coalesce(length(trim(comment)), 0) > 0",
        "judged": "state <> 'accepted' OR (judged_by IS NOT NULL AND judged_at IS NOT NULL)",
        "sent": "state <> 'sent' OR sent_at IS NOT NULL",
    }
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("kind", _words("kind", table, *KINDS), nullable=False),
        sa.Column("paper", _words("paper", table, *PAPERS), nullable=False),
        sa.Column("level", _words("level", table, *LEVELS), nullable=False),
        *_text("title"),
        sa.Column("happened_on", sa.Date(), nullable=False),
        *_text("place", "result", "description"),
        sa.Column("state", _words("state", table, "draft", "sent", "accepted", "returned"), nullable=False),
        sa.Column("sent_at", Instant, nullable=True),
        *_text("comment", nullable=True),
        sa.Column("judged_at", Instant, nullable=True),
        *_text("judged_by", nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        *_text("created_by"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks(table, checks),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_person", table, ["person_id", "id"])
    where = sa.text("state = 'sent'")
    op.create_index(f"ix_{table}_sent", table, ["sent_at", "id"], sqlite_where=where, postgresql_where=where)


def _outside() -> None:
    table = "outside_result"
    checks = {
        "told": "length(trim(subject)) > 0 AND length(trim(organisation)) > 0",
        "protocol": "state = 'applied' OR (coalesce(length(trim(protocol)), 0) > 0 AND protocol_on IS NOT NULL"
        " AND coalesce(length(trim(commission)), 0) > 0)",
        "refusal": "state <> 'refused' OR coalesce(length(trim(decision)), 0) > 0",
    }
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        *_text("subject", "organisation", "result", "paper", "applicant"),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("state", _words("state", table, "applied", "accepted", "refused"), nullable=False),
        sa.Column("protocol", sa.String(100), nullable=True),
        sa.Column("protocol_on", sa.Date(), nullable=True),
        *_text("commission", "decision", nullable=True),
        sa.Column("decided_at", Instant, nullable=True),
        *_text("decided_by", nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        *_text("created_by"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks(table, checks),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_person", table, ["person_id", "id"])
    where = sa.text("state = 'applied'")
    op.create_index(f"ix_{table}_applied", table, ["id"], sqlite_where=where, postgresql_where=where)


def _files() -> None:
    table = "portal_file"
    owners = {"entry_id": "portfolio_entry", "outside_id": "outside_result"}
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        *(sa.Column(column, BigId, nullable=True) for column in owners),
        sa.Column("sha256", sa.String(64), nullable=False),
        *_text("name", "media_type"),
        sa.Column("size", BigId, nullable=False),
        sa.Column("added_at", Instant, nullable=False),
        *_text("added_by"),
        sa.Column("removed_at", Instant, nullable=True),
        *_checks(table, {"one_owner": "(entry_id IS NULL) <> (outside_id IS NULL)"}),
        *(
            sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}_{owner}"))
            for column, owner in owners.items()
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f(f"fk_{table}_sha256_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_entry", table, ["entry_id", "id"])
    op.create_index(f"ix_{table}_outside", table, ["outside_id", "id"])
    op.create_index(op.f(f"ix_{table}_sha256"), table, ["sha256"])


def downgrade() -> None:
    for table in ("portal_file", "outside_result", "portfolio_entry"):
        op.drop_table(table)
