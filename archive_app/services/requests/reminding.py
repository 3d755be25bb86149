"""The daily look at the register: who works at a request is reminded, those who approve learn of what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

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
    from archive_app.mail import Mailer

AHEAD = 2
"""Days before the last working day of a term on which its letter goes."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """`mailer` is None where no mail is set up; `address` is where the archive answers."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    mailer: Mailer | None
    address: str

    def __call__(self, job: JobContext) -> None:
        """As the clock asks. Raises MailNotSent: the queue tries again."""
        reminded, escalated = self.run()
        job.log.info("requests looked through", reminded=reminded, escalated=escalated)

    def run(self) -> tuple[int, int]:
        """Write what nobody was written to about; how many requests were reminded of, and escalated.

        Each request is marked before its letter goes, so that of two runs at once one writes; a letter that does not go
        takes the mark back. Raises MailNotSent.
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
        letters: dict[str, list[str]] = {}
        with self.sessions.begin() as session:
            rows = session.scalars(_under_way().where(due, column.is_(None)).with_for_update(of=ArchiveRequest)).all()
            others = responsible(session, self.today(), acts) if rows else ()
            for row in rows:
                setattr(row, column.key, self.clock())
                mine = row.assignee.email if to_assignee and row.assignee and row.assignee.active else None
                for address in [mine] if mine else others:
                    letters.setdefault(address, []).append(self._words(row))
            numbers = [row.id for row in rows]
        try:
            for address, lines in letters.items():
                self._send(address, lines)
        except MailNotSent:
            with self.sessions.begin() as session:
                for row in session.scalars(select(ArchiveRequest).where(ArchiveRequest.id.in_(numbers))):
                    setattr(row, column.key, None)
            raise
        return len(numbers)

    def _words(self, row: ArchiveRequest) -> str:
        late = (self.today() - row.due_on).days
        told = translate_plural("{number} day overdue", "{number} days overdue", late) if late > 0 else ""
        number, kind = spoken_number(row), translate(KIND_WORDS[row.kind])
        day = f"{row.do_by:%d.%m.%Y}"
        line = translate("Request {number}, {kind}: to be answered by {day}", number=number, kind=kind, day=day)
        return f"– {line}{f' ({told})' if told else ''}"

    def _send(self, address: str, lines: Sequence[str]) -> None:
        """No name of a person: letters lie on servers of others."""
        if self.mailer is not None:
            text = "\n".join([*lines, "", f"{self.address}/requests"])
            self.mailer.send([address], translate("Archivarius: requests that wait for an answer"), text)


def _under_way() -> Select[ArchiveRequest]:
    return (
        select(ArchiveRequest)
        .where(ArchiveRequest.state.in_(UNANSWERED))
        .options(joinedload(ArchiveRequest.assignee))
        .order_by(ArchiveRequest.id)
    )


def _days_on(day: datetime.date, count: int) -> datetime.date:
    return day.fromordinal(day.toordinal() + count)
