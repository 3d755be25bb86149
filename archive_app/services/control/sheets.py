"""Exam sheets line by line, and counted by group, teacher and semester: one grouped statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LISTED
from archive_app.auth.actor import Actor, require_one
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Assessment, Document, DocumentState, StudyGroup, Unit, User
from archive_app.services.control.ground import (
    READERS,
    SHEET,
    groups_in,
    led,
    lines_in,
    lines_of_any_year,
    require_year,
)
from archive_app.services.control.states import SheetState, state_on
from archive_app.services.requests.terms import calendar_in
from retention.entries import Entry, entry_deadline

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from archive_app.services.control.ground import Ground, Slice
    from retention.calendar import ProductionCalendar

_NEVER = literal(date.max, Date)
"""Lines without a day come last."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One expected sheet; `words` say how its term was counted, `document_id` leads to a sheet that may be seen.

    `led`: whether the person who looks may change the line.
    """

    assessment_id: int
    year: int
    semester: int
    group_id: int
    group: str
    unit: str
    subject: str
    form: str
    held_on: datetime.date | None
    due_on: datetime.date | None
    entered_on: datetime.date | None
    days_late: int
    state: str
    teacher: str
    teacher_login: str
    document_id: int | None
    words: str
    led: bool
    version: int


@dataclass(frozen=True, slots=True)
class Sheets:
    """Reads the plan of assessments against what was filed."""

    ground: Ground

    def listed(
        self,
        part: Slice,
        actor: Actor,
        *,
        states: Sequence[str] = (),
        after: int | None = None,
        limit: int = 50,
    ) -> tuple[SheetLine, ...]:
        """Lines that `actor` sees, what was due first before the rest: two statements. Raises NotAllowed, NotFound.

        `states` are those of `SheetState`; none: all. `after` is the number of the last line that was shown.
        """
        require_one(actor, READERS)
        require_year(part.year)
        today = self.ground.today()
        with reading(self.ground.sessions) as session:
            calendar = calendar_in(session)
            rows = session.execute(_query(part, actor, today, states, after).limit(limit)).all()
        lines = tuple(_line(row, calendar, today) for row in rows)
        self.ground.reads.record(actor.login, LISTED, ObjectRef("list", "-"), of="assessments", number=len(lines))
        return lines

    def fitting(self, number: int, actor: Actor) -> tuple[tuple[int, str], ...]:
        """Filed sheets that no line has, of the group of a line that `actor` sees: numbers and titles, at most 20."""
        require_one(actor, READERS)
        of_group = (
            select(Assessment.group_id)
            .join(Assessment.group)
            .where(Assessment.id == number, (Assessment.teacher_id == actor.user_id) | led(actor))
        )
        query = (
            select(Document.id, Document.title)
            .where(
                Document.kind_code == SHEET,
                Document.state == DocumentState.ACTIVE,
                Document.group_id.in_(of_group),
                Document.id.not_in(select(Assessment.document_id).where(Assessment.document_id.is_not(None))),
                visible(actor),
            )
            .order_by(Document.dated_on.desc(), Document.id.desc())
            .limit(20)
        )
        with reading(self.ground.sessions) as session:
            return tuple((row.id, row.title) for row in session.execute(query))


def counted(session: Session, part: Slice, actor: Actor, today: datetime.date) -> Sequence[Row[*tuple[Any, ...]]]:
    """Rows of group, teacher, semester, state and number of the lines of groups watched over: one statement."""
    keys = (
        Assessment.group_id,
        Assessment.teacher_id,
        User.display_name.label("teacher"),
        Assessment.semester,
    )
    state = state_on(today).label("state")
    query: Select[*tuple[Any, ...]] = (
        select(*keys, state, func.count().label("number"))
        .join(Assessment.group)
        .outerjoin(Assessment.teacher)
        .where(groups_in(actor, part), lines_in(actor, part))
        .group_by(*keys, state)
        .order_by(Assessment.group_id, Assessment.teacher_id, Assessment.semester)
    )
    return session.execute(query).all()


def late_by_year(session: Session, part: Slice, actor: Actor, today: datetime.date) -> dict[int, int]:
    """How many lines of each school year up to that of `part` were not within their term: one statement."""
    whole = and_(led(actor), lines_of_any_year(actor, part), Assessment.school_year <= part.year)
    late = state_on(today).in_([SheetState.LATE.value, SheetState.OVERDUE.value])
    query = (
        select(Assessment.school_year, func.count())
        .join(Assessment.group)
        .where(whole, late)
        .group_by(Assessment.school_year)
    )
    return {year: number for year, number in session.execute(query)}  # noqa: C416 - a Result has keys of its own


def _query(
    part: Slice, actor: Actor, today: datetime.date, states: Sequence[str], after: int | None
) -> Select[*tuple[Any, ...]]:
    state, due = state_on(today), func.coalesce(Assessment.due_on, _NEVER)
    query: Select[*tuple[Any, ...]] = (
        select(
            Assessment,
            StudyGroup.name.label("group_name"),
            Unit.name.label("unit_name"),
            User.display_name.label("teacher_name"),
            User.login.label("teacher_login"),
            Document.id.label("seen_id"),
            state.label("state"),
            led(actor).label("led"),
        )
        .join(Assessment.group)
        .outerjoin(StudyGroup.unit)
        .outerjoin(Assessment.teacher)
        .outerjoin(Document, and_(Document.id == Assessment.document_id, visible(actor)))
        .where(lines_in(actor, part))
        .order_by(due, Assessment.id)
    )
    if states:
        query = query.where(state.in_(states))
    if after is not None:
        shown = aliased(Assessment)
        last = select(func.coalesce(shown.due_on, _NEVER)).where(shown.id == after).scalar_subquery()
        query = query.where(or_(due > last, and_(due == last, Assessment.id > after)))
    return query


def _line(row: Row[*tuple[Any, ...]], calendar: ProductionCalendar, today: datetime.date) -> SheetLine:
    of: Assessment = row.Assessment
    words = entry_deadline(Entry(of.form.value), of.held_on, calendar).words if of.held_on else ""
    ended = of.entered_on or today
    return SheetLine(
        assessment_id=of.id,
        year=of.school_year,
        semester=of.semester,
        group_id=of.group_id,
        group=row.group_name,
        unit=row.unit_name or "",
        subject=of.subject,
        form=of.form.value,
        held_on=of.held_on,
        due_on=of.due_on,
        entered_on=of.entered_on,
        days_late=max(0, (ended - of.due_on).days) if of.due_on else 0,
        state=row.state,
        teacher=row.teacher_name or "",
        teacher_login=row.teacher_login or "",
        document_id=row.seen_id,
        words=words,
        led=bool(row.led),
        version=of.version,
    )
