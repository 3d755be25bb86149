"""Exam sheets against the plan of assessments: lines, what is done to one, the plan from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import AssessmentForm
from archive_app.entrypoints.web.class_list_file import sent_lines
from archive_app.entrypoints.web.control_pages import PART, asked_part, blueprint, part_asked
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.request_pages import day_typed
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import LARGEST, read_number
from archive_app.services.control.assessing import AssessmentSaid
from archive_app.services.control.ground import Slice
from archive_app.services.control.states import SheetState
from archive_app.services.control.table import LineOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from werkzeug.wrappers import Response

    from archive_app.services.control.table import PlanLine

ONE = f"/sheets/<int(max={LARGEST}):number>"
NOT_IN_TIME = "not_in_time"
"""Both that were entered late and that are not entered."""


@blueprint.get("/sheets")
@needs(Act.CONTROL, Act.FILE)
def sheets() -> str:
    """Of the groups that one watches over; of a teacher the own ones."""
    return _page()


@blueprint.get("/late")
@needs(Act.CONTROL, Act.FILE)
def late() -> Response:
    """Where the desk leads: the overdue ones, of the school year whose come first."""
    for year in archive().control.analysis.choices(part_asked().year, actor()).years:
        if archive().control.sheets.listed(Slice(year), actor(), states=[SheetState.OVERDUE.value], limit=1):
            return redirect(url_for("control.sheets", year=year, state=SheetState.OVERDUE.value))
    return redirect(url_for("control.sheets", state=SheetState.OVERDUE.value))


@blueprint.post("/sheets")
@needs(Act.CONTROL)
def add() -> Response | tuple[str, int]:
    """A new line of the plan."""
    given = request.form

    def done() -> str:
        said = AssessmentSaid(
            year=part_asked().year,
            semester=read_number(given.get("new_semester", "")) or 0,
            group_id=read_number(given.get("new_group", "")) or 0,
            subject=given.get("subject", ""),
            form=_form(),
            held_on=day_typed("held_on", given),
            teacher=given.get("teacher_login", ""),
        )
        archive().control.assessing.add(said, actor())
        return translate("The assessment is in the plan.")

    return _done(done)


@blueprint.post(f"{ONE}/change")
@needs(Act.CONTROL)
def change(number: int) -> Response | tuple[str, int]:
    """Another day, form, teacher."""

    def done() -> str:
        held_on, teacher = day_typed("held_on", request.form), request.form.get("teacher", "")
        archive().control.assessing.change(number, _version(), actor(), held_on=held_on, form=_form(), teacher=teacher)
        return translate("The line is changed.")

    return _done(done)


@blueprint.post(f"{ONE}/remove")
@needs(Act.CONTROL)
def remove(number: int) -> Response | tuple[str, int]:
    """A line entered by mistake."""

    def done() -> str:
        archive().control.assessing.remove(number, _version(), actor())
        return translate("The line is removed.")

    return _done(done)


@blueprint.post(f"{ONE}/attach")
@needs(Act.CONTROL, Act.FILE)
def attach(number: int) -> Response | tuple[str, int]:
    """A filed sheet."""

    def done() -> str:
        document = read_number(request.form.get("document", "")) or 0
        archive().control.assessing.attach(number, _version(), document, actor())
        return translate("The sheet is put to its assessment.")

    return _done(done)


@blueprint.post(f"{ONE}/detach")
@needs(Act.CONTROL, Act.FILE)
def detach(number: int) -> Response | tuple[str, int]:
    """The sheet stays filed."""

    def done() -> str:
        archive().control.assessing.detach(number, _version(), actor())
        return translate("The sheet is taken off; it stays filed.")

    return _done(done)


@blueprint.post("/match")
@needs(Act.CONTROL)
def match() -> Response | tuple[str, int]:
    """Look for filed sheets now."""

    def done() -> str:
        found = archive().control.matching.match(actor())
        return translate_plural("{number} filed sheet was found.", "{number} filed sheets were found.", found)

    return _done(done)


@blueprint.get("/table")
@needs(Act.CONTROL)
def table() -> str:
    """An empty form."""
    return _table_page("")


@blueprint.post("/table")
@needs(Act.CONTROL)
def read_table() -> str | tuple[str, int]:
    """What each line would do; nothing is written."""
    return _taken(archive().control.table.preview, entered=False)


@blueprint.post("/table/enter")
@needs(Act.CONTROL)
def enter_table() -> str | tuple[str, int]:
    """The right lines enter the plan."""
    return _taken(archive().control.table.enter, entered=True)


def _taken(take: Callable[..., Sequence[PlanLine]], *, entered: bool) -> str | tuple[str, int]:
    text = request.form.get("text", "")
    try:
        text = sent_lines(request.files.get("table")) or text
        lines = take(text, part_asked().year, actor())
    except Exception as error:
        told = describe(error)
        if told.code == "unexpected":
            raise
        return _table_page(text, refusal=told.message), told.http_status
    return _table_page(text, lines, entered=entered)


def _table_page(text: str, lines: Sequence[PlanLine] = (), *, entered: bool = False, refusal: str = "") -> str:
    return render_template(
        "control/table.html",
        part=part_asked(),
        director=actor().may(Act.APPROVE),
        text=text,
        lines=lines,
        entered=entered,
        right=sum(line.outcome is LineOutcome.RIGHT for line in lines),
        refusal=refusal,
    )


def _done(act: Callable[[], str]) -> Response | tuple[str, int]:
    try:
        said = act()
    except ArchiveError as error:
        told = describe(error)
        return _page(told.message), told.http_status
    tell(said)
    return redirect(url_for("control.sheets", **asked_part(part_asked())))


def _version() -> int:
    return read_number(request.form.get("version", "")) or 0


def _form() -> AssessmentForm:
    said = request.form.get("form", "")
    return AssessmentForm(said) if said in list(AssessmentForm) else AssessmentForm.WRITTEN


def states_of(state: str) -> tuple[str, ...]:
    """The states that a view shows; none: all."""
    if state == NOT_IN_TIME:
        return SheetState.LATE.value, SheetState.OVERDUE.value
    return (state,) if state in list(SheetState) else ()


def _page(refusal: str = "") -> str:
    part, state, who = part_asked(), request.args.get("state", ""), actor()
    states, after = states_of(state), read_number(request.args.get("after", ""))
    lines = archive().control.sheets.listed(part, who, states=states, after=after, limit=PART)
    following = ""
    if len(lines) == PART:
        following = url_for("control.sheets", state=state or None, after=lines[-1].assessment_id, **asked_part(part))
    return render_template(
        "control/sheets.html",
        part=part,
        choices=archive().control.analysis.choices(part.year, who),
        leads=who.may(Act.CONTROL),
        director=who.may(Act.APPROVE),
        lines=lines,
        state=state if states else "",
        following=following,
        refusal=refusal,
        typed=request.form,
    )
