"""The plan of assessments kept: a line added, its day said, its sheet put to it or taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from archive_app.auth.actor import Actor, require, require_one
from archive_app.auth.policy import visible
from archive_app.db.models import Act, Assessment, AssessmentForm, Document, DocumentState, StudyGroup
from archive_app.db.models.assessment import LONGEST_SUBJECT
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.control.errors import (
    AssessmentChanged,
    AssessmentDone,
    AssessmentIncomplete,
    AssessmentKnown,
    HeldDayWrong,
    SheetTaken,
    SheetUnfit,
)
from archive_app.services.control.ground import READERS, SHEET, Slice, groups_in, led, own_or_led, require_year
from archive_app.services.requests.terms import calendar_in
from archive_app.services.rights.names import user_named
from archive_app.services.typed import one_line
from retention.entries import SEMESTERS, Entry, entry_deadline, school_year_span

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.audit import AuditTrail
    from archive_app.services.control.ground import Ground
    from retention.calendar import ProductionCalendar


@dataclass(frozen=True, slots=True)
class AssessmentSaid:
    """What a person says of an assessment; `teacher` is a login, `held_on` None where the day is not known yet."""

    year: int
    semester: int
    group_id: int
    subject: str
    form: AssessmentForm
    held_on: datetime.date | None = None
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class Assessing:
    """Keeps the lines. A teacher puts sheets to the own lines, whoever watches over the group does the rest."""

    ground: Ground

    def add(self, said: AssessmentSaid, actor: Actor) -> int:
        """A new line; its number. Raises NotAllowed, NotFound, UnknownName and as `line_within`."""
        require(actor, Act.CONTROL)
        with UnitOfWork(self.ground.sessions) as uow:
            group = group_led(uow.session, said.year, said.group_id, actor)
            row = line_within(uow.session, said, group, calendar_in(uow.session), actor, self.ground.clock())
            subject, name = row.subject, group.name
            try:
                uow.session.flush()
            except IntegrityError as error:
                raise AssessmentKnown(subject=subject, group=name) from error
            told(self.ground, uow, actor, "assessment:line:add", row)
            uow.commit()
            return row.id

    def change(
        self,
        number: int,
        version: int,
        actor: Actor,
        *,
        held_on: datetime.date | None,
        form: AssessmentForm,
        teacher: str = "",
    ) -> None:
        """Another day, form or teacher. Raises NotAllowed, NotFound, UnknownName, AssessmentChanged, HeldDayWrong."""
        require(actor, Act.CONTROL)
        with UnitOfWork(self.ground.sessions) as uow:
            row = _line(uow.session, number, version, led(actor))
            if held_on is None and row.document_id is not None:
                raise AssessmentDone(subject=row.subject)
            require_in_year(held_on, row.school_year)
            row.form, row.teacher_id = form, teacher_number(uow.session, teacher)
            set_day(row, held_on, calendar_in(uow.session))
            self._kept(uow, actor, "assessment:line:change", row)

    def remove(self, number: int, version: int, actor: Actor) -> None:
        """A line entered by mistake. Raises NotAllowed, NotFound, AssessmentChanged, AssessmentDone."""
        require(actor, Act.CONTROL)
        with UnitOfWork(self.ground.sessions) as uow:
            row = _line(uow.session, number, version, led(actor))
            if row.document_id is not None:
                raise AssessmentDone(subject=row.subject)
            told(self.ground, uow, actor, "assessment:line:remove", row)
            uow.session.delete(row)
            _committed(uow, row.subject)

    def attach(self, number: int, version: int, document_id: int, actor: Actor) -> None:
        """Put a filed sheet to the line; where the line has no day, the sheet's day is taken.

        Raises:
            NotAllowed, NotFound: no such line or document for this person. AssessmentChanged, SheetUnfit, SheetTaken.
        """
        require_one(actor, READERS)
        with UnitOfWork(self.ground.sessions) as uow:
            row = _line(uow.session, number, version, own_or_led(actor))
            sheet = _sheet(uow.session, document_id, actor)
            if row.held_on is None:
                require_in_year(sheet.dated_on, row.school_year)
                set_day(row, sheet.dated_on, calendar_in(uow.session))
            if row.held_on is None:
                raise SheetUnfit(document=document_id)
            put_to(row, sheet.id, self.ground.day_of(sheet.created_at))
            self._kept(uow, actor, "assessment:sheet:attach", row, document=document_id)

    def detach(self, number: int, version: int, actor: Actor) -> None:
        """Take the sheet off the line; the sheet itself stays filed. Raises NotAllowed, NotFound, AssessmentChanged."""
        require_one(actor, READERS)
        with UnitOfWork(self.ground.sessions) as uow:
            row = _line(uow.session, number, version, own_or_led(actor))
            was, row.document_id, row.entered_on = row.document_id, None, None
            self._kept(uow, actor, "assessment:sheet:detach", row, document=was)

    def _kept(self, uow: UnitOfWork, actor: Actor, action: str, row: Assessment, document: int | None = None) -> None:
        subject = row.subject
        told(self.ground, uow, actor, action, row)
        _committed(uow, subject, document)


def line_within(
    session: Session,
    said: AssessmentSaid,
    group: StudyGroup,
    calendar: ProductionCalendar,
    actor: Actor,
    now: datetime.datetime,
) -> Assessment:
    """The row of a new line, added to the session. Raises TooLong, UnknownName, AssessmentIncomplete, HeldDayWrong."""
    subject = one_line(said.subject, "subject", LONGEST_SUBJECT)
    if not subject or said.semester not in SEMESTERS:
        raise AssessmentIncomplete
    require_in_year(said.held_on, said.year)
    row = Assessment(
        school_year=said.year,
        semester=said.semester,
        group=group,
        subject=subject,
        form=said.form,
        teacher_id=teacher_number(session, said.teacher),
        created_at=now,
        created_by=actor.login,
    )
    set_day(row, said.held_on, calendar)
    session.add(row)
    return row


def set_day(row: Assessment, held_on: datetime.date | None, calendar: ProductionCalendar) -> None:
    """The day of the assessment, and the last day of the term that runs from it."""
    row.held_on = held_on
    row.due_on = None if held_on is None else entry_deadline(Entry(row.form.value), held_on, calendar).due_on


def put_to(row: Assessment, document_id: int, entered_on: datetime.date) -> None:
    """The sheet of the line and the day on which it came in."""
    row.document_id, row.entered_on, row.overdue_since = document_id, entered_on, None


def group_led(session: Session, year: int, group_id: int, actor: Actor) -> StudyGroup:
    """A group of the year that `actor` watches over. Raises NotFound, also where there is one."""
    require_year(year)
    group = session.scalar(select(StudyGroup).where(groups_in(actor, Slice(year, group_id=group_id))))
    if group is None:
        raise NotFound(str(group_id), what=translate("Group {number}", number=group_id))
    return group


def teacher_number(session: Session, login: str) -> int | None:
    """The account of a teacher. Raises UnknownName."""
    return user_named(session, login.strip()).id if login.strip() else None


def require_in_year(day: datetime.date | None, year: int) -> None:
    """Let pass days of the school year. Raises HeldDayWrong."""
    first, last = school_year_span(year)
    if day is not None and not first <= day <= last:
        raise HeldDayWrong(day=day, year=year, following=year + 1)


def told(ground: Ground, uow: UnitOfWork, actor: Actor, action: str, row: Assessment) -> None:
    """The event of a change by a person."""
    told_of(ground.trail(uow, actor.login), action, row)


def told_of(trail: AuditTrail, action: str, row: Assessment) -> None:
    """The event of a change, with what the line says after it."""
    trail.record(
        action,
        row,
        school_year=row.school_year,
        semester=row.semester,
        group=row.group_id,
        subject=row.subject,
        form=row.form.value,
        held_on=row.held_on and row.held_on.isoformat(),
        document=row.document_id,
    )


def _line(session: Session, number: int, version: int, seen: ColumnElement[bool]) -> Assessment:
    row = session.scalar(select(Assessment).join(Assessment.group).where(Assessment.id == number, seen))
    if row is None:
        raise NotFound(str(number), what=translate("Assessment {number}", number=number))
    if row.version != version:
        raise AssessmentChanged(subject=row.subject)
    return row


def _sheet(session: Session, document_id: int, actor: Actor) -> Document:
    document = session.scalar(select(Document).where(Document.id == document_id, visible(actor)))
    if document is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    if document.kind_code != SHEET or document.state is not DocumentState.ACTIVE:
        raise SheetUnfit(document=document_id)
    return document


def _committed(uow: UnitOfWork, subject: str, document: int | None = None) -> None:
    try:
        uow.commit()
    except StaleDataError as error:
        raise AssessmentChanged(subject=subject) from error
    except IntegrityError as error:
        raise SheetTaken(document=document) from error
