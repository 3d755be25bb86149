"""The jobs that services promise; `archive_app.bootstrap` binds each kind to its handler."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from archive_app.jobs import NewJob

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RECOGNISE = "recognise"
INDEX = "index"
REINDEX = "reindex"
HEAL = "heal"
NAME = "name"
COPY = "copy"
DRAW = "draw"
DRAW_FORM = "form"
SWEEP = "sweep"
PUBLISH_HEAD = "audit_head"
EXAMINE = "examine"
RESET_LETTER = "reset_letter"
LETTER = "letter"
TAKE_IN = "take_in"
RETENTION = "retention"
REQUESTS = "requests"
INBOX = "inbox"
MAIL = "mail"
CHECK_ACCESSION = "accession_check"
LOCK_BLOBS = "accession_lock"
RENEW_LOCKS = "accession_renew_locks"
DESTROY = "destroy"
BACKUP = "backup"
LEDGER = "backup_ledger"
BACKUP_WATCH = "backup_watch"
DRILL = "drill"
FIXITY_SAMPLE = "fixity_sample"
FIXITY_FULL = "fixity_full"
FIXITY_WATCH = "fixity_watch"

RECOGNISE_PRIORITY = 100
INDEX_PRIORITY = 10
"""Before recognition: what is known already should be found while hundreds of scans still wait."""
NAME_PRIORITY = 200
"""Behind recognition, which names the persons of its document itself."""
TAKE_IN_PRIORITY = 20
DRAW_FORM_PRIORITY = 30
"""Before recognition: a person looks at the bar."""
DESTROY_PRIORITY = 120
"""Behind recognition, which it would have to wait for."""
TAKE_IN_LATER = datetime.timedelta(minutes=1)
"""The request that brought the last bytes does it itself; the job is for the request that died."""
COPY_PRIORITY = 150
BACKUP_PRIORITY = 50
ASKED_ATTEMPTS = 1
"""Of what a person waits for the outcome of: it is told at once."""
FIXITY_PRIORITY = 250
"""People do not wait for it."""
DRAW_PRIORITY = 300
"""Behind everything: what is not drawn ahead is drawn when somebody looks at it."""
COPY_PAUSE = datetime.timedelta(minutes=10)
INDEX_LATER = datetime.timedelta(minutes=1)


def recognise_job(document_id: int) -> NewJob:
    """Recognise one document."""
    return NewJob(
        kind=RECOGNISE,
        payload={"document_id": document_id},
        priority=RECOGNISE_PRIORITY,
        unique_key=f"{RECOGNISE}:{document_id}",
        correlation_id=_correlation(),
    )


def index_job() -> NewJob:
    """Bring the search index up to whatever has changed; one job serves all changes that wait."""
    return NewJob(kind=INDEX, priority=INDEX_PRIORITY, unique_key=INDEX, correlation_id=_correlation())


def index_later_job(now: datetime.datetime) -> NewJob:
    """The same after a pause: for many small changes that nobody waits for, often of one long document."""
    return NewJob(kind=INDEX, priority=INDEX_PRIORITY, unique_key=f"{INDEX}:later", run_after=now + INDEX_LATER)


def destroy_job(entry_id: int) -> NewJob:
    """Carry out one line of an approved act."""
    return NewJob(
        kind=DESTROY,
        payload={"entry_id": entry_id},
        priority=DESTROY_PRIORITY,
        max_attempts=10,
        unique_key=f"{DESTROY}:{entry_id}",
        correlation_id=_correlation(),
    )


def name_job(person_ids: Sequence[int]) -> NewJob:
    """Find the documents that have named these persons all along, before anybody knew the persons or their new name."""
    return NewJob(
        kind=NAME,
        payload={"person_ids": list(person_ids)},
        priority=NAME_PRIORITY,
        correlation_id=_correlation(),
    )


def copy_job(document_id: int, now: datetime.datetime, *, more_to_come: bool) -> NewJob:
    """Make the use copy of a document again; after a pause where a person still works on its pages."""
    return NewJob(
        kind=COPY,
        payload={"document_id": document_id},
        priority=COPY_PRIORITY,
        run_after=now + COPY_PAUSE if more_to_come else now,
        unique_key=f"{COPY}:{document_id}:later" if more_to_come else f"{COPY}:{document_id}",
        correlation_id=_correlation(),
    )


def draw_job(document_id: int) -> NewJob:
    """Draw the first page of a document before anybody looks at it."""
    return NewJob(
        kind=DRAW,
        payload={"document_id": document_id},
        priority=DRAW_PRIORITY,
        unique_key=f"{DRAW}:{document_id}",
        correlation_id=_correlation(),
    )


def draw_form_job(drawing: int) -> NewJob:
    """Draw a long print form; a person waits for it."""
    return NewJob(
        kind=DRAW_FORM,
        payload={"drawing": drawing},
        priority=DRAW_FORM_PRIORITY,
        max_attempts=2,
        unique_key=f"{DRAW_FORM}:{drawing}",
        correlation_id=_correlation(),
    )


def take_in_job(upload_id: int, now: datetime.datetime) -> NewJob:
    """Make a document of an upload that has arrived, should the request that brought its end not live to do it."""
    return NewJob(
        kind=TAKE_IN,
        payload={"upload_id": upload_id},
        priority=TAKE_IN_PRIORITY,
        run_after=now + TAKE_IN_LATER,
        unique_key=f"{TAKE_IN}:{upload_id}",
        correlation_id=_correlation(),
    )


def reindex_job() -> NewJob:
    """Build the search index anew."""
    return NewJob(kind=REINDEX, priority=INDEX_PRIORITY, unique_key=REINDEX, correlation_id=_correlation())


def check_accession_job(accession_id: int) -> NewJob:
    """Read the blobs of a transfer act again."""
    return _of_accession(CHECK_ACCESSION, accession_id)


def lock_blobs_job(accession_id: int) -> NewJob:
    """Lock the blobs of an accepted transfer act in the store."""
    return _of_accession(LOCK_BLOBS, accession_id)


def backup_job(kind: str, *, by: str, certainty: Mapping[str, float | None]) -> NewJob:
    """A backup, or a drill of such `certainty`, that a person asks for, and waits for the outcome of: tried once."""
    return NewJob(
        kind=kind,
        payload={"by": by, **certainty},
        priority=BACKUP_PRIORITY,
        max_attempts=ASKED_ATTEMPTS,
        unique_key=":".join([kind, *(f"{name}={asked}" for name, asked in certainty.items() if asked is not None)]),
        correlation_id=_correlation(),
    )


def fixity_job(*, full: bool, by: str, goes_on: bool = False) -> NewJob:
    """Check the stored bytes, all or a sample; `goes_on`: the next slice of a run that paused."""
    kind = FIXITY_FULL if full else FIXITY_SAMPLE
    return NewJob(
        kind=kind,
        payload={"by": by},
        priority=FIXITY_PRIORITY,
        unique_key=f"{kind}:on" if goes_on else kind,
        correlation_id=_correlation(),
    )


def _of_accession(kind: str, accession_id: int) -> NewJob:
    return NewJob(
        kind=kind,
        payload={"accession_id": accession_id},
        unique_key=f"{kind}:{accession_id}",
        correlation_id=_correlation(),
    )


def _correlation() -> str | None:
    """The number of the browser's request that asks for the job, so that the log joins the two; None elsewhere."""
    from structlog.contextvars import get_contextvars  # a command that takes a snapshot asks for no job

    number = get_contextvars().get("request_id")
    return None if number is None else str(number)
