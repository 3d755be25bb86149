"""What the page of intake shows: a person's uploads and how far each is, what came in together, what waits to be filed.

A bounded number of statements, however much came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LISTED
from archive_app.auth.acts import Act
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Document,
    DocumentState,
    IntakeBatch,
    IntakeSource,
    Job,
    JobState,
    RecognitionState,
    Upload,
    UploadState,
    User,
)
from archive_app.services.kinds import RECOGNISE
from archive_app.services.page_rows import has_sheets

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

UPLOADS_SHOWN = 100
"""In one part of the list."""
BATCHES_SHOWN = 10
WAITING_SHOWN = 20
MOST_COUNTED = 1000
UNDER_WAY = (RecognitionState.WAITING, RecognitionState.RUNNING)


@dataclass(frozen=True, slots=True)
class UploadLine:
    """One upload. Title, recognition and pages are those of its document, None where the person may not see it."""

    token: str
    name: str
    size: int
    received: int
    state: UploadState
    message: str | None
    document_id: int | None
    title: str | None
    recognition: RecognitionState | None
    reason: str | None
    filed: bool
    page: int | None
    pages: int | None

    @property
    def percent(self) -> int:
        """How much of it has arrived."""
        return 100 * self.received // self.size

    @property
    def moves(self) -> bool:
        """Whether something will happen to it without the person."""
        return self.state is UploadState.ARRIVED or self.recognition in UNDER_WAY


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """A place in the list of uploads: `rank` 0 of a refused one, 1 of another."""

    rank: int
    upload_id: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What came in together. Counts are of documents that the person sees."""

    id: int
    source: IntakeSource
    label: str
    created_at: datetime.datetime
    by: str
    documents: int
    recognising: int
    unfiled: int


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A document that waits to be filed."""

    document_id: int
    title: str
    source: IntakeSource | None
    created_at: datetime.datetime
    by: str
    page_count: int | None
    recognition: RecognitionState
    stack: bool
    """Whether separator sheets were found among its pages."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it. `waiting_in_all` stops at MOST_COUNTED; the numbers of uploads count those that are not shown too.

    `further` is where the next part of the uploads goes on from; None: these are the last.
    """

    uploads: tuple[UploadLine, ...]
    further: UploadPlace | None
    uploads_in_all: int
    refused_in_all: int
    batches: tuple[BatchLine, ...]
    waiting: tuple[WaitingLine, ...]
    waiting_in_all: int

    @property
    def moves(self) -> bool:
        """Whether a later look will show something else."""
        return any(line.moves for line in self.uploads) or any(batch.recognising for batch in self.batches)


def intake_desk(reads: ReadLog, actor: Actor, after: UploadPlace | None = None) -> Desk:
    """What `actor` brought, from `after` on, and what waits for the filing; titles name people: the look is an event.

    Uploads that were refused stand first, for they ask for something to be done; otherwise the newest do.
    """
    with reading(reads.sessions) as session:
        uploads, further = _uploads(session, actor, after)
        counts = select(func.count(), func.count().filter(Upload.state == UploadState.REFUSED))
        mine, refused = session.execute(counts.where(Upload.user_id == actor.user_id)).one()
        waits = Document.volume_id.is_(None), Document.state == DocumentState.ACTIVE, visible(actor, Act.FILE)
        waiting = _waiting(session, waits)
        counted = select(Document.id).where(*waits).limit(MOST_COUNTED).subquery()
        in_all = session.scalar(select(func.count()).select_from(counted)) or 0
        desk = Desk(uploads, further, mine, refused, _batches(session, actor), waiting, in_all)
    named = [line.document_id for line in uploads if line.document_id is not None]
    shown = sorted({*named, *(line.document_id for line in waiting)})
    if shown:
        reads.record(actor.login, LISTED, ObjectRef("list", "-"), documents=shown)
    return desk


def _uploads(
    session: Session, actor: Actor, after: UploadPlace | None
) -> tuple[tuple[UploadLine, ...], UploadPlace | None]:
    running = session.execute(
        select(Job.payload, Job.progress_done, Job.progress_total).where(
            Job.kind == RECOGNISE, Job.state == JobState.RUNNING
        )
    )
    pages = {payload.get("document_id"): (done, total) for payload, done, total in running}
    rank = case((Upload.state == UploadState.REFUSED, 0), else_=1)
    query = (
        select(
            Upload.token,
            Upload.name,
            Upload.size,
            Upload.received,
            Upload.state,
            Upload.message,
            Document.id,
            Document.title,
            Document.recognition,
            Document.recognition_reason,
            Document.volume_id.is_not(None),
            rank,
            Upload.id,
        )
        .outerjoin(Document, and_(Document.id == Upload.document_id, visible(actor)))
        .where(Upload.user_id == actor.user_id)
        .order_by(rank, Upload.id.desc())
        .limit(UPLOADS_SHOWN + 1)
    )
    if after is not None:
        query = query.where(or_(rank > after.rank, and_(rank == after.rank, Upload.id < after.upload_id)))
    rows: Sequence[Any] = session.execute(query).all()
    shown = rows[:UPLOADS_SHOWN]
    lines = tuple(UploadLine(*(*row[:-2], *pages.get(row[6], (None, None)))) for row in shown)
    return lines, UploadPlace(*shown[-1][-2:]) if len(rows) > UPLOADS_SHOWN else None


def _waiting(session: Session, waits: tuple[ColumnElement[bool], ...]) -> tuple[WaitingLine, ...]:
    query = (
        select(
            Document.id,
            Document.title,
            Document.source,
            Document.created_at,
            func.coalesce(User.display_name, Document.created_by),
            Document.page_count,
            Document.recognition,
            has_sheets(Document.id),
        )
        .outerjoin(User, User.login == Document.created_by)
        .where(*waits)
        .order_by(Document.id)
        .limit(WAITING_SHOWN)
    )
    return tuple(WaitingLine(*row) for row in session.execute(query))


def _batches(session: Session, actor: Actor) -> tuple[BatchLine, ...]:
    seen = Document.state == DocumentState.ACTIVE, visible(actor)
    some = select(Document.id).where(Document.intake_batch_id == IntakeBatch.id, *seen).exists()
    newest = session.scalars(select(IntakeBatch.id).where(some).order_by(IntakeBatch.id.desc()).limit(BATCHES_SHOWN))
    by = func.coalesce(User.display_name, IntakeBatch.created_by)
    columns = (IntakeBatch.id, IntakeBatch.source, IntakeBatch.label, IntakeBatch.created_at, by)
    query = (
        select(
            *columns,
            func.count(),
            func.count().filter(Document.recognition.in_(UNDER_WAY)),
            func.count().filter(Document.volume_id.is_(None)),
        )
        .join(Document, Document.intake_batch_id == IntakeBatch.id)
        .outerjoin(User, User.login == IntakeBatch.created_by)
        .where(IntakeBatch.id.in_(newest.all()), *seen)
        .group_by(*columns)
        .order_by(IntakeBatch.id.desc())
    )
    return tuple(BatchLine(*row) for row in session.execute(query))
