"""A document that could not be read is filed again: its recognition begins anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from archive_app.db.models import Document, DocumentState, Job, JobState, Page, RecognitionState
from archive_app.jobs import enqueue
from archive_app.services.kinds import recognise_job
from indexer.model import PageState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def try_again(session: Session, document_id: int, now: datetime) -> bool:
    """Promise another recognition where the last one failed, in the caller's transaction; tells whether it did."""
    document = session.get_one(Document, document_id, with_for_update=True)
    if document.recognition is not RecognitionState.FAILED or document.state is not DocumentState.ACTIVE:
        return False
    document.recognition, document.recognition_reason = RecognitionState.WAITING, None
    # Pages that are there are taken as done, and a dead job as a word on the document: both speak of the former try.
    session.execute(delete(Page).where(Page.document_id == document_id, Page.state == PageState.FAILED))
    job = recognise_job(document_id)
    session.execute(delete(Job).where(Job.unique_key == job.unique_key, Job.state == JobState.DEAD))
    enqueue(session, job, now=now)
    return True
