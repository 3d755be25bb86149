"""`/file-plans`: the years, the plan of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.gate import signed_in
from archive_app.entrypoints.api.blueprint import blueprint
from archive_app.entrypoints.api.operation import answer, operation
from archive_app.entrypoints.api.shapes.others import Plan, PlanItem, PlanSection, PlanYears
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark
from archive_app.numbers import LARGEST
from archive_app.services.fileplans import plan_years, shown_plan

if TYPE_CHECKING:
    from flask import Response

WHY = "the file plan names no person; counts are of what one sees"


@blueprint.get("/file-plans")
@signed_in(WHY)
@operation(mark("The years that have a file plan"), answers=PlanYears)
def file_plans() -> Response:
    """Years, the earliest first."""
    return answer(PlanYears(years=plan_years(archive().sessions)))


@blueprint.get(f"/file-plans/<int(max={LARGEST}):year>")
@signed_in(WHY)
@operation(mark("The file plan of a year, with counts of documents"), answers=Plan)
def file_plan(year: int) -> Response:
    """Sections with their items."""
    shown = shown_plan(archive().sessions, year, actor())
    sections = [
        PlanSection(title=title, items=[PlanItem.model_validate(item) for item in items])
        for title, items in shown.sections
    ]
    return answer(Plan(year=shown.year, version=shown.version, sections=sections))
