"""A study keeps two papers: that of its beginning and that of its end, which took the place of the first.

Revision: 0046, after 0045
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TABLE, GROUND, DOCUMENT = "study", "leaving_ground", "leaving_document_id"
INDEX = f"ix_{TABLE}_{DOCUMENT}"
ENDS = ("person:study:move", "person:study:leave")
LONGEST_CHAIN = 6
"""Steps that shorten a chain of 2**6 cards to one."""
SAYS = ("person:study:add", "person:study:change")

study = sa.table(
    TABLE,
    *map(sa.column, ("id", "person_id", "group_id", "leaving", "ground", "document_id", GROUND, DOCUMENT)),
    sa.column("started_on", sa.Date),
)
group = sa.table("study_group", sa.column("id"), sa.column("name"))
person = sa.table("person", sa.column("id"), sa.column("merged_into_id"))
event = sa.table("audit_event", *map(sa.column, ("seq", "object_type", "object_id", "action", "details")))


def upgrade() -> None:
    # Plain columns with their own key and check: making the table anew would let references to it dangle on SQLite.
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    check = f"CONSTRAINT ck_{TABLE}_{GROUND} CHECK ({GROUND} IS NULL OR ended_on IS NOT NULL)"
    op.execute(f"ALTER TABLE {TABLE} ADD COLUMN {GROUND} TEXT {check}")
    key = f"CONSTRAINT fk_{TABLE}_{DOCUMENT}_document REFERENCES document (id)"
    op.execute(f"ALTER TABLE {TABLE} ADD COLUMN {DOCUMENT} {big} {key}")
    op.create_index(INDEX, TABLE, [DOCUMENT])
    _part_papers()


def downgrade() -> None:
    """One paper again: that of the end, as it was before."""
    ended = sa.update(study).where(study.c.leaving_ground.is_not(None))
    op.execute(ended.values(ground=study.c.leaving_ground, document_id=study.c.leaving_document_id))
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, DOCUMENT)
    op.drop_column(TABLE, GROUND)


def _part_papers() -> None:
    """The paper of a study that was left was that of its end; that of the beginning is in the journal, if at all."""
    columns = (study.c.id, study.c.person_id, study.c.started_on, study.c.ground, study.c.document_id, group.c.name)
    left = sa.select(*columns).join(group, group.c.id == study.c.group_id).where(study.c.leaving.is_not(None))
    rows = op.get_bind().execute(left).all()
    if not rows:
        return
    before, begun = _told(_present_cards())
    papers = [
        {
            "row": row.id,
            "first": None,
            "first_document": None,
            "last": row.ground,
            "last_document": row.document_id,
            **before.get(row.id, begun.get((row.person_id, row.name, row.started_on), {})),
        }
        for row in rows
    ]
    said = sa.update(study).where(study.c.id == sa.bindparam("row"))
    op.get_bind().execute(
        said.values(
            ground=sa.bindparam("first"),
            document_id=sa.bindparam("first_document"),
            leaving_ground=sa.bindparam("last"),
            leaving_document_id=sa.bindparam("last_document"),
        ),
        papers,
    )


def _told(
    present: Mapping[int, int],
) -> tuple[dict[int, dict[str, Any]], dict[tuple[int, str, date], dict[str, Any]]]:
    """Papers of beginnings: by the number of the study, and by card, group and first day; what was said last stands."""
    before: dict[int, dict[str, Any]] = {}
    begun: dict[tuple[int, str, date], dict[str, Any]] = {}
    for action, card, details in _journal():
        if "study" in details:  # each end has written down the paper whose place it took
            before[details["study"]] = {"first": details["before"], "first_document": details["before_document"]}
        elif action in SAYS and details.get("leaving"):
            continue
        if action != "person:study:leave":  # a study that was added, or began by a move
            key = (present.get(card, card), details["group"], date.fromisoformat(details["since"]))
            begun[key] = {"first": details["ground"]}
    return before, begun


def _journal() -> Iterator[tuple[str, int, dict[str, Any]]]:
    query = sa.select(event.c.action, event.c.object_id, event.c.details)
    query = query.where(event.c.object_type == "person", event.c.action.in_((*ENDS, *SAYS)))
    for action, card, details in op.get_bind().execute(query.order_by(event.c.seq)):
        yield action, int(card), json.loads(details)


def _present_cards() -> dict[int, int]:
    """The card that each given-up card leads to."""
    query = sa.select(person.c.id, person.c.merged_into_id).where(person.c.merged_into_id.is_not(None))
    present = dict(op.get_bind().execute(query).all())
    for _ in range(LONGEST_CHAIN):  # each step halves the chains
        present = {number: present.get(kept, kept) for number, kept in present.items()}
    return present
