"""The file plan; what every page shows."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request

from archive_app.auth.gate import signed_in
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.views import highlighted
from archive_app.i18n import translate
from archive_app.numbers import YEARS, read_number
from archive_app.services.fileplans import plan_years, shown_plan
from archive_app.words import PAGE_WORDS, SOURCE_WORDS, reason_words, size_words

blueprint = Blueprint("pages", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "highlighted": highlighted,
        "reason_words": reason_words,
        "state_words": lambda state: translate(PAGE_WORDS[state]),
        "source_words": lambda source: translate(SOURCE_WORDS[source]) if source in SOURCE_WORDS else "",
        "size_words": size_words,
        "local_day": lambda moment: moment.astimezone(archive().settings.zone).strftime("%d.%m.%Y"),
        "local_time": lambda moment: moment.astimezone(archive().settings.zone).strftime("%d.%m.%Y %H:%M"),
    }


@blueprint.get("/file-plan")
@signed_in("the file plan names no person; counts are of what one sees")
def file_plan() -> str | tuple[str, int]:
    """The file plan of a year with counts of documents."""
    person = actor()
    sessions = archive().sessions
    years = plan_years(sessions)
    if not years:
        return render_template("pages/file_plan.html", years=years, plan=None)
    asked = request.args.get("year", str(years[-1]))
    year = read_number(asked, YEARS)
    if year is None or year not in years:
        return render_template("pages/file_plan.html", years=years, plan=None, missing=asked), HTTPStatus.NOT_FOUND
    return render_template("pages/file_plan.html", years=years, year=year, plan=shown_plan(sessions, year, person))
