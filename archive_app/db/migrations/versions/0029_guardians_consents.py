"""Who speaks for a person, consents with their withdrawal; the paper of a study and of a name where it is filed here.

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Instant = sa.DateTime(timezone=True)
AUTHORITIES = ("parent", "adopter", "guardian", "trustee", "proxy")
PURPOSES = ("education", "publication", "distribution", "transfer", "special", "biometric", "other")
PROVED = ("study", "person_name")
"""Tables whose rows name the document that proves them."""


def upgrade() -> None:
    _guardianship()
    _consent()
    # Plain columns with their own key: making the table anew would let every reference to it dangle on SQLite.
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table in PROVED:
        key = f"CONSTRAINT fk_{table}_document_id_document REFERENCES document (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN document_id {big} {key}")
        op.create_index(f"ix_{table}_document_id", table, ["document_id"])


def downgrade() -> None:
    for table in PROVED:
        op.drop_index(f"ix_{table}_document_id", table)
        op.drop_column(table, "document_id")
    op.drop_table("consent")
    op.drop_table("guardianship")


def _guardianship() -> None:
    op.create_table(
        "guardianship",
        *_ids("person_id", "guardian_id"),
        sa.Column("authority", _one_of("authority", AUTHORITIES), nullable=False),
        *_proof(),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=True),
        *_made(),
        sa.CheckConstraint("person_id <> guardian_id", name=op.f("ck_guardianship_two_persons")),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_guardianship_period")),
        sa.CheckConstraint("(revoked_on IS NULL) = (revoked_why IS NULL)", name=op.f("ck_guardianship_revoked")),
        *_keys("guardianship", "guardian_id"),
    )
    op.create_index("ix_guardianship_person", "guardianship", ["person_id", "guardian_id"])
    for column in ("guardian_id", "document_id"):
        op.create_index(f"ix_guardianship_{column}", "guardianship", [column])


def _consent() -> None:
    op.create_table(
        "consent",
        *_ids("person_id", "giver_id"),
        sa.Column("purpose", _one_of("purpose", PURPOSES), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        *_proof(),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_ground", sa.Text(), nullable=True),
        *_made(),
        sa.CheckConstraint("given_on <= valid_to", name=op.f("ck_consent_period")),
        sa.CheckConstraint("withdrawn_on >= given_on", name=op.f("ck_consent_withdrawn")),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_ground IS NULL)", name=op.f("ck_consent_withdrawn_ground")
        ),
        *_keys("consent", "giver_id"),
    )
    for column in ("person_id", "giver_id", "document_id"):
        op.create_index(f"ix_consent_{column}", "consent", [column])


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _ids(*names: str) -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, BigId, nullable=False) for name in ("id", *names))


def _proof() -> tuple[sa.Column[str] | sa.Column[int], ...]:
    return sa.Column("ground", sa.Text(), nullable=False), sa.Column("document_id", BigId, nullable=True)


def _made() -> tuple[sa.Column[int] | sa.Column[str], ...]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
    )


def _keys(table: str, other: str) -> tuple[sa.Constraint, ...]:
    to = {"person_id": "person", other: "person", "document_id": "document"}
    return (
        *(
            sa.ForeignKeyConstraint([name], [f"{there}.id"], name=op.f(f"fk_{table}_{name}_{there}"))
            for name, there in to.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
