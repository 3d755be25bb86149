"""The scope of a document follows its kind, unit, group, person and confidentiality, whoever writes it.

The listeners below serve every document written through the ORM; a statement of its own (`insert(Document)`) takes
the ids from `scopes_for`, and without one the document stays closed to everybody but those who may see all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, event, literal_column, select

from archive_app.db.models.access import AccessScope, Scope
from archive_app.db.models.document import Document
from archive_app.db.upsert import insert_into

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Mapper


_TABLE = cast("Table", AccessScope.__table__)
# Made once, for it is asked at every filing. Zeros are written out: with a parameter the index would not be used.
_KNOWN = select(_TABLE.c.id).where(
    _TABLE.c.kind_code == bindparam("kind"),
    literal_column("coalesce(unit_id, 0)") == bindparam("unit"),
    literal_column("coalesce(group_id, 0)") == bindparam("group"),
    literal_column("coalesce(person_id, 0)") == bindparam("person"),
    _TABLE.c.confidentiality == bindparam("confidentiality"),
    _TABLE.c.unfiled == bindparam("unfiled"),
)


def scope_id_for(connection: Connection, scope: Scope) -> int:
    """The id of `scope`, added when it is met for the first time. Two writers may meet it at the same moment."""
    asked = {
        "kind": scope.kind,
        "unit": scope.unit_id or 0,
        "group": scope.group_id or 0,
        "person": scope.person_id or 0,
        "confidentiality": scope.confidentiality,
        "unfiled": scope.unfiled,
    }
    known = connection.scalar(_KNOWN, asked)
    if known is None:
        row = {
            "kind_code": scope.kind,
            "unit_id": scope.unit_id,
            "group_id": scope.group_id,
            "person_id": scope.person_id,
            "confidentiality": scope.confidentiality,
            "unfiled": scope.unfiled,
        }
        connection.execute(insert_into(_TABLE, connection.dialect.name).values(row).on_conflict_do_nothing())
        known = connection.execute(_KNOWN, asked).scalar_one()
    return int(known)


def scopes_for(
    connection: Connection,
    kind: str,
    *,
    unit_id: int | None = None,
    group_id: int | None = None,
    subject_id: int | None = None,
    confidentiality: int = 0,
    unfiled: bool = False,
) -> tuple[int, int | None]:
    """`scope_id` and `own_scope_id` of a document with these columns."""
    scope = scope_id_for(connection, Scope(kind, unit_id, group_id, None, confidentiality, unfiled))
    if subject_id is None:
        return scope, None
    return scope, scope_id_for(connection, Scope(kind, None, None, subject_id, confidentiality, unfiled))


@event.listens_for(Document, "before_insert")
@event.listens_for(Document, "before_update")
def _put_into_scope(_mapper: Mapper[Any], connection: Connection, document: Document) -> None:
    document.scope_id, document.own_scope_id = scopes_for(
        connection,
        document.kind_code,
        unit_id=document.unit_id,
        group_id=document.group_id,
        subject_id=document.subject_id,
        confidentiality=document.confidentiality or 0,  # defaults are filled in later than this
        unfiled=document.volume_id is None,
    )
