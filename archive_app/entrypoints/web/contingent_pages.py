"""Contingents from a table: what each line would do is shown first, doubts are settled, then all is entered at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.contingent_words import contingent_counts, outcome_words
from archive_app.entrypoints.web.class_list_file import sent_lines
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import describe
from archive_app.numbers import read_number
from archive_app.services.contingents import importing
from archive_app.services.contingents.judging import RIGHT, Outcome
from archive_app.services.plan_tables import CSV_TYPE, XLSX_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive_app.services.contingents.judging import ContingentLine

blueprint = Blueprint("contingents", __name__)


@blueprint.get("/persons/import")
@needs(Act.PERSONS)
def page() -> str:
    """An empty form."""
    return _page("", {})


@blueprint.post("/persons/import")
@needs(Act.PERSONS)
def preview() -> str | tuple[str, int]:
    """What each line would do; nothing is written."""
    return _answered(enter=False)


@blueprint.post("/persons/import/enter")
@needs(Act.PERSONS)
def enter() -> str | tuple[str, int]:
    """Enter the lines that are right, and tell what came of each."""
    return _answered(enter=True)


@blueprint.post("/persons/import/report.csv")
@needs(Act.PERSONS)
def report() -> Response:
    """What each line would do, as a table."""
    lines = importing.preview_contingent(archive().people, request.form.get("text", ""), actor(), chosen=_chosen())
    return _table(importing.report_csv(lines, outcome_words), CSV_TYPE, "otchet.csv")


@blueprint.get("/persons/import/template.<any(csv, xlsx):kind>")
@needs(Act.PERSONS)
def template(kind: str) -> Response:
    """The table to be filled in."""
    return _table(importing.template(kind), CSV_TYPE if kind == "csv" else XLSX_TYPE, f"kontingent.{kind}")


def _answered(*, enter: bool) -> str | tuple[str, int]:
    text = request.form.get("text", "")
    chosen = _chosen()
    try:
        text = sent_lines(request.files.get("table")) or text
        take = importing.enter_contingent if enter else importing.preview_contingent
        lines = take(archive().people, text, actor(), chosen=chosen)
    except Exception as error:
        told = describe(error)
        if told.code == "unexpected":
            raise
        return _page(text, chosen, refusal=told.message), told.http_status
    return _page(text, chosen, lines, entered=enter)


def _page(
    text: str,
    chosen: Mapping[int, int],
    lines: Sequence[ContingentLine] = (),
    *,
    entered: bool = False,
    refusal: str = "",
) -> str:
    return render_template(
        "persons/import.html",
        text=text,
        chosen=chosen,
        lines=[(line, outcome_words(line, entered=entered)) for line in lines],
        told=contingent_counts(lines, entered=entered) if lines else "",
        ready=any(line.outcome in RIGHT for line in lines) and not entered,
        doubtful=any(line.outcome is Outcome.DOUBTFUL for line in lines) and not entered,
        right=RIGHT,
        entered=entered,
        refusal=refusal,
    )


def _chosen() -> dict[int, int]:
    """The line numbers with who is meant by them, of those that somebody has said."""
    found = {}
    for name, value in request.form.items():
        number, person = read_number(name.removeprefix("line-")), read_number(value)
        if name.startswith("line-") and number is not None and person is not None:
            found[number] = person
    return found


def _table(content: bytes, kind: str, name: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
