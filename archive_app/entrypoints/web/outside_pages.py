"""Results from other organisations: applied for in the portal or by the office, decided by a protocol."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.attachments import attach_to, attached, attachment_limits, let_files_through
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.request_pages import day_typed, version_seen
from archive_app.entrypoints.web.telling import done, led
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.portfolio_words import OUTSIDE_STATE_WORDS
from archive_app.services.outside.applying import MOST_HOURS, Told
from archive_app.services.outside.deciding import Protocol
from archive_app.services.outside.errors import HoursUnclear, ProtocolIncomplete
from archive_app.services.people.cards import person_card
from archive_app.services.people.ground import own_persons, unknown_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as Answer

    from archive_app.auth.actor import Actor
    from archive_app.services.outside import OutsideResults
    from archive_app.services.portfolio.files import Attachment

    Attach = Callable[[int, tuple[Attachment, ...], Actor], None]

blueprint = Blueprint("outside", __name__, url_prefix="/outside-results")
PERSON = f"/persons/<int(max={LARGEST}):person_id>"
ONE = f"/<int(max={LARGEST}):result_id>"
PART = 50


let_files_through(blueprint, "add", "attach", "attach_protocol")


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"outside_states": {state.value: translate(words) for state, words in OUTSIDE_STATE_WORDS.items()}}


@blueprint.get("/waiting")
@needs(Act.PERSONS)
def waiting() -> str:
    """Applications without a protocol, the oldest first."""
    lines = _made().showing.waiting(actor(), after=read_number(request.args.get("after", "")), limit=PART)
    following = url_for("outside.waiting", after=lines[-1].result_id) if len(lines) == PART else ""
    return render_template("outside/waiting.html", lines=lines, following=following)


@blueprint.get(f"{PERSON}/new")
@needs(Act.SEE, Act.PERSONS)
def new(person_id: int) -> str:
    """The application."""
    return _new_page(person_id)


@blueprint.post(f"{PERSON}/new")
@needs(Act.SEE, Act.PERSONS)
def add(person_id: int) -> Answer | tuple[str, int]:
    """With its papers; what was typed stays where something is wrong."""

    def act() -> str:
        with attached() as files:
            if person_id in own_persons(actor()):
                number = _made().applying.apply(person_id, _told(), actor(), files)
            else:
                who, day = request.form.get("applicant", ""), day_typed("applied_on")
                number = _made().applying.register(person_id, _told(), who, actor(), files, applied_on=day)
        return url_for("outside.shown", result_id=number)

    said = translate("The application is with the commission; its protocol will be shown here.")
    return led(act, partial(_new_page, person_id), said)


@blueprint.get(ONE)
@needs(Act.SEE, Act.PERSONS)
def shown(result_id: int) -> str:
    """With its papers and its protocol."""
    return _card_page(result_id)


@blueprint.post(f"{ONE}/files")
@needs(Act.SEE, Act.PERSONS)
def attach(result_id: int) -> Answer | tuple[str, int]:
    """Add papers."""
    return _attach(result_id, _made().applying.attach)


@blueprint.post(f"{ONE}/protocol/files")
@needs(Act.PERSONS)
def attach_protocol(result_id: int) -> Answer | tuple[str, int]:
    """The protocol as a file, into the case file."""
    return _attach(result_id, _made().deciding.attach)


@blueprint.post(f"{ONE}/decide")
@needs(Act.PERSONS)
def decide(result_id: int) -> Answer | tuple[str, int]:
    """As the protocol says."""

    def act() -> None:
        given, day = request.form, day_typed("on")
        if day is None or given.get("verdict") not in {"accepted", "refused"}:
            raise ProtocolIncomplete
        words = (given.get(name, "") for name in ("commission", "decision"))
        protocol = Protocol(given["verdict"] == "accepted", given.get("number", ""), day, *words)
        _made().deciding.decide(result_id, protocol, actor(), version=version_seen())

    return _done(result_id, act, translate("The protocol is written down and stands."))


@blueprint.post(f"{ONE}/withdraw")
@needs(Act.SEE, Act.PERSONS)
def withdraw(result_id: int) -> Answer | tuple[str, int]:
    """Take it back before the commission decides."""
    reason = request.form.get("reason", "")
    return _done(
        result_id,
        lambda: _made().withdrawing.withdraw(result_id, reason, actor(), version=version_seen()),
        translate("The application is taken back."),
    )


def _made() -> OutsideResults:
    return archive().outside


def _new_page(person_id: int, refusal: str = "") -> str:
    who = actor()
    own = person_id in own_persons(who)
    if not own and not who.may(Act.PERSONS):
        raise unknown_person(person_id)
    return render_template(
        "outside/new.html",
        card=person_card(archive().people, person_id, who),
        own=own,
        typed=request.form,
        refusal=refusal,
        limits=attachment_limits(),
    )


def _card_page(result_id: int, refusal: str = "") -> str:
    card = _made().showing.card(result_id, actor())
    own = card.person_id in own_persons(actor())
    return render_template(
        "outside/card.html", card=card, own=own, typed=request.form, refusal=refusal, limits=attachment_limits()
    )


def _done(result_id: int, act: Callable[[], None], said: str = "") -> Answer | tuple[str, int]:
    return done(act, partial(_card_page, result_id), url_for("outside.shown", result_id=result_id), said)


def _attach(result_id: int, attach: Attach) -> Answer | tuple[str, int]:
    road = url_for("outside.shown", result_id=result_id)
    return attach_to(partial(_card_page, result_id), road, lambda files: attach(result_id, files, actor()))


def _told() -> Told:
    given = request.form
    typed = given.get("hours", "").strip()
    hours = read_number(typed) if typed else None
    if typed and hours is None:
        raise HoursUnclear(most=MOST_HOURS)
    return Told(**{name: given.get(name, "") for name in ("subject", "organisation", "result", "paper")}, hours=hours)
