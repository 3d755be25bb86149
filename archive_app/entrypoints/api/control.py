"""`/control`: completeness of personal files and journals, exam sheets against their terms, the yearly analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.api.asked import asked, taken
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes import control as shapes
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.control.assessing import AssessmentSaid
from archive_app.services.control.ground import Slice

if TYPE_CHECKING:
    from flask import Response

ONE = f"/control/sheets/<int(max={LARGEST}):number>"


@blueprint.get("/control")
@needs(Act.CONTROL)
@operation(mark("The numbers of a school year"), asks=shapes.PartAsked, answers=shapes.YearShape)
def control_numbers() -> Response:
    """By group, unit, teacher, semester."""
    return answer(
        shapes.YearShape.model_validate(archive().control.analysis.of(_part(asked(shapes.PartAsked)), actor()))
    )


@blueprint.get("/control/sheets")
@needs(Act.CONTROL, Act.FILE)
@operation(mark("Exam sheets against their terms"), asks=shapes.SheetsAsked, answers=shapes.SheetList)
def control_sheets() -> Response:
    """Of a teacher the own ones."""
    wanted = asked(shapes.SheetsAsked)
    states = [wanted.state.value] if wanted.state else []
    lines = archive().control.sheets.listed(
        _part(wanted), actor(), states=states, after=wanted.after, limit=wanted.limit
    )
    return answer(shapes.SheetList(sheets=[shapes.SheetShape.model_validate(line) for line in lines]))


@blueprint.get("/control/students")
@needs(Act.CONTROL)
@operation(mark("Students and their personal files"), asks=shapes.StudentsAsked, answers=shapes.StudentList)
def control_students() -> Response:
    """What each file lacks by the checklist of its item."""
    wanted = asked(shapes.StudentsAsked)
    lines = archive().control.files.students(
        _part(wanted),
        actor(),
        state=wanted.state or "",
        without_portfolio=bool(wanted.without_portfolio),
        after=wanted.after,
        limit=wanted.limit,
    )
    return answer(shapes.StudentList(students=[shapes.StudentShape.model_validate(line) for line in lines]))


@blueprint.get("/control/journals")
@needs(Act.CONTROL)
@operation(mark("Groups and their journals"), asks=shapes.JournalsAsked, answers=shapes.JournalList)
def control_journals() -> Response:
    """Of the year, against the checklist of their item."""
    wanted = asked(shapes.JournalsAsked)
    lines = archive().control.files.journals(_part(wanted), actor(), state=wanted.state or "")
    return answer(shapes.JournalList(journals=[shapes.JournalShape.model_validate(line) for line in lines]))


@blueprint.post("/control/sheets")
@needs(Act.CONTROL)
@operation(mark("Put an assessment into the plan"), takes=shapes.AssessmentTaken, answers=shapes.Made, statuses=(201,))
def plan_assessment() -> Response:
    """Its exam sheet is expected from then on."""
    said = AssessmentSaid(**taken(shapes.AssessmentTaken).model_dump())
    return answer(shapes.Made(assessment_id=archive().control.assessing.add(said, actor())), 201)


@blueprint.put(ONE)
@needs(Act.CONTROL)
@operation(mark("Change an assessment of the plan"), takes=shapes.AssessmentChange, answers=shapes.Made)
def change_assessment(number: int) -> Response:
    """Its day, form and teacher."""
    said = taken(shapes.AssessmentChange)
    archive().control.assessing.change(
        number, said.version, actor(), held_on=said.held_on, form=said.form, teacher=said.teacher
    )
    return answer(shapes.Made(assessment_id=number))


@blueprint.post(f"{ONE}/sheet")
@needs(Act.CONTROL, Act.FILE)
@operation(mark("Put a filed exam sheet to its assessment"), takes=shapes.SheetPut, answers=shapes.Made)
def put_sheet(number: int) -> Response:
    """Without a document the sheet is taken off."""
    said, assessing = taken(shapes.SheetPut), archive().control.assessing
    if said.document_id is None:
        assessing.detach(number, said.version, actor())
    else:
        assessing.attach(number, said.version, said.document_id, actor())
    return answer(shapes.Made(assessment_id=number))


@blueprint.post(f"{ONE}/removed")
@needs(Act.CONTROL)
@operation(mark("Remove an assessment from the plan"), takes=shapes.Versioned, answers=shapes.Made)
def remove_assessment(number: int) -> Response:
    """One that has no sheet."""
    archive().control.assessing.remove(number, taken(shapes.Versioned).version, actor())
    return answer(shapes.Made(assessment_id=number))


@blueprint.post("/control/match")
@needs(Act.CONTROL)
@operation(mark("Find filed exam sheets for their assessments"), answers=shapes.Found)
def match_sheets() -> Response:
    """By group and day, and by the subject in the title."""
    return answer(shapes.Found(found=archive().control.matching.match(actor())))


def _part(wanted: shapes.PartAsked) -> Slice:
    return Slice(wanted.year, wanted.unit, wanted.group, wanted.teacher, wanted.semester)
