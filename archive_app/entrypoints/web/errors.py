"""Any error becomes a page in plain Russian: what happened, what to do, the code small below."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from archive_app.auth.errors import NobodyActs, SecondFactorMissing
from archive_app.entrypoints.api.blueprint import PREFIX
from archive_app.entrypoints.api.problems import http_error
from archive_app.entrypoints.refused import NOT_UNDERSTOOD, TOLD
from archive_app.entrypoints.web.current import actor
from archive_app.entrypoints.web.security.forms import SignInForm
from archive_app.entrypoints.web.security.local_paths import local_path
from archive_app.entrypoints.web.sent_late import sent_late
from archive_app.entrypoints.web.telling import SESSION_ENDED, TELL, for_script, tell
from archive_app.errors import NotFound, Problem, describe
from archive_app.i18n import translate
from archive_app.logs import log

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

FOR_PROGRAMS = f"{PREFIX.rpartition('/')[0]}/"
"""Also of other versions: whoever asks there reads no pages."""


def register(app: Flask) -> None:
    """Attach the handlers to the application."""
    app.register_error_handler(NobodyActs, _nobody)
    app.register_error_handler(SecondFactorMissing, _without_second_factor)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _any)


def _nobody(_error: NobodyActs) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    wanted = local_path(request.full_path.removesuffix("?")) if request.method == "GET" else ""
    if for_script():
        return "", 401, {TELL: SESSION_ENDED}  # a page that became the sign-in would lose what was typed into it
    return sent_late(HTTPStatus.UNAUTHORIZED) or _sign_in(wanted)


def _sign_in(wanted: str) -> tuple[str, int]:
    form = SignInForm(formdata=None)
    form.next.data = wanted
    return render_template("security/login_user.html", login_user_form=form), 401


def _without_second_factor(_error: SecondFactorMissing) -> Response:
    return redirect(url_for("security.two_factor_setup"))


def _stale(_error: CSRFError) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    with suppress(NobodyActs, SecondFactorMissing):
        actor()
    if for_script():
        if "actor" in g:
            anew = translate(
                "You have signed in anew since this page was opened. What you typed is kept: send it once more."
            )
            tell(anew, bad=True)
        return "", 400, {TELL: SESSION_ENDED}
    if kept := sent_late(HTTPStatus.BAD_REQUEST):
        return kept
    told = translate("The page was open for too long. Go back, reload it and repeat.")
    return _page(Problem("stale_page", told, HTTPStatus.BAD_REQUEST, 1))


def _http(error: HTTPException) -> tuple[str, int] | Response:
    if f"{request.path}/".startswith(FOR_PROGRAMS):
        return http_error(error)  # an address that no operation has
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.NOT_FOUND:
        with suppress(NobodyActs):
            actor()  # an address that leads nowhere is told within the frame that the person knows
        told = translate("There is no such page. Check the address.")
        return _page(Problem(NotFound.code, told, status, NotFound.exit_code))
    told = translate(TOLD.get(status, NOT_UNDERSTOOD))
    return _page(Problem(f"http_{status}", told, status, 1))


def _any(error: Exception) -> tuple[str, int]:
    problem = describe(error)
    if problem.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", exc_info=error)
    return _page(problem)


def _page(problem: Problem) -> tuple[str, int]:
    if for_script():
        tell(problem.message, bad=True)
        return "", problem.http_status
    return render_template("pages/error.html", problem=problem), problem.http_status
