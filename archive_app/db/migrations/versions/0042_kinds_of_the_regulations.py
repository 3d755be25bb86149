"""The kinds of documents of both regulations: fields, who fills them, until when, their place in the file plan.

What an organisation has put together by hand stays: a kind that has fields keeps its own, a kind of its own that bears
the same title is described and not doubled. On the way down kinds that are in use stay.

Revision: 0042, after 0041
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from archive_app.regulation_kinds import REGULATION_KINDS, RegulationKind, places_in

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TOLD = ("filler", "due", "source")
KIND = sa.table(
    "document_kind",
    *map(sa.column, ("code", "title", "position", "personal", "version", *TOLD, "item_index")),
)
FIELD = sa.table(
    "document_kind_field",
    *map(sa.column, ("kind_code", "code", "title", "type", "required", "position", "version")),
    sa.column("choices", sa.JSON().with_variant(JSONB(), "postgresql")),
)
RIGHT = sa.table("role_right", *map(sa.column, ("role_code", "act", "kind_code", "reach", "max_confidentiality")))
IN_USE = ("document", "access_scope", "required_kind")
"""Tables whose rows name a kind that must then stay."""
REST = "other"
"""The kind that is offered last."""


def upgrade() -> None:
    for column in TOLD:
        op.add_column("document_kind", sa.Column(column, sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("document_kind", sa.Column("item_index", sa.String(length=32), nullable=True))
    meant = _add_kinds()
    _describe(meant)
    _add_fields(meant)


def _add_kinds() -> dict[str, RegulationKind]:
    """Insert what is missing; code of the kind in this archive -> what the regulations say of it."""
    there = _there()
    last = op.get_bind().scalar(sa.select(sa.func.max(KIND.c.position))) or 0
    missing = [kind for kind in REGULATION_KINDS if kind not in there.values()]
    for position, kind in enumerate(missing, start=last + 1):
        _add_kind(kind, position)
    op.execute(KIND.update().where(KIND.c.code == REST, KIND.c.version == 1).values(position=last + len(missing) + 1))
    return there | {kind.code: kind for kind in missing}


def _there() -> dict[str, RegulationKind]:
    """The kinds of this archive that the regulations name, by code: of the same code, else of the same title."""
    rows = op.get_bind().execute(sa.select(KIND.c.code, KIND.c.title)).all()
    codes, by_title = {row.code for row in rows}, {row.title.casefold(): row.code for row in rows}
    meant = {
        kind: kind.code if kind.code in codes else by_title.get(kind.title.casefold()) for kind in REGULATION_KINDS
    }
    return {code: kind for kind, code in meant.items() if code is not None}


def _add_kind(kind: RegulationKind, position: int) -> None:
    """With the rights of the kind that such documents were filed under until now."""
    row = {"code": kind.code, "title": kind.title, "position": position, "personal": kind.personal}
    op.execute(KIND.insert().values(row))
    same = sa.select(RIGHT.c.role_code, RIGHT.c.act, sa.literal(kind.code), RIGHT.c.reach, RIGHT.c.max_confidentiality)
    op.execute(
        RIGHT.insert().from_select([column.name for column in RIGHT.c], same.where(RIGHT.c.kind_code == kind.like))
    )


def _describe(meant: dict[str, RegulationKind]) -> None:
    places = places_in(tuple(meant.values()), _newest_plan())
    for code, kind in meant.items():
        told = {"filler": kind.filler, "due": kind.due, "source": kind.source, "item_index": places.get(kind.code)}
        op.execute(KIND.update().where(KIND.c.code == code).values(told))


def _newest_plan() -> Iterable[tuple[str, str]]:
    """Index and heading of each item of the newest plan in force; nothing where there is no plan yet."""
    newest = "SELECT id FROM file_plan WHERE status = 'in_force' ORDER BY year DESC, version DESC, id LIMIT 1"
    query = f'SELECT "index", title FROM file_plan_item WHERE plan_id = ({newest})'  # noqa: S608 - constant
    return [(index, title) for index, title in op.get_bind().execute(sa.text(query))]


def _add_fields(meant: dict[str, RegulationKind]) -> None:
    theirs = set(op.get_bind().scalars(sa.select(FIELD.c.kind_code).distinct()))
    rows = [
        {
            "kind_code": code,
            "code": field.code,
            "title": field.title,
            "type": field.type,
            "required": False,
            "position": position,
            "choices": list(field.choices),
        }
        for code, kind in meant.items()
        if code not in theirs
        for position, field in enumerate(kind.fields)
    ]
    op.bulk_insert(FIELD, rows)


def downgrade() -> None:
    for code, kind in _there().items():
        _remove_fields(code, kind)
        if kind.like and code == kind.code:
            _remove_kind(code)
    for column in (*TOLD, "item_index"):
        op.drop_column("document_kind", column)


def _remove_fields(code: str, kind: RegulationKind) -> None:
    """Those that nobody has changed, where no document of the kind has anything in its fields."""
    filled = "SELECT 1 FROM document WHERE kind_code = :kind AND CAST(fields AS TEXT) <> '{}'"
    if op.get_bind().scalar(sa.text(f"{filled} LIMIT 1"), {"kind": code}):
        return
    for field in kind.fields:
        ours = (FIELD.c.kind_code == code, FIELD.c.code == field.code, FIELD.c.title == field.title)
        op.execute(FIELD.delete().where(*ours, FIELD.c.version == 1))


def _remove_kind(code: str) -> None:
    """Unless something is filed under it, asks for it, or a person has worked on it."""
    bind, named = op.get_bind(), {"kind": code}
    uses = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE kind_code = :kind"  # noqa: S608 - constants
        for table in (*IN_USE, "document_kind_field")
    )
    changed = "SELECT 1 FROM document_kind WHERE code = :kind AND version > 1"
    if bind.scalar(sa.text(f"{uses} UNION ALL {changed} LIMIT 1"), named):
        return
    op.execute(RIGHT.delete().where(RIGHT.c.kind_code == code))
    op.execute(KIND.delete().where(KIND.c.code == code))
