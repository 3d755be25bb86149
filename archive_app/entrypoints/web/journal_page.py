"""«Журнал»: the journal of acts, narrowed to a person, a document, a user; a person's history in one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from archive_app.audit_details import detail_words
from archive_app.audit_words import ACTION_WORDS, action_words, actor_said, actor_words, object_words
from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.queries.audit import EventFilter
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.mornings import span
from archive_app.numbers import read_number
from archive_app.services.batch import read_date
from archive_app.services.people.meant import person_meant
from archive_app.services.search_filters import BadFilter
from archive_app.spreadsheets import BOM, csv_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archive_app.db.queries.audit import LoggedEvent

blueprint = Blueprint("journal", __name__)
PAGE = 50
FIELDS = ("person", "document", "user", "action", "since", "until")


@blueprint.get("/journal")
@needs(Act.AUDIT)
def journal() -> str:
    """The newest events first; looking here is an event too."""
    asked, refusal = _asked(), ""
    before = read_number(request.args.get("before", ""))
    events: Sequence[LoggedEvent] = ()
    try:
        events = archive().journal.log.show(actor(), _filter(asked), before=before, limit=PAGE)
    except ArchiveError as error:
        refusal = describe(error).message
    return render_template(
        "pages/journal.html",
        events=events,
        asked=asked,
        refusal=refusal,
        narrowed={name: value for name, value in asked.items() if value},
        more=events[-1].seq if len(events) == PAGE else None,
        actions=sorted(((tag, translate(words)) for tag, words in ACTION_WORDS.items()), key=lambda pair: pair[1]),
        actor_words=actor_words,
        action_words=action_words,
        object_words=object_words,
        detail_words=detail_words,
    )


@blueprint.get("/journal/table.csv")
@needs(Act.AUDIT)
def table() -> Response:
    """The same events as a table, streamed; taking it out is an event too."""
    events = archive().journal.log.table(actor(), _filter(_asked()))
    name = f"journal-{archive().today():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_lines(events, archive().settings.zone), mimetype="text/csv; charset=utf-8", headers=headers)


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "").strip() for name in FIELDS}


def _filter(asked: Mapping[str, str]) -> EventFilter:
    document_id = read_number(asked["document"])
    if asked["document"] and document_id is None:
        raise BadFilter(name=translate("Number of the document"), value=asked["document"])
    since, until = span(_day(asked["since"]), _day(asked["until"]), archive().settings.zone)
    return EventFilter(
        person_id=person_meant(archive().people, asked["person"], actor(), asking=Act.AUDIT),
        document_id=document_id,
        actor=actor_said(asked["user"]) or None,
        action=asked["action"] or None,
        since=since,
        until=until,
    )


def _lines(events: Iterable[LoggedEvent], zone: datetime.tzinfo) -> Iterator[str]:
    """Rows for a Russian spreadsheet: semicolons, and a mark at the beginning that says UTF-8."""
    titles = ("№", translate("When"), translate("Who"), translate("What was done"), translate("To what"))
    yield BOM + csv_line([*titles, translate("Details")])
    for event in events:
        details = "; ".join(f"{name}: {value}" for name, value in detail_words(event.details, event.action))
        at = event.at.astimezone(zone).strftime("%d.%m.%Y %H:%M:%S")
        about = object_words(event.object_type, event.object_id)
        yield csv_line([str(event.seq), at, actor_words(event.actor), action_words(event.action), about, details])


def _day(text: str) -> datetime.date | None:
    return read_date(text) if text else None
