"""The rows of a filed document, without objects: an object costs several times its row, and filing keeps none.

The statements are made once: making one costs more than running it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, insert, select

from archive_app.db.models import (
    Document,
    DocumentKind,
    DocumentPerson,
    PersonSource,
    Rendition,
    RenditionKind,
    scopes_for,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from archive_app.db.models import Person

_KIND = select(DocumentKind.code).where(DocumentKind.code == bindparam("code"), DocumentKind.retired_at.is_(None))
_DOCUMENT = insert(cast("Table", Document.__table__)).returning(Document.id)
_RENDITION = insert(cast("Table", Rendition.__table__))
_PERSON = insert(cast("Table", DocumentPerson.__table__))


def kind_is_known(session: Session, code: str) -> bool:
    """Whether documents are filed under this kind: it is in the dictionary and not retired."""
    return session.connection().scalar(_KIND, {"code": code}) is not None


def kinds_in_use(session: Session, codes: Collection[str]) -> frozenset[str]:
    """Those of the kinds that documents are filed under: one statement."""
    query = select(DocumentKind.code).where(DocumentKind.code.in_(codes), DocumentKind.retired_at.is_(None))
    return frozenset(session.scalars(query))


def add_document(session: Session, columns: dict[str, Any], persons: list[Person]) -> int:
    """Add the rows of a document, of its original and of the persons that it names; gives its number."""
    connection = session.connection()
    scope, own_scope = scopes_for(
        connection,
        columns["kind_code"],
        unit_id=columns["unit_id"],
        group_id=columns["group_id"],
        subject_id=columns["subject_id"],
        confidentiality=columns["confidentiality"],
        unfiled=columns["volume_id"] is None,
    )
    known = columns | {"version": 1, "scope_id": scope, "own_scope_id": own_scope}
    number: int = connection.execute(_DOCUMENT, known).scalar_one()
    original = {
        "document_id": number,
        "kind": RenditionKind.ORIGINAL,
        "sha256": columns["original_sha256"],
        "software": "",
        "created_at": columns["created_at"],
    }
    connection.execute(_RENDITION, original)
    named = [
        {"document_id": number, "person_id": person.id, "source": PersonSource.TYPED}
        for person in dict.fromkeys(persons)
    ]
    if named:
        connection.execute(_PERSON, named)
    return number
