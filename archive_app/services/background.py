"""How much work for people's documents goes on in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.db.engine import reading
from archive_app.db.models import Job, JobState
from archive_app.services.kinds import (
    EXAMINE,
    FIXITY_FULL,
    FIXITY_SAMPLE,
    FIXITY_WATCH,
    HEAL,
    INDEX,
    PUBLISH_HEAD,
    REQUESTS,
    RETENTION,
    SWEEP,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

MOST_COUNTED = 1000
"""Beyond this nobody wants the exact number, and counting would cost."""
HOUSEKEEPING = (
    EXAMINE,
    FIXITY_FULL,
    FIXITY_SAMPLE,
    FIXITY_WATCH,
    HEAL,
    INDEX,
    PUBLISH_HEAD,
    REQUESTS,
    RETENTION,
    SWEEP,
)
"""What the clock does by itself: nobody waits for it."""


def tasks_in_background(sessions: sessionmaker[Session]) -> int:
    """Jobs that wait or run, without housekeeping; at most `MOST_COUNTED`."""
    under_way = (
        select(Job.id)
        .where(Job.state.in_((JobState.WAITING, JobState.RUNNING)), Job.kind.not_in(HOUSEKEEPING))
        .limit(MOST_COUNTED)
    )
    with reading(sessions) as session:
        return session.scalar(select(func.count()).select_from(under_way.subquery())) or 0
