"""The daily run: every case file is judged, what is due is kept for the desks, those responsible get one letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, null, select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import (
    Blob,
    CaseFile,
    CaseFileState,
    CaseProspect,
    Document,
    DocumentState,
    DueStep,
    Volume,
)
from archive_app.db.queries.life import events_of
from archive_app.db.upsert import insert_into
from archive_app.services.lending.overdue import mark_overdue
from archive_app.services.life.judging import AT_ONCE, KEEPERS, judge
from archive_app.services.life.next_step import due_step

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.life.letters import DueLetters

LIVING = (CaseFileState.OPEN, CaseFileState.CLOSED, CaseFileState.ARCHIVED)
"""The others are on the way to destruction, or gone."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run found: how many case files it judged, and how many are due for each step."""

    judged: int
    due: dict[str, int]
    letters: int


@dataclass(frozen=True, slots=True)
class Prospects:
    """Judges all case files; a run may be repeated at any time, and goes on after an interruption by beginning anew."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    letters: DueLetters

    def run_as(self, actor: Actor, on: datetime.date | None = None) -> RunReport:
        """Run now, as on the day `on`, asked for by a person. Raises NotAllowed, MailNotSent."""
        require_one(actor, KEEPERS)
        return self.run(on)

    def run_daily(self, job: JobContext) -> None:
        """Run as the clock asks. Raises MailNotSent: the queue tries again."""
        report = self.run()
        job.log.info("retention looked through", judged=report.judged, letters=report.letters, **report.due)

    def run(self, on: datetime.date | None = None) -> RunReport:
        """Judge every case file, five hundred in a transaction; then write to those responsible. Raises MailNotSent."""
        day, after, judged = on or self.today(), 0, 0
        while numbers := self._numbers(after):
            with self.sessions.begin() as session:
                _keep(session, _looked_at(session, numbers, day, self.clock()))
            after, judged = numbers[-1], judged + len(numbers)
        self._forget_the_gone()
        mark_overdue(self.sessions, day, self.clock())
        return RunReport(judged, self._counts(), self.letters.send())

    def _numbers(self, after: int) -> list[int]:
        query = select(CaseFile.id).where(CaseFile.id > after, CaseFile.state.in_(LIVING)).order_by(CaseFile.id)
        with reading(self.sessions) as session:
            return list(session.scalars(query.limit(AT_ONCE)))

    def _forget_the_gone(self) -> None:
        living = select(CaseFile.id).where(CaseFile.state.in_(LIVING))
        with self.sessions.begin() as session:
            session.execute(delete(CaseProspect).where(CaseProspect.case_file_id.not_in(living)))

    def _counts(self) -> dict[str, int]:
        query = select(CaseProspect.due, func.count()).where(CaseProspect.due.is_not(None)).group_by(CaseProspect.due)
        with reading(self.sessions) as session:
            found = dict(session.execute(query).all())
        return {step.value: found.get(step, 0) for step in DueStep}


def _looked_at(
    session: Session, numbers: Sequence[int], day: datetime.date, now: datetime.datetime
) -> list[dict[str, Any]]:
    """The rows of these case files: seven statements, however many they are."""
    case_files = {each.id: each for each in session.scalars(select(CaseFile).where(CaseFile.id.in_(numbers)))}
    events, sizes = events_of(session, numbers), _sizes(session, numbers)
    rows = []
    for one in judge(session, numbers, day):
        due = due_step(case_files[one.case_file_id], one, events.get(one.case_file_id, {}), day)
        sheets, volume = sizes.get(one.case_file_id, (0, 0))
        rows.append(
            {
                "case_file_id": one.case_file_id,
                "due": due and due.step,
                "due_on": due and due.on,
                "status": one.verdict.status.value,
                "eligible_on": one.verdict.date,
                "sheets": sheets,
                "volume_bytes": volume,
                "judged_on": day,
                "since": now,
            }
        )
    return rows


def _sizes(session: Session, numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Sheets and bytes of the originals of each case file."""
    query = (
        select(Volume.case_file_id, func.sum(Document.sheets), func.sum(Blob.size))
        .join(Document, Document.volume_id == Volume.id)
        .join(Blob, Blob.sha256 == Document.original_sha256)
        .where(Volume.case_file_id.in_(numbers), Document.state == DocumentState.ACTIVE)
        .group_by(Volume.case_file_id)
    )
    return {number: (int(sheets or 0), int(volume or 0)) for number, sheets, volume in session.execute(query)}


def _keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """A step that was due before keeps its moment and its letter; a new one is new."""
    statement: Any = insert_into(CaseProspect, session.get_bind().dialect.name)
    new = statement.excluded
    same = CaseProspect.due.is_not_distinct_from(new.due)
    kept = {name: getattr(new, name) for name in rows[0] if name not in {"case_file_id", "since"}}
    statement = statement.on_conflict_do_update(
        index_elements=[CaseProspect.case_file_id],
        set_=kept
        | {
            "since": case((same, CaseProspect.since), else_=new.since),
            "notified_at": case((same, CaseProspect.notified_at), else_=null()),
        },
    )
    session.execute(statement, list(rows))
