"""The first run: one question a page, in order, with a way back; gone for ever when it is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, session, url_for

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.admission import admit
from archive_app.errors import ArchiveError, NotFound, describe
from archive_app.i18n import mark, translate
from archive_app.messages import sentence_for
from archive_app.services.accounts.password_rules import SHORTEST
from archive_app.services.fileplans import PlanRefused, read_year
from archive_app.services.first_run import answers, starting_plans
from archive_app.services.first_run.draft import Draft, keep_answer, load_draft, load_known
from archive_app.services.first_run.finishing import finish
from archive_app.services.first_run.link import SetUpOver, check_key
from archive_app.services.plan_tables import XLSX_TYPE, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from werkzeug.wrappers import Response as AnyResponse

    from archive_app.services.first_run.draft import Administrator, Archivist, Organisation, StartingPlan

blueprint = Blueprint("set_up", __name__, url_prefix="/set-up")
WHY = "the link that the server printed is the proof"
KEY = "set_up_key"
STEPS = {
    "organisation": mark("The organisation"),
    "administrator": mark("The administrator"),
    "archivist": mark("The archivist"),
    "plan": mark("The file plan"),
}
FIRST_FIELD = {"organisation": "name", "administrator": "name"}
"""The field that a question begins with; the others begin with a choice, which stands as it was found."""
REFUSED_IN = {
    "name_missing": "name",
    "fonds_number_wrong": "number",
    "login_not_understood": "login",
    "login_taken": "login",
    "same_login": "login",
    "password_too_short": "new",
    "password_too_long": "new",
    "password_guessable": "new",
    "passwords_differ": "again",
    "bad_year": "year",
    "bad_starting_year": "year",
    "table_unreadable": "table",
}
"""By the code of a refusal the field that it is about. Refused lines of a table stand above it, and are read first."""
MOST_PROBLEMS = 50
"""Refused lines that are shown; a table with more is another table altogether."""


@blueprint.get("")
@open_to_all(WHY)
def begin() -> AnyResponse:
    """Take the key out of the address into the session, and go to the first question without an answer.

    Raises:
        SetUpOver: the link is no longer good.
    """
    if "key" in request.args:
        check_key(archive().accounts, request.args["key"])
        session[KEY] = request.args["key"]
    _require_key()
    return redirect(_next(load_draft(archive().accounts)))


@blueprint.route("/<any(organisation, administrator, archivist, plan):step>", methods=["GET", "POST"])
@open_to_all(WHY)
def ask(step: str) -> str | AnyResponse | tuple[str, int]:
    """One question; an answer that is understood is kept, one that is not comes back as it was typed."""
    _require_key()
    draft = load_draft(archive().accounts)
    if request.method == "GET":
        return _question(step, draft)
    try:
        keep_answer(archive().accounts, **{step: ANSWERS[step](draft)})
    except PlanRefused as error:
        told = [(problem.line, sentence_for(problem.code, problem.params, "")) for problem in error.problems]
        return _question(step, draft, error, told), 422
    except ArchiveError as error:
        return _question(step, draft, error), 422
    return redirect(_next(load_draft(archive().accounts)))


@blueprint.get("/sample.xlsx")
@open_to_all(WHY)
def sample() -> Response:
    """The plan for a school as a workbook, which keeps an index such as 01-02 from becoming a day; to be given back."""
    _require_key()
    plan = starting_plans.contents(starting_plans.shipped("school", archive().today().year))
    headers = {"Content-Disposition": "attachment; filename=file-plan.xlsx"}
    return Response(write_table(plan.items, "xlsx"), mimetype=XLSX_TYPE, headers=headers)


@blueprint.get("/check")
@open_to_all(WHY)
def check() -> str | AnyResponse:
    """Everything that was answered, before anything is written."""
    _require_key()
    draft = load_draft(archive().accounts)
    if draft.plan is None or not draft.complete:
        return redirect(_next(draft))
    plan = starting_plans.contents(draft.plan) if draft.plan.table else None
    return render_template("set_up/check.html", draft=draft, plan=plan, steps=STEPS)


@blueprint.post("/finish")
@open_to_all(WHY)
def done() -> str | AnyResponse:
    """Write it all, end the link, and let the administrator in.

    Raises:
        SetUpOver, SetUpIncomplete, LoginTaken, PlanExists.
    """
    finished = finish(archive().accounts, _require_key())
    session.pop(KEY, None)
    onward = url_for("security.two_factor_setup") if finished.second_factor else url_for("desk.today")
    entered = admit(finished.user_id, "set_up", onward)
    if finished.invitation is None:
        return entered
    address = url_for("set_up.begin", _external=True).removesuffix("/set-up") + finished.invitation.path
    return render_template("set_up/invited.html", invitation=finished.invitation, address=address, onward=onward)


def _require_key() -> str:
    key = str(session.get(KEY, ""))
    try:
        check_key(archive().accounts, key)
    except SetUpOver:
        session.pop(KEY, None)
        raise
    return key


def _next(draft: Draft) -> str:
    missing = next((step for step in STEPS if getattr(draft, step) is None), None)
    return url_for("set_up.ask", step=missing) if missing else url_for("set_up.check")


def _question(
    step: str, draft: Draft, refusal: ArchiveError | None = None, problems: list[tuple[int, str]] | None = None
) -> str:
    names = list(STEPS)
    refused_in = REFUSED_IN.get(refusal.code, "") if refusal else ""
    at = names.index(step)
    return render_template(
        f"set_up/{step}.html",
        draft=draft,
        known=load_known(archive().accounts),
        typed=request.form,
        refusal=describe(refusal).message if refusal else "",
        refused_in=refused_in,
        focused=refused_in or FIRST_FIELD.get(step, ""),
        problems=(problems or [])[:MOST_PROBLEMS],
        more_problems=max(len(problems or ()) - MOST_PROBLEMS, 0),
        number=at + 1,
        total=len(names),
        back=url_for("set_up.ask", step=names[at - 1]) if at else "",
        this_year=archive().today().year,
        shortest=SHORTEST,
    )


def _organisation(_draft: Draft) -> Organisation:
    form = request.form
    return answers.organisation(form.get("name", ""), form.get("short_name", ""), form.get("number", ""))


def _administrator(_draft: Draft) -> Administrator:
    form = request.form
    return answers.administrator(
        archive().accounts,
        form.get("name", ""),
        form.get("login", ""),
        form.get("new", ""),
        form.get("again", ""),
        second_factor="second_factor" in form,
    )


def _archivist(draft: Draft) -> Archivist:
    form = request.form
    other = draft.administrator.login if draft.administrator else ""
    return answers.archivist(
        archive().accounts,
        other,
        same=form.get("who") != "other",
        name=form.get("name", ""),
        login=form.get("login", ""),
    )


def _plan(_draft: Draft) -> StartingPlan:
    form, table = request.form, request.files.get("table")
    year = read_year(form.get("year", ""))
    starting_plans.require_near(year, archive().today().year)
    if form.get("choice") == "own":
        content = table.stream.read() if table else b""
        return starting_plans.own(table.filename or "" if table else "", content, year)
    choice = next((one for one in starting_plans.SHIPPED if one == form.get("choice")), None)
    if choice is None:
        raise NotFound(what=translate("Such a file plan"))
    return starting_plans.shipped(choice, year)


ANSWERS: Mapping[str, Callable[[Draft], Any]] = {
    "organisation": _organisation,
    "administrator": _administrator,
    "archivist": _archivist,
    "plan": _plan,
}
