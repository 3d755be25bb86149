"""Versions of arrangements: written, put in force, gone back to. Each function runs in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.errors import NotAllowed
from archive_app.auth.policy import visible
from archive_app.db.models import Act, Arrangement, Document, DocumentState, Page, PageChange, RecognitionState
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.jobs import enqueue_all
from archive_app.services.arranging.errors import ArrangedMeanwhile, NotArrangeable, PagesNotCounted
from archive_app.services.arranging.leaves import leaves_of, pack
from archive_app.services.arranging.placing import place_rows
from archive_app.services.case_files import require_open
from archive_app.services.kinds import copy_job, index_job, recognise_job
from archive_app.services.page_rows import page_states
from archive_app.services.recognition import outcome
from indexer.model import PageState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.db.models import ChangeKind
    from archive_app.services.arranging.leaves import Key, Leaf

UNREAD = (RecognitionState.WAITING, RecognitionState.RUNNING)
PAGELESS = (RecognitionState.FAILED, RecognitionState.NOT_APPLICABLE)
"""Of a document without a page, none will come."""
THERE = (DocumentState.ACTIVE, DocumentState.REPLACED)


def arrangeable(session: Session, document_id: int, actor: Actor) -> Document:
    """A document whose pages `actor` may arrange: who may file it while it waits, who may change it later.

    Raises:
        NotFound, NotAllowed. CaseFileClosed: nothing is changed in a closed case file.
    """
    there = select(Document).where(Document.id == document_id, Document.state.in_(THERE))
    document = session.scalars(there.where(visible(actor)).with_for_update()).first()
    if document is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    act = Act.FILE if document.volume_id is None else Act.CHANGE
    if session.scalar(select(Document.id).where(Document.id == document_id, visible(actor, act))) is None:
        raise NotAllowed(actor.login, login=actor.login)
    require_open(session, document.volume_id)
    return document


def require_seen(session: Session, document: Document, arrangement: int) -> tuple[Leaf, ...]:
    """The leaves of a document whose pages were shown in this `arrangement`.

    Raises:
        ArrangedMeanwhile, PagesNotCounted, NotArrangeable.
    """
    if document.arrangement != arrangement or document.state is not DocumentState.ACTIVE:
        raise ArrangedMeanwhile(number=document.id)
    if document.page_count is None:
        raise PagesNotCounted(number=document.id)
    leaves = leaves_of(session, document)
    if not leaves or is_plain(session, document):
        raise NotArrangeable(number=document.id)
    return leaves


def is_plain(session: Session, document: Document) -> bool:
    """Whether it is a text without images of pages."""
    drawn = select(Page.id).where(
        Page.document_id == document.id, Page.state == PageState.TEXT_LAYER, Page.width_px == 0
    )
    return session.scalar(drawn.limit(1)) is not None


def write_change(
    session: Session, kind: ChangeKind, wanted: Mapping[int, Sequence[Leaf]], actor: Actor, now: datetime
) -> PageChange:
    """Add a version with these leaves to each document, and put it in force."""
    change = PageChange(kind=kind, made_by=actor.login, made_at=now)
    session.add(change)
    session.flush()
    versions = {}
    for number, leaves in wanted.items():
        document = session.get_one(Document, number)
        previous = document.arrangement or _first(session, document)
        versions[number] = _last(session, number) + 1
        session.add(
            Arrangement(
                document_id=number,
                version=versions[number],
                previous=previous,
                change_id=change.id,
                pages=pack(leaves),
            )
        )
    session.flush()
    put_in_force(session, {number: tuple(leaves) for number, leaves in wanted.items()}, versions, now)
    return change


def put_in_force(
    session: Session, wanted: Mapping[int, tuple[Leaf, ...]], versions: Mapping[int, int], now: datetime
) -> None:
    """Make these versions, which have these leaves, those of the documents; promise what follows of it."""
    unread = place_rows(session, wanted)
    for number, leaves in wanted.items():
        document = session.get_one(Document, number)
        document.arrangement, document.page_count = versions[number], len(leaves)
        document.state = DocumentState.ACTIVE if leaves else DocumentState.REPLACED
        document.index_stamp += 1
        _follow(session, document, leaves, unread, now)
    enqueue_all(session, [index_job()], now=now)


def _follow(
    session: Session, document: Document, leaves: Sequence[Leaf], unread: frozenset[Key], now: datetime
) -> None:
    """Recognition of what nobody has read, else a new copy."""
    session.flush()
    if not leaves:
        return
    if document.recognition in UNREAD or any(leaf.key in unread for leaf in leaves):
        if document.recognition is not RecognitionState.RUNNING:
            document.recognition, document.recognition_reason = RecognitionState.WAITING, None
        enqueue_all(session, [recognise_job(document.id)], now=now)
        return
    document.recognition, document.recognition_reason = outcome(page_states(session, document.id))
    enqueue_all(session, [copy_job(document.id, now, more_to_come=False)], now=now)


def _first(session: Session, document: Document) -> int:
    """The version that says how the original has the pages."""
    session.add(Arrangement(document_id=document.id, version=1, pages=pack(leaves_of(session, document))))
    session.flush()
    return 1


def _last(session: Session, document_id: int) -> int:
    return session.scalar(select(func.max(Arrangement.version)).where(Arrangement.document_id == document_id)) or 0
