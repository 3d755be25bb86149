"""`/documents`: the list by keyset, the card of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.queries.documents import DocumentCursor, DocumentFilter
from archive_app.entrypoints.api.asked import BadParameters, asked
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.documents import CardShape, DocumentList, ListAsked, ListedDocument
from archive_app.entrypoints.api.versions import tag
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST
from archive_app.services.document_list import list_seen
from archive_app.services.documents import card

if TYPE_CHECKING:
    from flask import Response

UNDATED = "-"
ONE = f"/documents/<int(max={LARGEST}):document_id>"


@blueprint.get("/documents")
@needs(Act.SEE)
@operation(mark("Documents, the newest date first"), asks=ListAsked, answers=DocumentList)
def documents() -> Response:
    """One page of the list."""
    wanted = asked(ListAsked)
    narrowed = DocumentFilter(
        item=wanted.item, year=wanted.year, kind=wanted.kind, person_id=wanted.person, recognition=wanted.recognition
    )
    shown = list_seen(archive().journal.reads, actor(), narrowed, after=_cursor(wanted.after), limit=wanted.limit)
    following = None
    if shown.after is not None:
        kept = wanted.model_dump(mode="json", exclude_unset=True) | {"after": _written(shown.after)}
        following = url_for("api.documents", **kept)
    return answer(DocumentList(documents=[ListedDocument.of(row) for row in shown.rows], next=following))


@blueprint.get(ONE)
@needs(Act.SEE)
@operation(mark("The card of a document"), answers=CardShape)
def document(document_id: int) -> Response:
    """All that is known of one document."""
    shown = card(archive().journal.reads, document_id, actor())
    return answer(CardShape.model_validate(shown), ETag=tag(shown.version))


def _written(cursor: DocumentCursor) -> str:
    return f"{cursor.dated_on.isoformat() if cursor.dated_on else UNDATED}.{cursor.id}"


def _cursor(text: str) -> DocumentCursor | None:
    if not text:
        return None
    day, _, number = text.partition(".")
    try:
        return DocumentCursor(None if day == UNDATED else date.fromisoformat(day), int(number))
    except ValueError as error:
        raise BadParameters((("after", translate("the value cannot be understood")),)) from error
