"""The daily look at the register: who works at a request is reminded, those who approve learn of what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.db.engine import reading
from archive_app.db.models import UNANSWERED, Act, ArchiveRequest
from archive_app.i18n import translate, translate_plural
from archive_app.mail import MailNotSent
from archive_app.services.life.letters import responsible
from archive_app.services.requests.ground import KEEPERS, spoken_number
from archive_app.services.requests.kinds import KIND_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

    from archive_app.jobs import JobContext
    from archive_app.services.posting import Post

AHEAD = 2
"""Days before the last working day of a term on which its letter goes."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """`mailer` is None where no mail is set up; `address` is where the archive answers."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    mailer: Post | None
    address: str

    def __call__(self, job: JobContext) -> None:
        """As the clock asks. Raises MailNotSent: the queue tries again."""
        reminded, escalated = self.run()
        job.log.info("requests looked through", reminded=reminded, escalated=escalated)

    def run(self) -> tuple[int, int]:
        """Write what nobody was written to about; how many requests were reminded of, and escalated.

        Each request stands in one letter and is marked before it goes, so that of two runs at once one writes. A letter
        that does not go takes its own marks back: those that went before it are not written again. Raises MailNotSent.
        """
        today = self.today()
        soon = ArchiveRequest.do_by <= _days_on(today, AHEAD)
        return (
            self._told(ArchiveRequest.reminded_at, soon, KEEPERS, to_assignee=True),
            self._told(ArchiveRequest.escalated_at, ArchiveRequest.due_on < today, (Act.APPROVE,), to_assignee=False),
        )

    def _told(
        self,
        column: InstrumentedAttribute[datetime.datetime | None],
        due: ColumnElement[bool],
        acts: Sequence[Act],
        *,
        to_assignee: bool,
    ) -> int:
        with reading(self.sessions) as session:
            letters = self._letters(session, due & column.is_(None), acts, to_assignee=to_assignee)
        return sum(self._write(column, recipients, numbers) for recipients, numbers in letters.items())

    def _letters(
        self, session: Session, due: ColumnElement[bool], acts: Sequence[Act], *, to_assignee: bool
    ) -> dict[tuple[str, ...], list[int]]:
        """Each request in one letter: to its assignee, else to all who may answer it."""
        rows = session.scalars(_under_way().where(due)).all()
        others = tuple(responsible(session, self.today(), acts)) if rows else ()
        letters: dict[tuple[str, ...], list[int]] = {}
        for row in rows:
            mine = row.assignee.email if to_assignee and row.assignee and row.assignee.active else None
            letters.setdefault((mine,) if mine else others, []).append(row.id)
        return letters

    def _write(
        self,
        column: InstrumentedAttribute[datetime.datetime | None],
        recipients: Sequence[str],
        numbers: Sequence[int],
    ) -> int:
        """One letter: its requests are marked before it goes, and not any more where it does not."""
        with self.sessions.begin() as session:
            still = _under_way().where(ArchiveRequest.id.in_(numbers), column.is_(None))
            rows = session.scalars(still.with_for_update(of=ArchiveRequest)).all()
            for row in rows:
                setattr(row, column.key, self.clock())
            marked, lines = [row.id for row in rows], [self._words(row) for row in rows]
        try:
            if lines and recipients:
                self._send(recipients, lines)
        except MailNotSent:
            with self.sessions.begin() as session:
                for row in session.scalars(select(ArchiveRequest).where(ArchiveRequest.id.in_(marked))):
                    setattr(row, column.key, None)
            raise
        return len(marked)

    def _words(self, row: ArchiveRequest) -> str:
        late = (self.today() - row.due_on).days
        told = translate_plural("{number} day overdue", "{number} days overdue", late) if late > 0 else ""
        number, kind = spoken_number(row), translate(KIND_WORDS[row.kind])
        day = f"{row.do_by:%d.%m.%Y}"
        line = translate("Request {number}, {kind}: to be answered by {day}", number=number, kind=kind, day=day)
        return f"– {line}{f' ({told})' if told else ''}"

    def _send(self, recipients: Sequence[str], lines: Sequence[str]) -> None:
        """No name of a person: letters lie on servers of others."""
        if self.mailer is not None:
            text = "\n".join([*lines, "", f"{self.address}/requests"])
            self.mailer.send(recipients, translate("Archivarius: requests that wait for an answer"), text)


def _under_way() -> Select[ArchiveRequest]:
    return (
        select(ArchiveRequest)
        .where(ArchiveRequest.state.in_(UNANSWERED))
        .options(joinedload(ArchiveRequest.assignee))
        .order_by(ArchiveRequest.id)
    )


def _days_on(day: datetime.date, count: int) -> datetime.date:
    return day.fromordinal(day.toordinal() + count)
