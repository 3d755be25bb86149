"""Counts for `archive doctor`, the metrics and the front page; each is one statement over an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.db.models import NOT_THERE, Document, Job, JobState, Page, RecognitionState
from indexer.model import PageState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """Documents that are not destroyed. `behind`: changed since the search index was last given them."""

    total: int
    by_recognition: dict[RecognitionState, int]
    behind: int


@dataclass(frozen=True, slots=True)
class JobCounts:
    """Jobs that somebody may worry about; done ones are not counted, there is no end of them."""

    waiting: int
    running: int
    dead: int
    oldest_due: datetime | None
    """Since when the longest waiting job that could run has waited for a worker."""


def document_counts(session: Session) -> DocumentCounts:
    """Count documents by recognition state, and those that search has not seen yet."""
    there = Document.state.not_in(NOT_THERE)
    rows = session.execute(select(Document.recognition, func.count()).where(there).group_by(Document.recognition))
    by_state = dict.fromkeys(RecognitionState, 0) | dict(rows.all())
    behind = select(func.count()).select_from(Document).where(there, Document.index_stamp != Document.indexed_stamp)
    return DocumentCounts(sum(by_state.values()), by_state, session.scalar(behind) or 0)


def job_counts(session: Session, *, now: datetime) -> JobCounts:
    """Count jobs that wait, run or are dead."""
    pending = [JobState.WAITING, JobState.RUNNING, JobState.DEAD]
    rows = session.execute(select(Job.state, func.count()).where(Job.state.in_(pending)).group_by(Job.state))
    counts = dict.fromkeys(pending, 0) | dict(rows.all())
    oldest = session.scalar(select(func.min(Job.run_after)).where(Job.state == JobState.WAITING, Job.run_after <= now))
    return JobCounts(counts[JobState.WAITING], counts[JobState.RUNNING], counts[JobState.DEAD], oldest)


def pages_in_review(session: Session) -> int:
    """Count pages that wait for a person."""
    return session.scalar(select(func.count()).select_from(Page).where(Page.state == PageState.REVIEW)) or 0
