"""Documents made of pages of another: they wait to be filed where that one waits or lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.actor import require_in
from archive_app.db.models import (
    Act,
    Arrangement,
    Blob,
    Document,
    DocumentKind,
    IntakeSource,
    RecognitionState,
    Scope,
)
from archive_app.i18n import translate
from archive_app.services.arranging.leaves import pack
from archive_app.services.card_values import LONGEST_CARD_TITLE
from archive_app.services.document_rows import add_document, kind_is_known
from archive_app.services.intake import UnknownKind
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.arranging.leaves import Leaf


@dataclass(frozen=True, slots=True)
class Part:
    """A document to be: the places of its pages from 1, what is known of it; `item` and `year` propose its place.

    Without a `title` it is called as the whole.
    """

    pages: tuple[int, ...]
    title: str
    kind: str | None = None
    item: str | None = None
    year: int | None = None


def add_part(session: Session, whole: Document, part: Part, leaves: Sequence[Leaf], actor: Actor, now: datetime) -> int:
    """Add the rows of a document without pages; the pages are put in by the change that makes it. Gives its number.

    Raises:
        UnknownKind, NotAllowed, TooLong.
    """
    kind = part.kind or whole.kind_code
    of_which = translate("Title of the document from page {number}", number=part.pages[0])
    title = one_line(part.title, of_which, LONGEST_CARD_TITLE) or whole.title
    if part.kind is not None and not kind_is_known(session, part.kind):
        kinds = session.scalars(select(DocumentKind.code).where(DocumentKind.retired_at.is_(None)))
        raise UnknownKind(part.kind, kind=part.kind, kinds=", ".join(kinds))
    scope = Scope(kind, whole.unit_id, whole.group_id, whole.subject_id, whole.confidentiality, unfiled=True)
    if whole.subject_id is not None:
        scope = Scope(kind, None, None, whole.subject_id, whole.confidentiality, unfiled=True)
    require_in(actor, Act.FILE, scope)
    columns = _columns(session, whole, part, kind, leaves[0].sha256, actor, now)
    number = add_document(session, columns | {"title": title}, [])
    session.add(Arrangement(document_id=number, version=1, pages=pack(())))
    session.flush()
    session.get_one(Document, number).arrangement = 1
    return number


def _columns(
    session: Session, whole: Document, part: Part, kind: str, sha256: str, actor: Actor, now: datetime
) -> dict[str, object]:
    own = sha256 == whole.original_sha256
    return {
        "kind_code": kind,
        "unit_id": whole.unit_id,
        "group_id": whole.group_id,
        "subject_id": whole.subject_id,
        "confidentiality": whole.confidentiality,
        "volume_id": None,
        "number": None,
        "dated_on": None,
        "carrier": whole.carrier,
        "source": IntakeSource.SPLIT,
        "intake_batch_id": whole.intake_batch_id,
        "meant_item": part.item,
        "meant_year": part.year,
        "original_sha256": sha256,
        "original_name": whole.original_name,
        "media_type": whole.media_type if own else session.get_one(Blob, sha256).media_type,
        "page_count": 0,
        "recognition": RecognitionState.RECOGNISED,
        "created_at": now,
        "created_by": actor.login,
    }
