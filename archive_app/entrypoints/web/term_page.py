"""A printed term counted for whoever asks what «5 лет ЭПК» comes to; the question stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from archive_app.auth.gate import signed_in
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.menu import may_open
from archive_app.errors import describe
from archive_app.i18n import mark, translate
from archive_app.messages import sentence_for
from archive_app.retention_words import TRIGGER_WORDS
from archive_app.services.batch import BadDate, read_date
from retention.errors import BeyondCalendar, RetentionError, TriggerMismatch
from retention.reckoning import reckoned
from retention.term import Trigger

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from retention.verdict import Verdict

blueprint = Blueprint("terms", __name__)
MISSING = {
    "term": mark("Write the term as the file plan prints it, for example «5 лет ЭПК»."),
    "finished": mark("Write the date of the last document, for example 26.05.2025."),
}
EXAMPLES = (
    ({"term": "5 лет ЭПК", "finished": "04.05.2026"}, mark("full years from 1 January after the closing")),
    ({"term": "50/75 лет", "finished": "31.12.2002"}, mark("what was finished before 2003 is kept longer")),
    (
        {"term": "3 года после выбытия", "finished": "25.06.2020", "event": "30.06.2021"},
        mark("the day of the event counts, not that of the last document"),
    ),
    (
        {"term": "До востребования, не менее 50 лет", "finished": "25.06.2020"},
        mark("waits for its owner, and has a least term"),
    ),
)


@blueprint.get("/archive/term")
@signed_in("arithmetic of printed words: nothing of the archive is read")
def page() -> str | tuple[str, int]:
    """The empty form; one that is filled in from a file plan and waits for the day; an answer."""
    if "finished" not in request.args:
        return _page({})
    said, wrong = request.args, _missing()
    finished, event, on = (_day(name, wrong) for name in ("finished", "event", "on"))
    trigger = _trigger(wrong)
    if finished is None or wrong:
        return _page(wrong), 422
    try:
        found = reckoned(said["term"], finished, event, on or archive().today(), trigger)
    except RetentionError as error:
        wrong[_place(error)] = describe(error).message
        return _page(wrong), 422
    return _page({}, found, on or archive().today())


def _missing() -> dict[str, str]:
    """What must be said and is not: the field, and what to write."""
    return {name: translate(words) for name, words in MISSING.items() if not request.args.get(name, "").strip()}


def _day(name: str, wrong: dict[str, str]) -> datetime.date | None:
    """The day in this field; one that is not understood is put among what is wrong."""
    written = request.args.get(name, "").strip()
    try:
        return read_date(written) if written else None
    except BadDate as error:
        wrong[name] = describe(error).message
        return None


def _trigger(wrong: dict[str, str]) -> Trigger | None:
    written = request.args.get("trigger", "")
    if written and written not in set(Trigger):
        wrong["trigger"] = sentence_for("trigger_unknown", {"trigger": written}, "")
        return None
    return Trigger(written) if written else None


def _place(error: RetentionError) -> str:
    """The field that an error of the arithmetic is told at."""
    if isinstance(error, TriggerMismatch):
        return "trigger"
    return "finished" if isinstance(error, BeyondCalendar) else "term"


def _page(wrong: Mapping[str, str], found: Verdict | None = None, on: datetime.date | None = None) -> str:
    return render_template(
        "prospects/term.html",
        said=request.args,
        wrong=wrong,
        verdict=found,
        on=on,
        triggers={str(each): translate(words) for each, words in TRIGGER_WORDS.items()},
        examples=[
            (f"{url_for('terms.page')}?{urlencode(said)}", said["term"], translate(why)) for said, why in EXAMPLES
        ],
        among_lists=may_open(actor(), "prospects.to_review"),
    )
