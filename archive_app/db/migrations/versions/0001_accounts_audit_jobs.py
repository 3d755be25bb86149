"""What every part leans on: accounts and roles, the audit chain, the queue of jobs, settings.

Revision: 0001, after None
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from archive_app.db.migrations.audit_triggers import create_audit_triggers, drop_audit_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Instant = sa.DateTime(timezone=True)

ROLES = (
    ("director", "Директор"),
    ("deputy", "Заместитель директора по учебной работе"),
    ("archivist", "Архивист"),
    ("clerk", "Делопроизводитель"),
    ("teacher", "Преподаватель"),
    ("commission_secretary", "Секретарь комиссии"),
    ("curator", "Куратор группы"),
    ("pd_officer", "Ответственный за персональные данные"),
    ("sysadmin", "Системный администратор"),
    ("auditor", "Аудитор"),
    ("student", "Обучающийся"),
    ("parent", "Законный представитель"),
)
GENESIS = "0" * 64


def upgrade() -> None:
    op.create_table(
        "role",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_role")),
    )

    role = sa.table("role", sa.column("code"), sa.column("title"))
    op.bulk_insert(role, [{"code": code, "title": title} for code, title in ROLES])

    op.create_table(
        "app_user",
        sa.Column("id", BigId, nullable=False),
        sa.Column("login", sa.String(length=150), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("login", name=op.f("uq_app_user_login")),
    )

    op.create_table(
        "user_roles",
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("role_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["role_code"], ["role.code"], name=op.f("fk_user_roles_role_code_role")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_user_roles_user_id_app_user")),
        sa.PrimaryKeyConstraint("user_id", "role_code", name=op.f("pk_user_roles")),
    )
    op.create_index(op.f("ix_user_roles_role_code"), "user_roles", ["role_code"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("seq", BigId, autoincrement=False, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("object_type", sa.String(length=64), nullable=False),
        sa.Column("object_id", sa.String(length=100), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_actor", "audit_event", ["actor", "seq"], unique=False)
    op.create_index("ix_audit_event_at", "audit_event", ["at", "seq"], unique=False)
    op.create_index("ix_audit_event_hash", "audit_event", ["hash"], unique=False)
    op.create_index("ix_audit_event_object", "audit_event", ["object_type", "object_id", "seq"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", BigId, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )

    head = sa.table("audit_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": GENESIS}])
    create_audit_triggers(op.get_bind())

    op.create_table(
        "job",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "running", "done", "dead", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("run_after", Instant, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", Instant, nullable=True),
        sa.Column("progress_done", sa.Integer(), nullable=True),
        sa.Column("progress_total", sa.Integer(), nullable=True),
        sa.Column("progress_code", sa.String(length=64), nullable=True),
        sa.Column("last_error_code", sa.String(length=100), nullable=True),
        sa.Column("last_error_detail", sa.Text(), nullable=True),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("rerun", sa.Boolean(), nullable=False),
        sa.Column("schedule", sa.String(length=64), nullable=True),
        sa.Column("scheduled_for", Instant, nullable=True),
        sa.Column("correlation_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("finished_at", Instant, nullable=True),
        sa.CheckConstraint("(state = 'running') = (lease_owner IS NOT NULL)", name=op.f("ck_job_lease")),
        sa.CheckConstraint("attempts >= 0 AND max_attempts >= 1", name=op.f("ck_job_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("schedule", "scheduled_for", name=op.f("uq_job_schedule_scheduled_for")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_claim", "job", ["state", "priority", "run_after", "id"], unique=False)
    op.create_index("ix_job_lease", "job", ["state", "lease_until"], unique=False)
    op.create_index(
        "uq_job_pending",
        "job",
        ["unique_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'running')"),
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )

    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )


def downgrade() -> None:
    drop_audit_triggers(op.get_bind())
    for table in ("setting", "job", "audit_head", "audit_event", "user_roles", "app_user", "role"):
        op.drop_table(table)
