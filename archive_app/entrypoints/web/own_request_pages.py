"""«Мои запросы»: a student or a representative asks for a certificate, sees how far it is, takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import RequestKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.request_pages import day_typed, one_of, version_seen
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, NotFound, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.people.ground import unknown_person
from archive_app.services.portal.showing import my_persons
from archive_app.services.requests.asking import OwnAsked, runs_from_order
from archive_app.services.requests.kinds import KIND_WORDS, OWN_STATE_WORDS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from archive_app.services.requests.asking import Asking

blueprint = Blueprint("own_requests", __name__, url_prefix="/portal/requests")
ONE = f"/<int(max={LARGEST}):request_id>"
PART = 50


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"own_request_states": {state.value: translate(words) for state, words in OWN_STATE_WORDS.items()}}


@blueprint.get("")
@needs(Act.SEE)
def listed() -> str:
    """The newest first."""
    lines = _made().listed(actor(), before=read_number(request.args.get("before", "")), limit=PART)
    following = url_for("own_requests.listed", before=lines[-1].request_id) if len(lines) == PART else ""
    return render_template("portal/requests.html", lines=lines, following=following)


@blueprint.get("/new")
@needs(Act.SEE)
def new() -> str:
    """About whom, and what."""
    return _new_page()


@blueprint.post("/new")
@needs(Act.SEE)
def ask() -> Response | tuple[str, int]:
    """Into the register; what was typed stays where something is wrong."""
    given = request.form
    person_id = read_number(given.get("person", ""))
    if person_id is None:
        raise unknown_person(0)
    try:
        said = OwnAsked(
            one_of(RequestKind, "kind"),
            person_id,
            given.get("purpose", ""),
            given.get("contact", ""),
            day_typed("order_on"),
        )
        number = _made().ask(said, actor())
    except NotFound:
        raise
    except ArchiveError as error:
        return _new_page(describe(error).message), describe(error).http_status
    tell(translate("The archive has your request. When it is answered is said below."))
    return redirect(url_for("own_requests.shown", request_id=number))


@blueprint.get(ONE)
@needs(Act.SEE)
def shown(request_id: int) -> str:
    """How far it is, and until when."""
    return _card_page(request_id)


@blueprint.post(f"{ONE}/withdraw")
@needs(Act.SEE)
def withdraw(request_id: int) -> Response | tuple[str, int]:
    """Take it back."""
    try:
        _made().withdraw(request_id, actor(), version=version_seen())
    except NotFound:
        raise
    except ArchiveError as error:
        return _card_page(request_id, describe(error).message), describe(error).http_status
    tell(translate("You took the request back; nobody works at it any more."))
    return redirect(url_for("own_requests.shown", request_id=request_id))


def _made() -> Asking:
    return archive().requests.asking


def _new_page(refusal: str = "") -> str:
    offered = _made().offered(actor())
    return render_template(
        "portal/request_new.html",
        persons=my_persons(archive().people, actor()),
        kinds={kind.value: translate(KIND_WORDS[kind]) for kind in offered},
        by_order=[translate(KIND_WORDS[kind]) for kind, term in offered.items() if runs_from_order(term)],
        chosen=read_number((request.form or request.args).get("person", "")),
        typed=request.form,
        refusal=refusal,
    )


def _card_page(request_id: int, refusal: str = "") -> str:
    return render_template("portal/request.html", card=_made().card(request_id, actor()), refusal=refusal)
