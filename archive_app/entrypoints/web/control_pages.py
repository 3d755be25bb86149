"""«Контроль»: monitoring, the yearly analysis, the director's page, personal files and journals one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.bars import chart_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import translate
from archive_app.numbers import YEARS, read_number
from archive_app.services.control.files import FILE_WORDS, FileState
from archive_app.services.control.ground import Slice
from archive_app.services.control.printing import indicators
from archive_app.services.control.states import STATE_WORDS
from archive_app.services.control.table import OUTCOME_WORDS
from archive_app.services.control.words import FORM_WORDS
from retention.entries import RULES, SEMESTERS, school_year_of

if TYPE_CHECKING:
    from archive_app.services.control.analysis import YearSheet

blueprint = Blueprint("control", __name__, url_prefix="/control")
PART = 50


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "asked_part": asked_part,
        "sheet_states": {state.value: translate(words) for state, words in STATE_WORDS.items()},
        "file_states": {state.value: translate(words) for state, words in FILE_WORDS.items()},
        "assessment_forms": {form.value: translate(words) for form, words in FORM_WORDS.items()},
        "plan_outcomes": {outcome.value: translate(words) for outcome, words in OUTCOME_WORDS.items()},
    }


@blueprint.get("")
@needs(Act.CONTROL)
def monitoring() -> str:
    """By groups and teachers."""
    return _numbers("control/monitoring.html", part_asked())


@blueprint.get("/year")
@needs(Act.CONTROL)
def year() -> str:
    """The yearly analysis, as it is printed."""
    return _numbers("control/year.html", part_asked())


@blueprint.get("/director")
@needs(Act.APPROVE)
def director() -> str:
    """By units."""
    return _numbers("control/director.html", part_asked())


@blueprint.get("/files")
@needs(Act.CONTROL)
def files() -> str:
    """Students and their personal files."""
    part, state = part_asked(), _file_state()
    without = request.args.get("without") == "portfolio"
    after = read_number(request.args.get("after", ""))
    lines = archive().control.files.students(
        part, actor(), state=state, without_portfolio=without, after=after, limit=PART
    )
    following = ""
    if len(lines) == PART:
        view: dict[str, Any] = {"state": state or None, "without": "portfolio" if without else None}
        following = url_for("control.files", after=lines[-1].person_id, **view, **asked_part(part))
    return _page("control/files.html", part, lines=lines, state=state, without=without, following=following)


@blueprint.get("/journals")
@needs(Act.CONTROL)
def journals() -> str:
    """Groups and their journals."""
    part, state = part_asked(), _file_state()
    lines = archive().control.files.journals(part, actor(), state=state)
    return _page("control/journals.html", part, lines=lines, state=state)


def part_asked() -> Slice:
    """What the address asks for; the present school year where it names none."""
    said = request.args
    return Slice(
        year=read_number(said.get("year", ""), YEARS) or school_year_of(archive().today()),
        unit_id=read_number(said.get("unit", "")),
        group_id=read_number(said.get("group", "")),
        teacher_id=read_number(said.get("teacher", "")),
        semester=read_number(said.get("semester", ""), range(SEMESTERS[0], SEMESTERS[-1] + 1)),
    )


def asked_part(part: Slice, **other: int | None) -> dict[str, Any]:
    """The parameters of the address that ask for `part`, some of them otherwise."""
    asked = {
        "year": part.year,
        "unit": part.unit_id,
        "group": part.group_id,
        "teacher": part.teacher_id,
        "semester": part.semester,
    }
    return asked | other


def _file_state() -> str:
    state = request.args.get("state", "")
    return state if state in list(FileState) else ""


def _numbers(template: str, part: Slice) -> str:
    told: YearSheet = archive().control.analysis.of(part, actor())
    chart = chart_of(dict(told.late_by_year))
    return _page(
        template, part, told=told, chart=chart, indicators=tuple(indicators(told)), rules=tuple(RULES.values())
    )


def _page(template: str, part: Slice, **more: object) -> str:
    choices = archive().control.analysis.choices(part.year, actor())
    return render_template(template, part=part, choices=choices, director=actor().may(Act.APPROVE), **more)
