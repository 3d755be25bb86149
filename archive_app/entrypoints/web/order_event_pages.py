"""Who leaves by a filed order: the persons whom it names are proposed, the archivist confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.admin.forms import refusal_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError
from archive_app.event_words import leave_words, line_words
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import LARGEST, read_number
from archive_app.services.batch import BadDate, read_date
from archive_app.services.documents import card
from archive_app.services.life.event_lists import LineVerdict

if TYPE_CHECKING:
    import datetime

    from werkzeug.wrappers import Response

blueprint = Blueprint("order_events", __name__)
ONE = f"/documents/<int(max={LARGEST}):document_id>/order-events"
OPEN = (LineVerdict.READY, LineVerdict.BAD_DAY)
"""Lines that may be chosen: of an order without a date the day is typed."""


@blueprint.get(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
def page(document_id: int) -> str:
    """The persons whom the order names; pupils are ticked."""
    return _page(document_id)


@blueprint.post(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
def enter(document_id: int) -> Response | tuple[str, int]:
    """Enter the leaving of those who are ticked."""
    chosen = [number for number in map(read_number, request.form.getlist("person")) if number is not None]
    try:
        entered = archive().life.order_events.enter(
            document_id, chosen, actor(), on=_day(), ground=request.form.get("ground", "")
        )
    except (ArchiveError, BadDate) as error:
        refusal, status = refusal_of(error)
        return _page(document_id, refusal), status
    events = translate_plural("{number} event is entered", "{number} events are entered", entered)
    tell(translate("{events}: the terms of their personal files begin to run.", events=events))
    return redirect(url_for("pages.document", document_id=document_id))


def _day() -> datetime.date | None:
    text = request.form.get("on", "").strip()
    return read_date(text) if text else None


def _page(document_id: int, refusal: str = "") -> str:
    reads = archive().journal.reads
    proposal = archive().life.order_events.proposed(reads, document_id, actor())
    typed = request.form
    chosen = {line.person_id for line in proposal.lines if line.pupil} if proposal else set()
    return render_template(
        "viewer/order_events.html",
        card=card(reads, document_id, actor(), with_pages=False),
        proposal=proposal,
        leave=leave_words(proposal.leave) if proposal else "",
        lines=[(line, line_words(line.verdict, entered=False)) for line in proposal.lines] if proposal else [],
        may_choose=OPEN,
        chosen={read_number(each) for each in typed.getlist("person")} if typed else chosen,
        on=typed.get("on", f"{proposal.on:%d.%m.%Y}" if proposal and proposal.on else ""),
        ground=typed.get("ground", proposal.ground if proposal else ""),
        refusal=refusal,
    )
