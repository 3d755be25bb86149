"""Long forms: a person asks, a job draws, the person takes the file within a day. Also the handler of `form` jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from archive_app.auth.actor import load_actor
from archive_app.db.engine import reading
from archive_app.db.models import DrawnForm, Job, JobState
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.jobs.queue import enqueue
from archive_app.services.forms.errors import FormNotReady
from archive_app.services.forms.registry import KINDS
from archive_app.services.kinds import draw_form_job

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext
    from archive_app.services.forms.registry import Forms, Written

KEPT = timedelta(days=1)
"""They name people and are made again in seconds."""
LISTED = 20
_UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A form that was asked for. `state`: waiting, running, done, failed; `taken` of `lines` (None: not known yet)."""

    drawing_id: int
    form: str
    number: int
    volume: int | None
    format: str
    asked_at: datetime.datetime
    state: str
    taken: int
    lines: int | None

    @property
    def title(self) -> str:
        """What it is, in words: «Опись дел, опись 5»."""
        kind = KINDS[self.form]
        return f"{translate(kind.words)}, {translate(kind.of)} {self.number}"


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a person has asked for is shown and given to that person only."""

    sessions: sessionmaker[Session]
    forms: Forms
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def ask(self, name: str, number: int, actor: Actor, form: str, *, volume: int | None = None) -> int:
        """Have it drawn; the number of the drawing. Of the same one that is still under way there is no second.

        Raises UnknownForm, UnknownFormat, NotAllowed, NotFound.
        """
        self.forms.require(name, number, actor, form, volume=volume)
        wanted = {"form": name, "number": number, "volume": volume, "format": form, "asked_by": actor.login}
        with self.sessions.begin() as session:
            same = select(DrawnForm.id).join(Job, Job.id == DrawnForm.job_id).filter_by(**wanted)
            there = session.scalars(same.where(Job.state.in_(_UNDER_WAY)).limit(1)).first()
            if there is not None:
                return there
            row = DrawnForm(**wanted, asked_at=self.clock(), job_id=0)
            session.add(row)
            session.flush()
            row.job_id = enqueue(session, draw_form_job(row.id), now=self.clock())
            return row.id

    def one(self, drawing_id: int, actor: Actor) -> Drawing:
        """How far it is. Raises NotFound, also for another person's."""
        with reading(self.sessions) as session:
            row = session.execute(_of(actor).where(DrawnForm.id == drawing_id)).first()
        if row is None:
            raise NotFound(str(drawing_id), what=translate("Drawn form {number}", number=drawing_id))
        return _drawing(row)

    def listed(self, actor: Actor) -> tuple[Drawing, ...]:
        """The person's own of the last day, the newest first. One statement."""
        with reading(self.sessions) as session:
            rows = session.execute(_of(actor).order_by(DrawnForm.id.desc()).limit(LISTED))
            return tuple(map(_drawing, rows))

    def file(self, drawing_id: int, actor: Actor) -> Written:
        """The file. Raises NotFound, FormNotReady, and NotAllowed where the right has gone meanwhile."""
        asked = self.one(drawing_id, actor)
        self.forms.require(asked.form, asked.number, actor, asked.format, volume=asked.volume)
        with reading(self.sessions) as session:
            content = session.scalar(select(DrawnForm.content).where(DrawnForm.id == drawing_id))
        if content is None:
            raise FormNotReady(drawing=drawing_id)
        return self.forms.handed(asked.form, asked.number, actor, asked.format, content)

    def forget(self, asked_before: datetime.datetime) -> int:
        """Clear old ones away; how many."""
        old = delete(DrawnForm).where(DrawnForm.asked_at < asked_before)
        with self.sessions.begin() as session:
            return session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]

    def __call__(self, job: JobContext) -> None:
        """Draw it by the rights that the person has now."""
        drawing_id = int(job.payload["drawing"])
        with reading(self.sessions) as session:
            asked = session.get(DrawnForm, drawing_id)
            if asked is None or asked.drawn_at is not None:
                return
            actor = load_actor(session, asked.asked_by, self.today())
        whole = self.forms.lines(asked.form, asked.number, actor, volume=asked.volume)

        def told(taken: int) -> None:
            job.check()
            job.progress(taken, whole)

        told(0)
        content = self.forms.content(asked.form, asked.number, actor, asked.format, volume=asked.volume, told=told)
        with self.sessions.begin() as session:
            done = update(DrawnForm).where(DrawnForm.id == drawing_id).values(content=content, drawn_at=self.clock())
            session.execute(done)


def _of(actor: Actor) -> Select[*tuple[DrawnForm, JobState | None, int | None, int | None]]:
    return (
        select(DrawnForm, Job.state, Job.progress_done, Job.progress_total)
        .outerjoin(Job, Job.id == DrawnForm.job_id)
        .where(DrawnForm.asked_by == actor.login)
    )


def _drawing(row: Row[*tuple[DrawnForm, JobState | None, int | None, int | None]]) -> Drawing:
    asked, job, taken, lines = row
    state = "done" if asked.drawn_at else job.value if job in _UNDER_WAY else "failed"
    numbers = asked.id, asked.form, asked.number, asked.volume
    return Drawing(*numbers, asked.format, asked.asked_at, state, taken or 0, lines)
