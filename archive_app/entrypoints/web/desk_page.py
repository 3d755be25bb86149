"""«Сегодня»: what waits for me, each kind with its count, its oldest and a verb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs, signed_in
from archive_app.db.models import DueStep
from archive_app.entrypoints.web import menu
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.search_links import kept_address
from archive_app.entrypoints.web.telling import tell
from archive_app.i18n import mark, mark_plural, translate, translate_plural
from archive_app.services.backup.book import failed_words
from archive_app.services.desk import MOST_COUNTED, what_waits
from archive_app.services.fileplans import plan_years
from archive_app.services.fixity.state import told_aloud
from archive_app.services.life.letters import DUE_WORDS, OVERDUE_WORDS
from archive_app.services.recent import recent, sees_any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    from archive_app.auth.actor import Actor
    from archive_app.services.desk import Waiting

blueprint = Blueprint("desk", __name__)
LATELY = timedelta(days=7)
SHOWN = 8
"""Lines of each list of documents."""


@dataclass(frozen=True, slots=True)
class LineWords:
    """How a line is told: singular and plural with `{number}`, the verb, and the endpoint that the verb leads to.

    As long as there is no such page, or the person may not use it, the line stands without its verb. `acts`: the verb
    does it at once, by POST.
    """

    count: tuple[str, str]
    verb: str
    endpoint: str
    acts: bool = False


WORDS: Mapping[str, LineWords] = {
    "review": LineWords(
        mark_plural("{number} page waits for review", "{number} pages wait for review"), mark("Review"), "review.queue"
    ),
    "to_file": LineWords(
        mark_plural("{number} document waits for filing", "{number} documents wait for filing"),
        mark("Put into case files"),
        "filing.queue",
    ),
    "to_close": LineWords(DUE_WORDS[DueStep.CLOSE], mark("Look"), "prospects.to_close"),
    "to_transfer": LineWords(DUE_WORDS[DueStep.TRANSFER], mark("Look"), "prospects.to_transfer"),
    "to_review": LineWords(DUE_WORDS[DueStep.REVIEW], mark("Look"), "prospects.to_review"),
    "requests": LineWords(
        mark_plural("{number} request waits for an answer", "{number} requests wait for an answer"),
        mark("Look"),
        "requests.listed",
    ),
    "overdue_requests": LineWords(
        mark_plural("{number} request is overdue", "{number} requests are overdue"), mark("Look"), "requests.listed"
    ),
    "outside": LineWords(
        mark_plural(
            "{number} application for results waits for a protocol",
            "{number} applications for results wait for a protocol",
        ),
        mark("Look"),
        "outside.waiting",
    ),
    "portfolio": LineWords(
        mark_plural("{number} entry of a portfolio waits for you", "{number} entries of portfolios wait for you"),
        mark("Look"),
        "portfolio.waiting",
    ),
    "overdue_sheets": LineWords(
        mark_plural("{number} exam sheet is overdue", "{number} exam sheets are overdue"),
        mark("Look"),
        "control.late",
    ),
    "overdue_loans": LineWords(OVERDUE_WORDS, mark("Look"), "loans.listed"),
    "overdue_acts": LineWords(
        mark_plural("{number} local act is late on the site", "{number} local acts are late on the site"),
        mark("Look"),
        "local_acts.overdue",
    ),
    "ended_consents": LineWords(
        mark_plural(
            "The purpose of {number} consent has ended: 30 days to destroy the data",
            "The purpose of {number} consents has ended: 30 days to destroy the data",
        ),
        mark("Look"),
        "consents.ended",
    ),
    "failed_jobs": LineWords(
        mark_plural("{number} task did not work", "{number} tasks did not work"),
        mark("Try again"),
        "desk.try_again",
        acts=True,
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
    acts: bool


@blueprint.get("/")
@signed_in("everybody has a desk; each line asks for its own right")
def today() -> str | Response:
    """What waits; a question in the address is an old link to the search."""
    if request.args:
        return redirect(f"{url_for('pages.search')}?{request.query_string.decode()}")
    person, reads = actor(), archive().journal.reads
    lines = [_line(found, person) for found in what_waits(archive().sessions, person, archive().today())]
    lately = recent(reads, person, archive().clock() - LATELY, SHOWN)
    return render_template(
        "pages/today.html",
        day=archive().today(),
        kept=[(one, kept_address(one)) for one in archive().saved_searches.listed(person)],
        lines=lines,
        copies=_copies(person),
        recent=lately,
        is_new=not lines and not lately.came_in and not lately.in_hand and not sees_any(reads, person),
        has_plan=bool(plan_years(archive().sessions)),
        most_counted=MOST_COUNTED,
    )


@blueprint.post("/try-again")
@needs(Act.OPERATE)
def try_again() -> Response:
    """Let all tasks that gave up start anew."""
    number = archive().administration.jobs.retry_all(None, actor())
    tell(
        translate_plural(
            "{number} task was put into the queue again.", "{number} tasks were put into the queue again.", number
        )
    )
    return redirect(url_for("desk.today"))


@dataclass(frozen=True, slots=True)
class Copies:
    """How the copies stand, for whoever operates the system: `proven_at` of the place that is proven least lately."""

    alarms: list[str]
    places: int
    proven_at: datetime | None


def _copies(person: Actor) -> Copies | None:
    if not person.may(Act.OPERATE):
        return None
    state, fixity = archive().backups.state, archive().fixity.state
    places = state.places() if archive().backups.ground.places else []
    counts = {finding: number for finding, number in fixity.counts().items() if number}
    alarms = [*failed_words(places), *state.overdue(places), *fixity.overdue(), *told_aloud(counts)]
    proven = [place.proven_at for place in places]
    return Copies(alarms, len(places), None if None in proven else min(filter(None, proven), default=None))


def _line(waiting: Waiting, person: Actor) -> Line:
    words = WORDS[waiting.code]
    return Line(
        waiting,
        translate_plural(*words.count, waiting.count),
        more=waiting.count >= MOST_COUNTED,
        verb=translate(words.verb),
        href=url_for(words.endpoint) if menu.may_open(person, words.endpoint) else "",
        acts=words.acts,
    )
