"""What control stands on: whose lines a person sees, and which part of them is asked for.

Who holds `CONTROL` watches the groups whose exam sheets he or she may see; everybody else who files sheets has the own
lines alone. Both are conditions of the queries: nothing is filtered afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, or_, true

from archive_app.audit import AuditTrail
from archive_app.db.models import Act, Assessment, Reach, StudyGroup
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.numbers import YEARS
from retention.entries import school_year_span

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.db.unit_of_work import UnitOfWork

SHEET = "exam_sheet"
JOURNALS = ("class_journal", "e_journal")
"""A group has the journal on paper, or the yearly export of the electronic one (college 3.3, school 4.3)."""
PORTFOLIOS = ("portfolio", "digital_portfolio")
"""Filled by the student, or by the curator as a set of data (college 3.5, 4.3 г, д)."""
READERS = (Act.CONTROL, Act.FILE)
"""Whoever files sheets sees the own lines."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Handed to each use case of this package; `zone` is where the organisation is."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    reads: ReadLog
    zone: datetime.tzinfo

    def trail(self, uow: UnitOfWork, login: str) -> AuditTrail:
        """Where the events of `uow` go."""
        return AuditTrail(uow, actor=login, now=self.clock)

    def day_of(self, moment: datetime.datetime) -> datetime.date:
        """The organisation's day of `moment`."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Slice:
    """What is looked at: a school year (2025 is 2025/2026), perhaps of one unit, group, teacher, semester.

    The unit and the teacher 0 are none: groups without a unit, lines without a teacher.
    """

    year: int
    unit_id: int | None = None
    group_id: int | None = None
    teacher_id: int | None = None
    semester: int | None = None


def require_year(year: int) -> None:
    """Let pass years that a school year can begin in. Raises NotFound."""
    if year not in YEARS:
        raise NotFound(str(year), what=translate("School year {year}", year=year))


def led(actor: Actor) -> ColumnElement[bool]:
    """The condition on `StudyGroup` that holds for the groups that `actor` watches over."""
    return and_(_reached(actor, Act.CONTROL), _reached(actor, Act.SEE))


def own_or_led(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Assessment` joined with its group: lines that `actor` sees."""
    return or_(Assessment.teacher_id == actor.user_id, led(actor))


def groups_in(actor: Actor, part: Slice) -> ColumnElement[bool]:
    """The condition on `StudyGroup`: watched over by `actor`, there in the year, of the unit and group asked for."""
    first, last = school_year_span(part.year)
    there = and_(StudyGroup.started_on <= last, or_(StudyGroup.ended_on.is_(None), StudyGroup.ended_on >= first))
    return and_(led(actor), there, _asked_for(part))


def lines_in(actor: Actor, part: Slice) -> ColumnElement[bool]:
    """The condition on `Assessment` joined with its group."""
    return and_(Assessment.school_year == part.year, lines_of_any_year(actor, part))


def lines_of_any_year(actor: Actor, part: Slice) -> ColumnElement[bool]:
    """The same without the year."""
    wanted = [own_or_led(actor), _asked_for(part)]
    if part.teacher_id is not None:
        wanted.append(Assessment.teacher_id.is_not_distinct_from(part.teacher_id or None))
    if part.semester is not None:
        wanted.append(Assessment.semester == part.semester)
    return and_(*wanted)


def _asked_for(part: Slice) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = [true()]
    if part.unit_id is not None:
        wanted.append(StudyGroup.unit_id.is_not_distinct_from(part.unit_id or None))
    if part.group_id is not None:
        wanted.append(StudyGroup.id == part.group_id)
    return and_(*wanted)


def _reached(actor: Actor, act: Act) -> ColumnElement[bool]:
    """Groups whose exam sheets `actor` may do `act` to, by the reach of the rights."""
    if not actor.may(act):
        return false()
    grants = [grant for grant in actor.grants if grant.act is act and grant.kind in {None, SHEET}]
    if any(grant.reach is Reach.ALL for grant in grants):
        return true()
    units = {grant.unit_id for grant in grants if grant.reach is Reach.UNIT and grant.unit_id is not None}
    groups = {grant.group_id for grant in grants if grant.reach is Reach.GROUP and grant.group_id is not None}
    return or_(false(), StudyGroup.unit_id.in_(units), StudyGroup.id.in_(groups))
