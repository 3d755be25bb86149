"""«Сегодня»: what waits for me, each kind with its count, its oldest and a verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.gate import signed_in
from archive_app.entrypoints.web import menu
from archive_app.entrypoints.web.current import actor, archive
from archive_app.i18n import mark, mark_plural, translate, translate_plural
from archive_app.services.desk import MOST_COUNTED, what_waits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from archive_app.auth.actor import Actor
    from archive_app.services.desk import Waiting

blueprint = Blueprint("desk", __name__)


@dataclass(frozen=True, slots=True)
class LineWords:
    """How a line is told: singular and plural with `{number}`, the verb, and the endpoint that the verb leads to.

    As long as there is no such page, or the person may not use it, the line stands without its verb.
    """

    count: tuple[str, str]
    verb: str
    endpoint: str


WORDS: Mapping[str, LineWords] = {
    "review": LineWords(
        mark_plural("{number} page waits for review", "{number} pages wait for review"), mark("Review"), "review.queue"
    ),
    "to_file": LineWords(
        mark_plural("{number} document waits for filing", "{number} documents wait for filing"),
        mark("Put into case files"),
        "filing.queue",
    ),
    "failed_jobs": LineWords(
        mark_plural("{number} task did not work", "{number} tasks did not work"), mark("Look"), "jobs.failed"
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown; `href` is empty where there is nothing to press."""

    waiting: Waiting
    words: str
    more: bool
    verb: str
    href: str


@blueprint.get("/")
@signed_in("everybody has a desk; each line asks for its own right")
def today() -> str | Response:
    """What waits; a question in the address is an old link to the search."""
    if request.args:
        return redirect(f"{url_for('pages.search')}?{request.query_string.decode()}")
    person = actor()
    return render_template(
        "pages/today.html",
        day=archive().today(),
        lines=[_line(found, person) for found in what_waits(archive().sessions, person)],
    )


def _line(waiting: Waiting, person: Actor) -> Line:
    words = WORDS[waiting.code]
    return Line(
        waiting,
        translate_plural(*words.count, waiting.count),
        more=waiting.count >= MOST_COUNTED,
        verb=translate(words.verb),
        href=url_for(words.endpoint) if menu.may_open(person, words.endpoint) else "",
    )
