"""The plan of assessments from a table: each line is judged before any is written, the right ones enter at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, Assessment, AssessmentForm, StudyGroup, User
from archive_app.db.models.assessment import LONGEST_SUBJECT
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import mark
from archive_app.services.batch import BadDate, read_date
from archive_app.services.control.assessing import AssessmentSaid, line_within, told
from archive_app.services.control.errors import HeldDayWrong, PlanTableEmpty
from archive_app.services.control.ground import Slice, groups_in, require_year
from archive_app.services.requests.terms import calendar_in
from archive_app.services.table_lines import cells_of
from archive_app.services.typed import at_most

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from archive_app.services.control.ground import Ground

LONGEST = 2000
"""Lines of one table."""
HEADS = {
    "group": ("группа", "класс"),
    "subject": ("предмет", "дисциплина", "модуль"),
    "semester": ("семестр", "полугодие"),
    "form": ("форма",),
    "held_on": ("дата", "день"),
    "teacher": ("преподаватель", "учитель", "логин"),
}
"""Column -> what its heading begins with."""
_FORMS = {"устн": AssessmentForm.ORAL, "письм": AssessmentForm.WRITTEN}
_NEEDED = {"group", "subject", "semester"}


class LineOutcome(StrEnum):
    """What comes of a line."""

    RIGHT = "right"
    KNOWN = "known"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_TEACHER = "unknown_teacher"
    BAD_FORM = "bad_form"
    BAD_DAY = "bad_day"
    BAD_SEMESTER = "bad_semester"
    BAD_SUBJECT = "bad_subject"
    LONG_SUBJECT = "long_subject"


OUTCOME_WORDS: Mapping[LineOutcome, str] = {
    LineOutcome.RIGHT: mark("enters the plan"),
    LineOutcome.KNOWN: mark("is in the plan already"),
    LineOutcome.UNKNOWN_GROUP: mark("there is no such group in the year, or it is not yours"),
    LineOutcome.UNKNOWN_TEACHER: mark("there is no account with this login"),
    LineOutcome.BAD_FORM: mark("the form is neither oral nor written"),
    LineOutcome.BAD_DAY: mark("the day is not understood, or lies outside the school year"),
    LineOutcome.BAD_SEMESTER: mark("the semester is neither 1 nor 2"),
    LineOutcome.BAD_SUBJECT: mark("the subject is missing"),
    LineOutcome.LONG_SUBJECT: mark("the subject is too long: at most 200 characters"),
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the table as it came, `number` from 1, and what comes of it."""

    number: int
    text: str
    outcome: LineOutcome


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Takes tables in."""

    ground: Ground

    def preview(self, text: str, year: int, actor: Actor) -> tuple[PlanLine, ...]:
        """What each line would do; nothing is written. Raises NotAllowed, NotFound, PlanTableEmpty, TooMany."""
        return self._taken(text, year, actor, enter=False)

    def enter(self, text: str, year: int, actor: Actor) -> tuple[PlanLine, ...]:
        """Enter the right lines, all in one transaction; again, the same table changes nothing.

        Raises:
            NotAllowed, NotFound, PlanTableEmpty, TooMany.
        """
        return self._taken(text, year, actor, enter=True)

    def _taken(self, text: str, year: int, actor: Actor, *, enter: bool) -> tuple[PlanLine, ...]:
        require(actor, Act.CONTROL)
        require_year(year)
        rows = _rows(text)
        if not rows:
            raise PlanTableEmpty
        with UnitOfWork(self.ground.sessions) as uow:
            judge = _Judge.of(uow.session, year, actor)
            calendar, now, lines = calendar_in(uow.session), self.ground.clock(), []
            for number, cells, said in rows:
                outcome, wanted = judge.judged(said)
                if wanted is not None:
                    group = judge.groups[said["group"].casefold()]
                    try:
                        row = line_within(uow.session, wanted, group, calendar, actor, now)
                    except HeldDayWrong:
                        outcome = LineOutcome.BAD_DAY
                    else:
                        judge.known.add((wanted.semester, wanted.group_id, wanted.subject))
                        told(self.ground, uow, actor, "assessment:line:add", row)
                lines.append(PlanLine(number, " · ".join(filter(None, cells)), outcome))
            if enter:
                uow.commit()
        return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What the database knows, read once for all lines."""

    year: int
    groups: Mapping[str, StudyGroup]
    logins: frozenset[str]
    known: set[tuple[int, int, str]]

    @classmethod
    def of(cls, session: Session, year: int, actor: Actor) -> _Judge:
        groups = session.scalars(select(StudyGroup).where(groups_in(actor, Slice(year))).order_by(StudyGroup.id))
        of_year = select(Assessment.semester, Assessment.group_id, Assessment.subject)
        known = session.execute(of_year.where(Assessment.school_year == year))
        return cls(
            year,
            {group.name.casefold(): group for group in groups},
            frozenset(session.scalars(select(User.login).where(User.active))),
            {(row.semester, row.group_id, row.subject) for row in known},
        )

    def judged(self, said: Mapping[str, str]) -> tuple[LineOutcome, AssessmentSaid | None]:
        group, semester = self.groups.get(said.get("group", "").casefold()), said.get("semester", "")[:1]
        form, (day, day_read) = _form(said.get("form", "")), _day(said.get("held_on", ""))
        refused = {
            LineOutcome.UNKNOWN_GROUP: group is None,
            LineOutcome.BAD_SUBJECT: not said.get("subject"),
            LineOutcome.LONG_SUBJECT: len(said.get("subject", "")) > LONGEST_SUBJECT,
            LineOutcome.BAD_SEMESTER: semester not in {"1", "2"},
            LineOutcome.BAD_FORM: form is None,
            LineOutcome.BAD_DAY: not day_read,
            LineOutcome.UNKNOWN_TEACHER: bool(said.get("teacher")) and said["teacher"] not in self.logins,
        }
        wrong = next((outcome for outcome, is_so in refused.items() if is_so), None)
        if wrong is not None or group is None or form is None:
            return wrong or LineOutcome.BAD_FORM, None
        if (int(semester), group.id, said["subject"]) in self.known:
            return LineOutcome.KNOWN, None
        teacher = said.get("teacher", "")
        wanted = AssessmentSaid(self.year, int(semester), group.id, said["subject"], form, day, teacher)
        return LineOutcome.RIGHT, wanted


def _rows(text: str) -> list[tuple[int, list[str], dict[str, str]]]:
    """Number, cells and what is said by column, of the lines below the headings. Raises TooMany."""
    columns: dict[str, int] = {}
    found = []
    for number, cells in enumerate(cells_of(text), start=1):
        if not columns:
            columns = _heads(cells)
        elif any(cells):
            said = {name: cells[place].lstrip("'") for name, place in columns.items() if place < len(cells)}
            found.append((number, cells, said))
    return at_most(found, "rows", LONGEST)


def _heads(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = next((name for name, begins in HEADS.items() if cell.casefold().startswith(begins)), None)
        if name is not None:
            found.setdefault(name, place)
    return found if found.keys() >= _NEEDED else {}


def _form(words: str) -> AssessmentForm | None:
    """Written where nothing is said: the longer term accuses nobody wrongly."""
    if not words:
        return AssessmentForm.WRITTEN
    return next((form for begins, form in _FORMS.items() if words.casefold().startswith(begins)), None)


def _day(words: str) -> tuple[datetime.date | None, bool]:
    """The day, and whether what was typed could be read."""
    try:
        return (read_date(words.removesuffix(" 00:00:00")), True) if words else (None, True)
    except BadDate:
        return None, False
