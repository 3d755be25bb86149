"""Filed sheets found for the lines that wait for one, and what the daily run keeps up: terms, and what is overdue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select, true, update

from archive_app.audit import MACHINE
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, Assessment, Document, DocumentState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.control.assessing import put_to, set_day, told_of
from archive_app.services.control.ground import SHEET, led
from archive_app.services.requests.terms import calendar_in

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from archive_app.jobs import JobContext
    from archive_app.services.control.ground import Ground

_Key = tuple[int, "datetime.date"]


@dataclass(frozen=True, slots=True)
class Matching:
    """Finds sheets by group and day; where several fit, by the subject in the title, and else leaves it to a person."""

    ground: Ground

    def match(self, actor: Actor) -> int:
        """Look now, for the groups that `actor` watches over; how many sheets were found. Raises NotAllowed."""
        require(actor, Act.CONTROL)
        return self._matched(actor.login, led(actor))

    def run_daily(self, job: JobContext) -> None:
        """Run as the clock asks."""
        job.log.info("assessments looked through", found=self.run())

    def run(self) -> int:
        """The daily work: sheets, terms by the present calendar, what is overdue; how many sheets were found."""
        found = self._matched(MACHINE, true())
        with self.ground.sessions.begin() as session:
            calendar = calendar_in(session)
            for row in session.scalars(select(Assessment).where(_WAITS, Assessment.held_on.is_not(None))):
                set_day(row, row.held_on, calendar)
        with self.ground.sessions.begin() as session:
            late = (_WAITS, Assessment.due_on < self.ground.today())
            fresh = update(Assessment).where(*late, Assessment.overdue_since.is_(None))
            session.execute(fresh.values(overdue_since=self.ground.clock()), execution_options=_NO_SYNC)
            no_more = update(Assessment).where(Assessment.overdue_since.is_not(None), ~(late[0] & late[1]))
            session.execute(no_more.values(overdue_since=None), execution_options=_NO_SYNC)
        return found

    def _matched(self, login: str, which: ColumnElement[bool]) -> int:
        number = 0
        with UnitOfWork(self.ground.sessions) as uow:
            lines = uow.session.scalars(
                select(Assessment).join(Assessment.group).where(which, _WAITS, Assessment.held_on.is_not(None))
            ).all()
            trail = self.ground.trail(uow, login)
            for line, sheet in pairs(lines, _sheets(uow.session, lines) if lines else ()):
                put_to(line, sheet.id, self.ground.day_of(sheet.created_at))
                told_of(trail, "assessment:sheet:attach", line)
                number += 1
            uow.commit()
        return number


_WAITS = Assessment.document_id.is_(None)
_NO_SYNC = {"synchronize_session": False}


def pairs(
    lines: Iterable[Assessment], sheets: Iterable[Row[*tuple[Any, ...]]]
) -> Iterator[tuple[Assessment, Row[*tuple[Any, ...]]]]:
    """Lines with the sheets that can be no other's: alone on the day of the group, or with the subject in the title."""
    of_day: Mapping[_Key, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for sheet in sheets:
        of_day[sheet.group_id, sheet.dated_on].append(sheet)
    waiting: Mapping[_Key, list[Assessment]] = defaultdict(list)
    for line in lines:
        if line.held_on is not None:
            waiting[line.group_id, line.held_on].append(line)
    for key, held in waiting.items():
        filed = of_day.get(key, [])
        if len(held) == len(filed) == 1:
            yield held[0], filed[0]
            continue
        yield from _by_subject(held, filed)


def _by_subject(
    held: Sequence[Assessment], filed: Sequence[Row[*tuple[Any, ...]]]
) -> Iterator[tuple[Assessment, Row[*tuple[Any, ...]]]]:
    named = {line.id: [sheet for sheet in filed if line.subject.casefold() in sheet.title.casefold()] for line in held}
    claims: defaultdict[int, int] = defaultdict(int)
    for sheets in named.values():
        for sheet in sheets:
            claims[sheet.id] += 1
    for line in held:
        if len(named[line.id]) == 1 and claims[named[line.id][0].id] == 1:
            yield line, named[line.id][0]


def _sheets(session: Session, lines: Sequence[Assessment]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Sheets that no line has, of the groups and days of `lines`: one statement."""
    days = [line.held_on for line in lines if line.held_on is not None]
    query: Select[*tuple[Any, ...]] = select(
        Document.id, Document.group_id, Document.dated_on, Document.title, Document.created_at
    ).where(
        Document.kind_code == SHEET,
        Document.state == DocumentState.ACTIVE,
        Document.group_id.in_({line.group_id for line in lines}),
        Document.dated_on.between(min(days), max(days)),
        ~exists().where(Assessment.document_id == Document.id),
    )
    return session.execute(query.order_by(Document.id)).all()
