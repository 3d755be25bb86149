"""Control of completeness and terms."""

import datetime
from typing import Annotated

from pydantic import Field

from archive_app.db.models import AssessmentForm
from archive_app.db.models.assessment import LONGEST_SUBJECT
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Flag, Limit, Line, Number
from archive_app.i18n import mark
from archive_app.services.control.files import FileState
from archive_app.services.control.states import SheetState

Year = Annotated[int, Field(ge=1700, le=2999, description=mark("In which the school year begins."))]


class PartAsked(Asked):
    """Which part of a school year."""

    year: Year
    unit: Annotated[Number | None, Field(description=mark("Only this unit; 0: groups without a unit."))] = None
    group: Annotated[Number | None, Field(description=mark("Only this group."))] = None
    teacher: Annotated[Number | None, Field(description=mark("Only this account's; 0: of nobody."))] = None
    semester: Annotated[int | None, Field(ge=1, le=2, description=mark("Only this semester."))] = None


class SheetsAsked(PartAsked):
    """Which exam sheets."""

    state: Annotated[SheetState | None, Field(description=mark("Only in this state."))] = None
    after: Annotated[Number | None, Field(description=mark("Go on after this line."))] = None
    limit: Limit = 50


class StudentsAsked(PartAsked):
    """Which students."""

    state: Annotated[FileState | None, Field(description=mark("Only with a personal file in this state."))] = None
    without_portfolio: Annotated[Flag, Field(description=mark("1: only students without a portfolio."))] = 0
    after: Annotated[Number | None, Field(description=mark("Go on after this person."))] = None
    limit: Limit = 50


class JournalsAsked(PartAsked):
    """Which journals."""

    state: Annotated[FileState | None, Field(description=mark("Only in this state."))] = None


class CountsShape(Answered):
    """Exam sheets by state; the states add up to `expected`."""

    of: dict[str, int]
    expected: int
    filed: int
    late: int


class PartShape(Answered):
    """The numbers of a group, a unit or the whole; files and journals by state."""

    name: str
    unit: str
    group_id: int | None
    unit_id: int | None
    students: int
    files: dict[str, int]
    portfolios: int
    journals: dict[str, int]
    sheets: CountsShape


class TeacherShape(Answered):
    """The exam sheets of a teacher."""

    teacher_id: int | None
    name: str
    sheets: CountsShape


class IssuedShape(Answered):
    """Papers issued within their term or not."""

    asked: int
    in_time: int
    late: int
    overdue: int
    waiting: int


class YearShape(Answered):
    """All numbers of the part of a school year."""

    on: datetime.date
    whole: PartShape
    units: list[PartShape]
    groups: list[PartShape]
    teachers: list[TeacherShape]
    semesters: dict[int, CountsShape]
    late_by_year: dict[int, int]
    certificates: IssuedShape
    diplomas: IssuedShape
    asked_kinds: int


class SheetShape(Answered):
    """An expected exam sheet; `words` say how its term was counted."""

    assessment_id: int
    year: int
    semester: int
    group_id: int
    group: str
    subject: str
    form: str
    held_on: datetime.date | None
    due_on: datetime.date | None
    entered_on: datetime.date | None
    days_late: int
    state: str
    teacher: str
    document_id: int | None
    words: str
    version: int


class SheetList(Answered):
    """What was due first comes first."""

    sheets: list[SheetShape]


class StudentShape(Answered):
    """A student and what the personal file lacks."""

    person_id: int
    name: str
    group_id: int
    group: str
    state: str
    portfolio: bool
    case_file_id: int | None
    lacking: list[str]


class StudentList(Answered):
    """In the order of the alphabet."""

    students: list[StudentShape]


class JournalShape(Answered):
    """A group and its journal of the year."""

    group_id: int
    group: str
    unit: str
    state: str
    case_file_id: int | None
    lacking: list[str]


class JournalList(Answered):
    """By group."""

    journals: list[JournalShape]


class AssessmentTaken(Asked):
    """An assessment for the plan; `teacher` is a login."""

    year: Year
    semester: Annotated[int, Field(ge=1, le=2)]
    group_id: Number
    subject: Annotated[Line, Field(min_length=1, max_length=LONGEST_SUBJECT)]
    form: AssessmentForm
    held_on: datetime.date | None = None
    teacher: Line = ""


class AssessmentChange(Asked):
    """The day, form and teacher as they shall be."""

    version: Number
    form: AssessmentForm
    held_on: datetime.date | None = None
    teacher: Line = ""


class SheetPut(Asked):
    """The filed sheet; without one the line's sheet is taken off."""

    version: Number
    document_id: Number | None = None


class Versioned(Asked):
    """The version that was looked at."""

    version: Number


class Made(Answered):
    """The number of the new line."""

    assessment_id: int


class Found(Answered):
    """How many filed sheets were found."""

    found: int
