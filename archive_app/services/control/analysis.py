"""The deputy's monitoring and yearly analysis (пп. 4.6-4.8): all numbers of a school year, by group, unit, teacher."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.auth.actor import Actor, require, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, Assessment, StudyGroup, Unit, User
from archive_app.i18n import translate
from archive_app.services.control.files import FileState, asked_kinds, counted_students, journals_in
from archive_app.services.control.ground import READERS, Slice, groups_in, own_or_led, require_year
from archive_app.services.control.issued import Issued, certificates, diplomas
from archive_app.services.control.sheets import counted, late_by_year
from archive_app.services.control.states import Counts
from archive_app.services.requests.terms import calendar_in
from retention.entries import SEMESTERS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row

    from archive_app.services.control.ground import Ground


@dataclass(slots=True)
class Part:
    """The numbers of a group, a unit or the whole; `journals` by `FileState`, one a group."""

    name: str
    unit: str = ""
    group_id: int | None = None
    unit_id: int | None = None
    files: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, FileState), 0))
    portfolios: int = 0
    journals: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, FileState), 0))
    sheets: Counts = field(default_factory=Counts)

    @property
    def students(self) -> int:
        """All of them."""
        return sum(self.files.values())

    def take(self, other: Part) -> None:
        """Add the numbers of a part of it."""
        for state in FileState:
            self.files[state] += other.files[state]
            self.journals[state] += other.journals[state]
        for code, number in other.sheets.of.items():
            self.sheets.add(code, number)
        self.portfolios += other.portfolios


@dataclass(slots=True)
class TeacherPart:
    """The sheets of a teacher; without a number: of nobody."""

    teacher_id: int | None
    name: str
    sheets: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True)
class YearSheet:
    """All numbers of a part of a school year, as of `on`; `asked_kinds` 0: no checklist is set for personal files."""

    part: Slice
    on: datetime.date
    whole: Part
    units: tuple[Part, ...]
    groups: tuple[Part, ...]
    teachers: tuple[TeacherPart, ...]
    semesters: Mapping[int, Counts]
    late_by_year: Mapping[int, int]
    certificates: Issued
    diplomas: Issued
    asked_kinds: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: numbers and names of what `actor` sees; `years` are school years with lines."""

    years: tuple[int, ...]
    units: tuple[tuple[int, str], ...]
    groups: tuple[tuple[int, str], ...]
    teachers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Counts; statements do not grow with what is counted."""

    ground: Ground

    def of(self, part: Slice, actor: Actor) -> YearSheet:
        """The numbers of what `actor` watches over: eight statements. Raises NotAllowed, NotFound."""
        require(actor, Act.CONTROL)
        require_year(part.year)
        today = self.ground.today()
        with reading(self.ground.sessions) as session:
            calendar = calendar_in(session)
            journals = journals_in(session, part, actor)
            lines = counted(session, part, actor, today)
            groups = _groups(journals, counted_students(session, part, actor), lines)
            issued = certificates(session, part, actor, today), diplomas(session, part, actor, today, calendar)
            late, asked = late_by_year(session, part, actor, today), asked_kinds(session)
        return YearSheet(
            part=part,
            on=today,
            whole=_sum(translate("In all"), groups),
            units=_units(groups),
            groups=groups,
            teachers=_teachers(lines),
            semesters=_semesters(lines),
            late_by_year=late,
            certificates=issued[0],
            diplomas=issued[1],
            asked_kinds=asked,
        )

    def choices(self, year: int, actor: Actor) -> Choices:
        """Three statements. Raises NotAllowed."""
        require_one(actor, READERS)
        mine = own_or_led(actor)
        with reading(self.ground.sessions) as session:
            of_lines = select(Assessment.school_year).join(Assessment.group).where(mine).distinct()
            years = set(session.scalars(of_lines)) | {year}
            groups = session.execute(
                select(StudyGroup.id, StudyGroup.name, Unit.id.label("unit_id"), Unit.name.label("unit_name"))
                .outerjoin(StudyGroup.unit)
                .where(groups_in(actor, Slice(year)))
                .order_by(StudyGroup.name, StudyGroup.id)
            ).all()
            teachers = session.execute(
                select(User.id, User.display_name)
                .join(Assessment, Assessment.teacher_id == User.id)
                .join(Assessment.group)
                .where(mine, Assessment.school_year == year)
                .distinct()
                .order_by(User.display_name, User.id)
            ).all()
        units = {row.unit_id: row.unit_name for row in groups if row.unit_id is not None}
        return Choices(
            tuple(sorted(years, reverse=True)),
            tuple(sorted(units.items(), key=lambda one: one[1])),
            tuple((row.id, row.name) for row in groups),
            tuple((row.id, row.display_name) for row in teachers),
        )


def _groups(journals: Sequence[Row[Any]], students: Iterable[Row[Any]], lines: Iterable[Row[Any]]) -> tuple[Part, ...]:
    found = {row.id: Part(row.name, row.unit_name or "", row.id, row.unit_id) for row in journals}
    for row in journals:
        found[row.id].journals[row.state] += 1
    for row in students:
        found[row.group_id].files[row.state] += row.number
        found[row.group_id].portfolios += int(row.portfolio or 0)
    for row in lines:
        if row.group_id in found:
            found[row.group_id].sheets.add(row.state, row.number)
    return tuple(found.values())


def _units(groups: Iterable[Part]) -> tuple[Part, ...]:
    of: defaultdict[tuple[str, int | None], list[Part]] = defaultdict(list)
    for group in groups:
        of[group.unit, group.unit_id].append(group)
    made = []
    for (name, unit_id), parts in sorted(of.items(), key=lambda one: one[0][0]):
        whole = _sum(name or translate("without a unit"), parts)
        whole.unit_id = unit_id or 0
        made.append(whole)
    return tuple(made)


def _sum(name: str, parts: Iterable[Part]) -> Part:
    whole = Part(name)
    for part in parts:
        whole.take(part)
    return whole


def _teachers(lines: Iterable[Row[Any]]) -> tuple[TeacherPart, ...]:
    found: dict[int | None, TeacherPart] = {}
    for row in lines:
        name = row.teacher or translate("teacher not named")
        found.setdefault(row.teacher_id, TeacherPart(row.teacher_id, name)).sheets.add(row.state, row.number)
    return tuple(sorted(found.values(), key=lambda one: (-one.sheets.late, one.name)))


def _semesters(lines: Iterable[Row[Any]]) -> Mapping[int, Counts]:
    found = {semester: Counts() for semester in SEMESTERS}
    for row in lines:
        found[row.semester].add(row.state, row.number)
    return found
