"""«Журнал»: the journal of acts, narrowed to a person, a document, a user; a person's history in one click."""

from __future__ import annotations

import datetime

from flask import Blueprint, render_template, request

from archive_app.audit_words import ACTION_WORDS, action_words, object_words
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.queries.audit import EventFilter
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.pages import LARGEST
from archive_app.i18n import translate
from archive_app.services.batch import read_date

blueprint = Blueprint("journal", __name__)
PAGE = 50
FIELDS = ("person", "document", "user", "action", "since", "until")


@blueprint.get("/journal")
@needs(Act.AUDIT)
def journal() -> str:
    """The newest events first; looking here is an event too."""
    asked = {name: request.args.get(name, "").strip() for name in FIELDS}
    zone = archive().settings.zone
    narrowed = EventFilter(
        person_id=_number(asked["person"]),
        document_id=_number(asked["document"]),
        actor=asked["user"] or None,
        action=asked["action"] or None,
        since=_morning(asked["since"], zone),
        until=_morning(asked["until"], zone, days=1),
    )
    before = _number(request.args.get("before", ""))
    events = archive().journal.log.show(actor(), narrowed, before=before, limit=PAGE)
    return render_template(
        "pages/journal.html",
        events=events,
        asked=asked,
        narrowed={name: value for name, value in asked.items() if value},
        more=events[-1].seq if len(events) == PAGE else None,
        actions=sorted(((tag, translate(words)) for tag, words in ACTION_WORDS.items()), key=lambda pair: pair[1]),
        action_words=action_words,
        object_words=object_words,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) <= LARGEST else None


def _morning(day: str, zone: datetime.tzinfo, *, days: int = 0) -> datetime.datetime | None:
    """The first instant of a day where the organisation is, or of a day after it."""
    if not day:
        return None
    return datetime.datetime.combine(read_date(day), datetime.time.min, zone) + datetime.timedelta(days=days)
