"""«Локальные акты»: what is in force on a day, what waits for the site, one act with its editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import LocalActKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.request_pages import day_typed, version_seen
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.local_acts.errors import ActDayMissing, LocalActIncomplete
from archive_app.services.local_acts.said import KIND_WORDS, MOST_AGREEMENTS, ActSaid, Agreement
from archive_app.services.local_acts.showing import VIEW_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from archive_app.services.local_acts.showing import ActCard

blueprint = Blueprint("local_acts", __name__, url_prefix="/local-acts")
ONE = f"/<int(max={LARGEST}):act_id>"
PART = 50
SPARE = 3
"""Empty lines for bodies that agreed, under those that are there."""


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"local_act_kinds": {kind.value: translate(words) for kind, words in KIND_WORDS.items()}}


@blueprint.get("")
@needs(Act.SEE)
def listed() -> str | tuple[str, int]:
    """One of the four views; the first by a day."""
    return _list_page(request.args.get("view", "in_force"))


@blueprint.get("/overdue")
@needs(Act.PLANS)
def overdue() -> str | tuple[str, int]:
    """What the desk leads to."""
    return _list_page("overdue")


@blueprint.get("/new")
@needs(Act.PLANS)
def new() -> str:
    """An empty form, or one for the next edition of an act."""
    return _form_page(_replaced())


@blueprint.post("/new")
@needs(Act.PLANS)
def enter() -> Response | tuple[str, int]:
    """Into the book."""
    replaced = _replaced()
    try:
        number = archive().local_acts.keeping.enter(
            _said(), actor(), replaces=replaced.line.act_id if replaced else None
        )
    except ArchiveError as error:
        return _form_page(replaced, refusal=describe(error).message), describe(error).http_status
    return _done(number, translate("The local act is entered."))


@blueprint.get(ONE)
@needs(Act.SEE)
def shown(act_id: int) -> str:
    """The card with the editions."""
    return _card_page(act_id)


@blueprint.get(f"{ONE}/edit")
@needs(Act.PLANS)
def edit(act_id: int) -> str:
    """The form with what is there."""
    return _form_page(None, card=archive().local_acts.showing.card(act_id, actor()))


@blueprint.post(f"{ONE}/edit")
@needs(Act.PLANS)
def change(act_id: int) -> Response | tuple[str, int]:
    """Correct it."""
    try:
        archive().local_acts.keeping.change(act_id, _said(), actor(), version=version_seen())
    except ArchiveError as error:
        card = archive().local_acts.showing.card(act_id, actor())
        return _form_page(None, card=card, refusal=describe(error).message), describe(error).http_status
    return _done(act_id, translate("The local act is changed."))


@blueprint.post(f"{ONE}/published")
@needs(Act.PLANS)
def publish(act_id: int) -> Response | tuple[str, int]:
    """It stands on the site."""
    try:
        address = request.form.get("address", "")
        archive().local_acts.keeping.publish(act_id, _day("on"), address, actor(), version=version_seen())
    except ArchiveError as error:
        return _card_page(act_id, describe(error).message), describe(error).http_status
    return _done(act_id, translate("It is written down that the act stands on the site."))


@blueprint.post(f"{ONE}/ended")
@needs(Act.PLANS)
def end(act_id: int) -> Response | tuple[str, int]:
    """It lost force."""
    try:
        ground = request.form.get("ground", "")
        archive().local_acts.keeping.end(act_id, _day("last"), ground, actor(), version=version_seen())
    except ArchiveError as error:
        return _card_page(act_id, describe(error).message), describe(error).http_status
    return _done(act_id, translate("The last day of the act is written down."))


def _list_page(view: str) -> str | tuple[str, int]:
    view, sought = (view if view in VIEW_WORDS else "in_force"), request.args.get("q", "")
    refusal, on, status = "", None, 200
    try:
        on = day_typed("on", request.args)
    except ArchiveError as error:
        refusal, status = describe(error).message, describe(error).http_status
    before = read_number(request.args.get("before", ""))
    lines = archive().local_acts.showing.listed(actor(), only=view, on=on, sought=sought, before=before, limit=PART)
    following = ""
    if len(lines) == PART:
        day = f"{on:%d.%m.%Y}" if on else None
        following = url_for("local_acts.listed", view=view, on=day, q=sought or None, before=lines[-1].act_id)
    page = render_template(
        "local_acts/list.html",
        lines=lines,
        view=view,
        views={code: translate(words) for code, words in VIEW_WORDS.items()},
        on=on or archive().today(),
        sought=sought,
        following=following,
        refusal=refusal,
        may_keep=actor().may(Act.PLANS),
    )
    return page, status


def _card_page(act_id: int, refusal: str = "") -> str:
    return render_template(
        "local_acts/card.html",
        card=archive().local_acts.showing.card(act_id, actor()),
        today=archive().today(),
        may_keep=actor().may(Act.PLANS),
        refusal=refusal,
        typed=request.form,
    )


def _form_page(replaced: ActCard | None, card: ActCard | None = None, refusal: str = "") -> str:
    typed = request.form or (_typed(card) if card else _next_edition(replaced) if replaced else request.args)
    used = [at for at in range(1, MOST_AGREEMENTS + 1) if typed.get(f"body-{at}") or typed.get(f"protocol-{at}")]
    shown = range(1, min(max([*used, 0]) + SPARE, MOST_AGREEMENTS) + 1)
    return render_template(
        "local_acts/form.html", typed=typed, card=card, replaced=replaced, agreements=shown, refusal=refusal
    )


def _typed(card: ActCard) -> Mapping[str, str]:
    """What the form shows of an act."""
    line = card.line
    days = {
        "approved_on": line.approved_on,
        "order_on": card.order_on,
        "in_force_from": line.in_force_from,
        "in_force_to": line.in_force_to,
        "publish_named": card.publish_named,
        **{f"agreed_on-{at}": one.agreed_on for at, one in enumerate(card.agreements, start=1)},
    }
    return {
        "kind": line.kind,
        "title": line.title,
        "number": line.number,
        "approved_post": card.approved_post,
        "approved_name": card.approved_name,
        "order_number": card.order_number,
        "publish": "1" if line.publish_by else "",
        "document": str(card.document_id or ""),
        **{name: f"{day:%d.%m.%Y}" for name, day in days.items() if day is not None},
        **{f"body-{at}": one.body for at, one in enumerate(card.agreements, start=1)},
        **{f"protocol-{at}": one.protocol for at, one in enumerate(card.agreements, start=1)},
    }


def _next_edition(former: ActCard) -> Mapping[str, str]:
    """What a new edition has in common with the former one."""
    bodies = {f"body-{at}": one.body for at, one in enumerate(former.agreements, start=1)}
    common = ("kind", "title", "approved_post", "approved_name", "publish")
    return {name: words for name, words in _typed(former).items() if name in common} | bodies


def _replaced() -> ActCard | None:
    number = read_number(request.args.get("replaces", ""))
    return archive().local_acts.showing.card(number, actor()) if number is not None else None


def _said() -> ActSaid:
    given = request.form
    kind = given.get("kind", "")
    if kind not in list(LocalActKind):
        raise LocalActIncomplete
    agreements = tuple(
        Agreement(given.get(f"body-{at}", ""), given.get(f"protocol-{at}", ""), day_typed(f"agreed_on-{at}"))
        for at in range(1, MOST_AGREEMENTS + 2)
    )
    days = ("approved_on", "in_force_from", "in_force_to", "order_on", "publish_named")
    words = ("title", "approved_post", "approved_name", "number", "order_number")
    return ActSaid(
        LocalActKind(kind),
        **{name: given.get(name, "") for name in words},  # type: ignore[arg-type]
        **{name: day_typed(name) for name in days},  # type: ignore[arg-type]
        agreements=agreements,
        publish="publish" in given,
        document_id=read_number(given.get("document", "").strip()),
    )


def _day(name: str) -> datetime.date:
    day = day_typed(name)
    if day is None:
        raise ActDayMissing
    return day


def _done(act_id: int, said: str) -> Response:
    tell(said)
    return redirect(url_for("local_acts.shown", act_id=act_id))
