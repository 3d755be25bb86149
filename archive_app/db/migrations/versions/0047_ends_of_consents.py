"""The day on which the purpose of consented data ends, and what came of the data within its thirty days.

Revision: 0047, after 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "consent"
INDEX = f"ix_{TABLE}_ended"
CHECKS = {
    "reached": "(reached_on IS NULL) = (reached_ground IS NULL)",
    "settled": "(settled_as IS NULL) = (settled_on IS NULL) AND (settled_as IS NULL) = (settled_ground IS NULL)"
    " AND (settled_as IS NULL) = (settled_by IS NULL)",
    "settled_ended": "settled_as IS NULL OR ended_on IS NOT NULL",
    "settled_act": "settled_act_id IS NULL OR settled_as = 'destroyed'",
}
COLUMNS = {
    "reached_on": "DATE",
    "reached_ground": f"TEXT CONSTRAINT ck_{TABLE}_reached CHECK ({CHECKS['reached']})",
    "ended_on": "DATE",
    "settled_on": "DATE",
    "settled_by": "TEXT",
    "settled_ground": "TEXT",
    "settled_as": (
        f"VARCHAR(32) CONSTRAINT ck_{TABLE}_settled_as CHECK (settled_as IN ('destroyed', 'kept'))"
        f" CONSTRAINT ck_{TABLE}_settled CHECK ({CHECKS['settled']})"
        f" CONSTRAINT ck_{TABLE}_settled_ended CHECK ({CHECKS['settled_ended']})"
    ),
    "settled_act_id": (
        "{big} CONSTRAINT fk_consent_settled_act_id_disposal_act REFERENCES disposal_act (id)"
        f" CONSTRAINT ck_{TABLE}_settled_act CHECK ({CHECKS['settled_act']})"
    ),
}
"""Each with its key and checks: making the table anew would let references to it dangle on SQLite."""


def upgrade() -> None:
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE {TABLE} ADD COLUMN {name} {kind.format(big=big)}")
    _tell_ends()
    op.create_index(
        INDEX,
        TABLE,
        ["ended_on", "id"],
        sqlite_where=sa.text("settled_as IS NULL"),
        postgresql_where=sa.text("settled_as IS NULL"),
    )
    op.create_index(f"ix_{TABLE}_settled_act_id", TABLE, ["settled_act_id"])


def downgrade() -> None:
    op.drop_index(f"ix_{TABLE}_settled_act_id", TABLE)
    op.drop_index(INDEX, TABLE)
    for name in reversed(COLUMNS):
        op.drop_column(TABLE, name)


def _tell_ends() -> None:
    """The purpose of education is reached by those who have left; the earliest of the three days is the end."""
    names = ("id", "person_id", "purpose", "given_on", *COLUMNS, "valid_to", "withdrawn_on")
    consent = sa.table(TABLE, *map(sa.column, names))
    event = sa.table("case_event", *map(sa.column, ("person_id", "trigger", "day", "ground", "cancelled_at")))
    left = (
        event.c.person_id == consent.c.person_id,
        event.c.trigger == "after_leaving",
        event.c.cancelled_at.is_(None),
        event.c.day >= consent.c.given_on,
    )
    day, ground = (
        sa.select(column).where(*left).order_by(event.c.day).limit(1).scalar_subquery()
        for column in (event.c.day, event.c.ground)
    )
    reached = sa.update(consent).where(
        consent.c.purpose == "education", consent.c.withdrawn_on.is_(None), day.is_not(None)
    )
    op.execute(reached.values(reached_on=day, reached_ground=ground))
    for end in (consent.c.withdrawn_on, consent.c.valid_to, consent.c.reached_on):
        earlier = sa.or_(consent.c.ended_on.is_(None), end < consent.c.ended_on)
        op.execute(sa.update(consent).where(end.is_not(None), earlier).values(ended_on=end))
