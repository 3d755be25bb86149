"""Any error under `/api` becomes problem+json (RFC 9457): a stable code, a Russian sentence."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, g
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestedRangeNotSatisfiable

from archive_app.auth.errors import NotAllowed
from archive_app.entrypoints.api.asked import BadParameters
from archive_app.entrypoints.api.blueprint import PREFIX, blueprint
from archive_app.entrypoints.api.rate import TooManyRequests
from archive_app.entrypoints.api.shapes.others import ProblemShape
from archive_app.entrypoints.refused import NOT_UNDERSTOOD, TOLD
from archive_app.errors import NotFound, Problem, describe
from archive_app.i18n import translate
from archive_app.logs import log
from archive_app.messages import sentence_for
from archive_app.services.card_edits import StaleEdit
from archive_app.services.case_refusals import CaseFilesRefused
from archive_app.services.fileplans import PlanRefused
from archive_app.services.life.errors import NotReadyToClose
from archive_app.services.life.finding_words import finding_sentence
from archive_app.services.plans.errors import ItemRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive_app.auth.actor import Actor

MEDIA_TYPE = "application/problem+json"


@blueprint.errorhandler(Exception)
def any_error(error: Exception) -> Response:
    """Tell what went wrong; the unexpected keeps its details in the log only."""
    if isinstance(error, HTTPException):
        return http_error(error)
    problem = describe(error)
    if isinstance(error, NotAllowed) and _by_a_narrow_key():
        more = translate("Or the key was made for fewer acts: then make another one.")
        problem = replace(problem, message=f"{problem.message} {more}")
    if problem.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", exc_info=error)
    headers = _challenge(problem.code) if problem.http_status == HTTPStatus.UNAUTHORIZED else {}
    if isinstance(error, TooManyRequests):
        headers = {"Retry-After": str(error.params["seconds"])}
    return _answer(problem, headers, _wrong(error))


def _by_a_narrow_key() -> bool:
    """Whether who asks does so by a key: it may do less than its owner, whose duties would then be blamed."""
    acting: Actor | None = g.get("actor")
    return acting is not None and acting.limited_to is not None


def _wrong(error: Exception) -> Sequence[tuple[str, str]]:
    """What is told field by field: wrong parameters, both values of what somebody else has changed."""
    if isinstance(error, StaleEdit):
        return [
            (each.field, translate("now: {theirs}; yours: {mine}", theirs=each.theirs_words, mine=each.mine_words))
            for each in error.differences
        ]
    if isinstance(error, NotReadyToClose):
        return [(each.code, finding_sentence(each)) for each in error.findings]
    if isinstance(error, (PlanRefused, ItemRefused)):
        return [(str(each.line), sentence_for(each.code, each.params, "")) for each in error.problems]
    return error.wrong if isinstance(error, (BadParameters, CaseFilesRefused)) else ()


def http_error(error: HTTPException) -> Response:
    """The same for what Flask itself refuses."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.NOT_FOUND:
        told = translate("There is no such address. All of them stand on the page {page}.", page=f"{PREFIX}/docs")
        return _answer(Problem(NotFound.code, told, status, NotFound.exit_code))
    sentence = translate(TOLD.get(status, NOT_UNDERSTOOD))
    if isinstance(error, MethodNotAllowed):
        sentence = translate("This address is asked by other methods: {methods}.", methods=_methods(error))
    if isinstance(error, RequestedRangeNotSatisfiable):
        sentence = translate("There are no such bytes: the range lies beyond the end.")
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Content-Range"}}
    return _answer(Problem(f"http_{int(status)}", sentence, status, 1), kept)


def _methods(error: MethodNotAllowed) -> str:
    return ", ".join(sorted(error.valid_methods or ()))


def _challenge(code: str) -> dict[str, str]:
    """RFC 6750: without a key only the scheme is told, a key that is no good is named as such."""
    told = "" if code == "key_missing" else ', error="invalid_token"'
    return {"WWW-Authenticate": f'Bearer realm="{PREFIX}"{told}'}


def _phrase(status: int) -> str:
    """The name of a status; that of a wrong checksum is known to the tus protocol alone."""
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Checksum Mismatch"


def _answer(
    problem: Problem, headers: Mapping[str, str] | None = None, wrong: Sequence[tuple[str, str]] = ()
) -> Response:
    shown = ProblemShape.model_validate(
        {
            "type": "about:blank",
            "title": _phrase(problem.http_status),
            "status": problem.http_status,
            "code": problem.code,
            "detail": problem.message,
            "request_id": g.request_id,
            "errors": [{"name": name, "reason": reason} for name, reason in wrong],
        }
    )
    body = shown.model_dump_json(exclude=None if wrong else {"errors"})
    return Response(body, problem.http_status, headers, mimetype=MEDIA_TYPE)
