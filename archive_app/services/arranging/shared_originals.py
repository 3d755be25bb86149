"""An original that several documents have pages of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from archive_app.auth.policy import visible
from archive_app.db.models import NOT_THERE, Act, Document, Page
from archive_app.errors import NotFound
from archive_app.i18n import translate

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor


def require_whole_original(session: Session, document: Document, actor: Actor) -> None:
    """An original that other documents have pages of is given to those only who may take all of these away.

    Raises NotFound: what is told of documents that one does not see.
    """
    if not document.arrangement:
        return
    sha256 = document.original_sha256
    drawn = exists().where(Page.document_id == Document.id, Page.source_sha256 == sha256)
    sharing = or_(Document.original_sha256 == sha256, drawn)
    closed = select(Document.id).where(sharing, Document.state.not_in(NOT_THERE), ~visible(actor, Act.DOWNLOAD))
    if session.scalar(closed.limit(1)) is not None:
        raise NotFound(str(document.id), what=translate("The original with the pages of other documents"))
