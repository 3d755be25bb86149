"""Versions of the file plan: drafted, changed item by item, agreed, approved, put in force; the totals of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask import Response as Answer

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.entrypoints.web.admin.forms import refusal_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.messages import sentence_for
from archive_app.numbers import LARGEST, read_number
from archive_app.plan_words import CARRIER_WORDS, CATEGORY_WORDS, carrier_words, field_words, status_words
from archive_app.retention_words import TRIGGER_WORDS, trigger_words
from archive_app.services.fileplans import PlanRefused, exported_plan, plan_years, read_year
from archive_app.services.plan_tables import MEDIA_TYPES, read_table
from archive_app.services.plans.errors import ItemRefused
from archive_app.services.plans.versions import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from archive_app.services.plan_tables import Table
    from archive_app.services.plans.versions import Version

blueprint = Blueprint("plans", __name__, url_prefix="/file-plan/versions")
ONE = f"/<int(max={LARGEST}):plan_id>"
ITEM = f"{ONE}/items/<index>"
YEAR = f"/totals/<int(max={LARGEST}):year>"
EMPTY = Line("", "", "", "", "", "", "paper", "")
MOST_BYTES = 5 * 1024 * 1024
"""Of a table: a plan has hundreds of lines."""


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "plan_status": status_words,
        "plan_field": field_words,
        "plan_value": _value_words,
        "plan_carrier": carrier_words,
    }


@blueprint.get("")
@needs(Act.PLANS, Act.APPROVE)
def listed() -> str:
    """All versions, the latest year first."""
    return _list()


@blueprint.post("")
@needs(Act.PLANS)
def draft() -> Response | tuple[str, int]:
    """Begin a version from another year, or from a table."""
    table = request.files.get("table")
    try:
        year = read_year(request.form.get("year", ""))
        if table is not None and table.filename:
            version = archive().plans.drafting.take(year, read_table(table.stream.read(MOST_BYTES)), actor())
        else:
            source = read_number(request.form.get("source", "")) or 0
            version = archive().plans.drafting.copy(year, source, actor())
    except PlanRefused as refused:
        lines = [
            translate("line {number}", number=each.line) + ": " + sentence_for(each.code, each.params, "")
            for each in refused.problems
        ]
        refusal, status = refusal_of(refused)
        return _list(refusal, lines), status
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _list(refusal), status
    tell(translate("The draft is begun. Change what is different in the new year."))
    return redirect(url_for("plans.version", plan_id=version.plan_id))


@blueprint.get(ONE)
@needs(Act.PLANS, Act.APPROVE)
def version(plan_id: int) -> str:
    """A version with what it says otherwise than the one before."""
    return _page(plan_id)


@blueprint.get(f"{ONE}/table.<any('csv', 'xlsx'):kind>")
@needs(Act.PLANS, Act.APPROVE)
def table(plan_id: int, kind: Table) -> Response:
    """A version as a table, to be looked at or changed in a spreadsheet program and taken as a new draft."""
    return _as_file(archive().plans.table(plan_id, kind, actor()), f"file-plan-version-{plan_id}", kind)


@blueprint.get(f"/in-force/<int(max={LARGEST}):year>/table.<any('csv', 'xlsx'):kind>")
@signed_in("the file plan names no person")
def table_of_year(year: int, kind: Table) -> Response:
    """The plan in force as a table."""
    return _as_file(exported_plan(archive().sessions, year, kind), f"file-plan-{year}", kind)


@blueprint.get(f"{ONE}/items")
@needs(Act.PLANS)
def new_item(plan_id: int) -> str:
    """The form of one more item."""
    shown, _ = archive().plans.shown(plan_id, actor())
    return _form(shown, "", EMPTY)


@blueprint.get(ITEM)
@needs(Act.PLANS)
def item(plan_id: int, index: str) -> str:
    """The form of an item of the draft."""
    shown, _ = archive().plans.shown(plan_id, actor())
    line = next((each for each in shown.lines if each.index == index), None)
    if line is None:
        raise NotFound(index, what=translate("The item {index} of this version", index=index))
    return _form(shown, index, line)


@blueprint.post(f"{ONE}/items")
@needs(Act.PLANS)
def put_item(plan_id: int) -> Response | tuple[str, int]:
    """Add an item, or change the one of the index `replacing`."""
    form, drafting = request.form, archive().plans.drafting
    cells = {name: form.get(name, "") for name in Line.__dataclass_fields__}
    replacing = form.get("replacing", "")
    try:
        drafting.put_item(plan_id, _revision(), cells, actor(), replacing=replacing)
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        wrong = [sentence_for(each.code, each.params, "") for each in getattr(error, "problems", ())]
        if not isinstance(error, ItemRefused):
            return _page(plan_id, refusal), status
        shown, _ = archive().plans.shown(plan_id, actor())
        return _form(shown, replacing, Line(**cells), refusal, wrong), status
    tell(translate("The item {index} is saved.", index=cells["index"].strip()))
    return redirect(url_for("plans.version", plan_id=plan_id))


@blueprint.post(f"{ITEM}/drop")
@needs(Act.PLANS)
def drop_item(plan_id: int, index: str) -> Response | tuple[str, int]:
    """Take an item out of the draft."""
    try:
        archive().plans.drafting.drop_item(plan_id, _revision(), index, actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(plan_id, refusal), status
    tell(translate("The item {index} is taken out of the draft.", index=index))
    return redirect(url_for("plans.version", plan_id=plan_id))


@blueprint.post(f"{ONE}/discard")
@needs(Act.PLANS)
def discard(plan_id: int) -> Response | tuple[str, int]:
    """Give the draft up."""
    try:
        archive().plans.drafting.discard(plan_id, _revision(), actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(plan_id, refusal), status
    tell(translate("The draft is discarded."))
    return redirect(url_for("plans.listed"))


@blueprint.post(f"{ONE}/agree")
@needs(Act.PLANS)
def agree(plan_id: int) -> Response | tuple[str, int]:
    """Enter the commission's protocol: the items are fixed from then on."""
    try:
        protocol = request.form.get("protocol", "")
        archive().plans.confirming.agree(plan_id, _revision(), actor(), protocol=protocol)
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(plan_id, refusal), status
    tell(translate("The plan is agreed. Now the director approves it."))
    return redirect(url_for("plans.version", plan_id=plan_id))


@blueprint.post(f"{ONE}/approve")
@needs(Act.APPROVE)
def approve(plan_id: int) -> Response | tuple[str, int]:
    """The director's word."""
    try:
        archive().plans.confirming.approve(plan_id, actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(plan_id, refusal), status
    tell(translate("The plan is approved."))
    return redirect(url_for("plans.version", plan_id=plan_id))


@blueprint.post(f"{ONE}/enforce")
@needs(Act.PLANS)
def enforce(plan_id: int) -> Response | tuple[str, int]:
    """From now on documents are filed by this version."""
    try:
        saved = archive().plans.confirming.enforce(plan_id, actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(plan_id, refusal), status
    tell(translate("The plan is in force."))
    return redirect(url_for("pages.file_plan", year=saved.year))


@blueprint.get(YEAR)
@needs(Act.PLANS)
def totals(year: int) -> str:
    """The closing record of a year."""
    return _totals(year)


@blueprint.post(YEAR)
@needs(Act.PLANS)
def fix_totals(year: int) -> Response | tuple[str, int]:
    """Write the totals into the plan."""
    try:
        archive().plans.totals.fix(year, actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _totals(year, refusal), status
    tell(translate("The totals of {year} are fixed.", year=year))
    return redirect(url_for("plans.totals", year=year))


def _list(refusal: str = "", problems: list[str] | None = None) -> str:
    years = plan_years(archive().sessions)
    typed = {"year": (years[-1] if years else archive().today().year) + 1} | request.form.to_dict()
    versions = archive().plans.listed(actor())
    return render_template(
        "plans/list.html", versions=versions, years=years, typed=typed, refusal=refusal, problems=problems or []
    )


def _page(plan_id: int, refusal: str = "") -> str:
    shown, compared = archive().plans.shown(plan_id, actor())
    sections: dict[str, list[Line]] = {}
    for line in shown.lines:
        sections.setdefault(line.section, []).append(line)
    protocol = request.form.get("protocol", "")
    return render_template(
        "plans/version.html",
        plan=shown,
        by_section=sections,
        compared=compared,
        may_plan=actor().may(Act.PLANS),
        may_approve=actor().may(Act.APPROVE) and shown.drafted_by != actor().login,
        people=names(shown.drafted_by, shown.approved_by),
        protocol=protocol,
        refusal=refusal,
    )


def _form(shown: Version, replacing: str, line: Line, refusal: str = "", wrong: list[str] | None = None) -> str:
    sections = list(dict.fromkeys(each.section for each in shown.lines))
    triggers: Mapping[str, str] = {str(each): translate(words) for each, words in TRIGGER_WORDS.items()}
    return render_template(
        "plans/item.html",
        plan=shown,
        replacing=replacing,
        line=line,
        known_sections=sections,
        triggers=triggers,
        carriers={code: translate(words) for code, words in CARRIER_WORDS.items()},
        refusal=refusal,
        wrong=wrong or [],
    )


def _totals(year: int, refusal: str = "") -> str:
    rows = {name: translate(words) for name, words in CATEGORY_WORDS.items()}
    found = archive().plans.totals.of(year, actor())
    over = archive().today().year > year
    fixed_by = names(found.fixed_by).get(found.fixed_by or "", "")
    return render_template("plans/totals.html", totals=found, rows=rows, over=over, fixed_by=fixed_by, refusal=refusal)


def _as_file(table: bytes, name: str, kind: Table) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Answer(table, headers=headers, mimetype=MEDIA_TYPES[kind])


def _revision() -> int:
    return read_number(request.form.get("revision", "")) or 0


def _value_words(field: str, value: str) -> str:
    if not value:
        return "—"
    if field == "trigger":
        return trigger_words(value)
    return carrier_words(value) if field == "carrier" else value
