"""What is due by the daily run, and what becomes due by year: table, chart, workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import DueStep
from archive_app.entrypoints.web.bars import chart_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.i18n import mark, translate, translate_plural
from archive_app.numbers import read_number

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Redirect

blueprint = Blueprint("prospects", __name__)
PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEP_WORDS = {
    DueStep.CLOSE: mark("To close"),
    DueStep.TRANSFER: mark("To hand over to the archive"),
    DueStep.REVIEW: mark("To review: the term is over"),
}
ENDPOINTS = {
    DueStep.REVIEW: "prospects.to_review",
    DueStep.TRANSFER: "prospects.to_transfer",
    DueStep.CLOSE: "prospects.to_close",
}


@blueprint.app_context_processor
def _lists() -> dict[str, object]:
    """The tabs of what is due: the lists of the daily run, and the page that counts a term by itself."""
    tabs = {to: translate(STEP_WORDS[step]) for step, to in ENDPOINTS.items()}
    return {"due_tabs": tabs | {"terms.page": translate("Count a term")}}


@blueprint.get("/archive/due")
@needs(Act.ARCHIVE, Act.PLANS)
def due() -> Redirect:
    """Where letters lead."""
    return redirect(url_for(".to_review"))


@blueprint.get("/archive/due/close")
@needs(Act.ARCHIVE, Act.PLANS)
def to_close() -> str:
    """Open case files whose year is over."""
    return _list(DueStep.CLOSE)


@blueprint.get("/archive/due/transfer")
@needs(Act.ARCHIVE, Act.PLANS)
def to_transfer() -> str:
    """Closed case files that belong into the archive."""
    return _list(DueStep.TRANSFER)


@blueprint.get("/archive/due/review")
@needs(Act.ARCHIVE, Act.PLANS)
def to_review() -> str:
    """Case files whose term is over."""
    return _list(DueStep.REVIEW)


@blueprint.post("/archive/due/run")
@needs(Act.ARCHIVE, Act.PLANS)
def run() -> Redirect:
    """Look through all case files now."""
    report = archive().life.prospects.run_as(actor())
    tell(
        translate_plural(
            "{number} case file was looked through.", "{number} case files were looked through.", report.judged
        )
    )
    return redirect(url_for(".forecast" if request.form.get("back") == "forecast" else ".to_review"))


@blueprint.get("/archive/forecast")
@needs(Act.ARCHIVE, Act.PLANS)
def forecast() -> str:
    """What becomes due by year."""
    table = archive().life.forecasting.table(actor())
    chart = chart_of({row.year: row.case_files for row in table.years})
    return render_template("prospects/forecast.html", table=table, chart=chart)


@blueprint.get("/archive/forecast.xlsx")
@needs(Act.ARCHIVE, Act.PLANS)
def workbook() -> Response:
    """The same as a workbook."""
    archive().settings.work_folder.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=archive().settings.work_folder, suffix=".xlsx") as book:
        archive().life.forecasting.xlsx(Path(book.name), actor())
        content = Path(book.name).read_bytes()
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": 'attachment; filename="forecast.xlsx"'})


def _list(step: DueStep) -> str:
    after = read_number(request.args.get("after", "0")) or 0
    rows = archive().life.forecasting.due(step, actor(), after=after, limit=PAGE + 1)
    return render_template(
        "prospects/due.html",
        heading=translate(STEP_WORDS[step]),
        rows=rows[:PAGE],
        following=url_for(ENDPOINTS[step], after=rows[PAGE - 1].case_file_id) if len(rows) > PAGE else "",
    )
