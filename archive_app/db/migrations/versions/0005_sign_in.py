"""Sessions, invitations, second factors, keys of programs, counted tries.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Instant = sa.DateTime(timezone=True)
Hash = sa.String(length=64)


def upgrade() -> None:
    _of_a_user(
        "app_session",
        sa.Column("token_hash", Hash, nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        unique="token_hash",
    )
    _of_a_user(
        "invitation",
        sa.Column("token_hash", Hash, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("closed_at", Instant, nullable=True),
        unique="token_hash",
    )
    _of_a_user(
        "recovery_code",
        sa.Column("code_hash", Hash, nullable=False),
        sa.Column("used_at", Instant, nullable=True),
        unique="code_hash",
    )
    _of_a_user(
        "api_token",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", Hash, nullable=False),
        sa.Column("acts", Json, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("last_used_at", Instant, nullable=True),
        sa.Column("revoked_at", Instant, nullable=True),
        unique="token_hash",
    )
    op.create_table(
        "second_factor",
        sa.Column("user_id", BigId, autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_counter", BigId, nullable=True),
        sa.Column("added_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_second_factor_user_id_app_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", BigId, nullable=False),
        sa.Column("login", sa.String(length=150), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_login", "sign_in_attempt", ["login", "at"], unique=False)
    op.create_index("ix_sign_in_attempt_address", "sign_in_attempt", ["address", "at"], unique=False)


def _of_a_user(table: str, *columns: sa.Column, unique: str) -> None:
    op.create_table(
        table,
        sa.Column("id", BigId, nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f(f"fk_{table}_user_id_app_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(unique, name=op.f(f"uq_{table}_{unique}")),
    )
    op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"], unique=False)


def downgrade() -> None:
    for table in ("sign_in_attempt", "second_factor", "api_token", "recovery_code", "invitation", "app_session"):
        op.drop_table(table)
