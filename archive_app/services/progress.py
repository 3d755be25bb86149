"""How far given documents are on their way to being found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.db.engine import reading
from archive_app.db.models import Document, Job, JobState, RecognitionState
from archive_app.services.kinds import INDEX, RECOGNISE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

BATCH = 500
"""Numbers in one query: databases limit the parameters of a statement."""
UNFINISHED = (RecognitionState.WAITING, RecognitionState.RUNNING)


@dataclass(frozen=True, slots=True)
class Progress:
    """Answers about documents that somebody waits for."""

    sessions: sessionmaker[Session]

    def finished(self, documents: Sequence[int]) -> int:
        """How many are recognised (or cannot be) and known to search as they are now."""
        done: ColumnElement[bool] = Document.index_stamp == Document.indexed_stamp
        with reading(self.sessions) as session:
            return sum(
                session.scalar(
                    select(func.count())
                    .select_from(Document)
                    .where(Document.id.in_(batch), done, Document.recognition.not_in(UNFINISHED))
                )
                or 0
                for batch in _batches(documents)
            )

    def stuck(self, documents: Sequence[int]) -> bool:
        """Whether nothing more will happen: no job for documents waits or runs, yet some are not finished."""
        pending = (JobState.WAITING, JobState.RUNNING)
        with reading(self.sessions) as session:
            jobs = session.scalar(
                select(func.count()).select_from(Job).where(Job.kind.in_((RECOGNISE, INDEX)), Job.state.in_(pending))
            )
        return not jobs and self.finished(documents) < len(documents)

    def states(self, documents: Sequence[int]) -> dict[int, str]:
        """The recognition state of each."""
        with reading(self.sessions) as session:
            return {
                number: state.value
                for batch in _batches(documents)
                for number, state in session.execute(
                    select(Document.id, Document.recognition).where(Document.id.in_(batch))
                )
            }


def _batches(documents: Sequence[int]) -> list[Sequence[int]]:
    return [documents[at : at + BATCH] for at in range(0, len(documents), BATCH)]
