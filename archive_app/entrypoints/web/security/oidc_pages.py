"""The way to the OpenID provider and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for

from archive_app.auth.gate import open_to_all
from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.security.admission import admit
from archive_app.entrypoints.web.security.forms import SignInForm, address
from archive_app.entrypoints.web.security.local_paths import local_path
from archive_app.entrypoints.web.security.session_names import QUESTION
from archive_app.errors import ArchiveError, describe
from archive_app.logs import log
from archive_app.services.external.person import OIDC

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from archive_app.services.external.oidc_provider import Question

blueprint = Blueprint("oidc", __name__, url_prefix="/sign-in/oidc")


@blueprint.get("")
@open_to_all("a step of sign-in")
def leave() -> Response | tuple[str, int]:
    """Send the browser to the provider."""
    wanted = local_path(request.args.get("next"))
    try:
        onward, question = archive().oidc_sign_in.ask(_return_address())
    except ArchiveError as error:
        return _refused(error, wanted)
    session[QUESTION] = asdict(question) | {"next": wanted}
    return redirect(onward)


@blueprint.get("/return")
@open_to_all("a step of sign-in")
def arrive() -> Response | tuple[str, int]:
    """The browser is back with an answer; the question is good for one answer only."""
    kept = session.pop(QUESTION, None) or {}
    wanted = local_path(kept.pop("next", ""))
    try:
        user_id, proved = archive().oidc_sign_in.check(_question(kept), request.args, _return_address(), address())
        return admit(user_id, OIDC, wanted, second_factor_proved=proved)
    except ArchiveError as error:
        return _refused(error, wanted)


def _question(kept: dict[str, object]) -> Question | None:
    from archive_app.services.external.oidc_provider import Question

    return Question(**kept) if kept else None  # type: ignore[arg-type]


def _return_address() -> str:
    """As it is registered with the provider."""
    public = archive().settings.public_url.rstrip("/")
    return public + url_for("oidc.arrive") if public else url_for("oidc.arrive", _external=True)


def _refused(error: ArchiveError, wanted: str) -> tuple[str, int]:
    log.warning("sign-in through the provider failed", code=error.code, **_reason(error))
    problem = describe(error)
    form = SignInForm(formdata=None)
    form.next.data, form.refusal = wanted, problem.message
    return render_template("security/login_user.html", login_user_form=form), problem.http_status


def _reason(error: ArchiveError) -> dict[str, object]:
    return {name: error.params[name] for name in ("place", "reason", "group") if name in error.params}
