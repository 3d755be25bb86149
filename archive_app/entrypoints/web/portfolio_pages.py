"""Portfolios: the student's entries and their files, the curator's list of what waits, the whole as one archive."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import AchievementKind, AchievementLevel, AchievementPaper
from archive_app.entrypoints.web.attachments import (
    as_download,
    attach_to,
    attached,
    attachment_limits,
    let_files_through,
)
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.document_page import pictured
from archive_app.entrypoints.web.request_pages import version_seen
from archive_app.entrypoints.web.telling import done, led
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.portfolio_words import ENTRY_STATE_WORDS, KINDS, LEVEL_WORDS, PAPER_WORDS
from archive_app.services.batch import read_date
from archive_app.services.page_images import FULL_WIDTH
from archive_app.services.portfolio.errors import AchievementIncomplete
from archive_app.services.portfolio.filling import Achievement

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from archive_app.services.portfolio import Portfolios

Choice = TypeVar("Choice", bound=StrEnum)
blueprint = Blueprint("portfolio", __name__, url_prefix="/portfolio")
PERSON = f"/persons/<int(max={LARGEST}):person_id>"
ENTRY = f"/entries/<int(max={LARGEST}):entry_id>"
FILE = f"/files/<int(max={LARGEST}):file_id>"
PART = 50
ZIP = "application/zip"


let_files_through(blueprint, "add", "attach")


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "achievement_kinds": {kind.value: translate(words.words) for kind, words in KINDS.items()},
        "achievement_papers": {paper.value: translate(words) for paper, words in PAPER_WORDS.items()},
        "achievement_levels": {level.value: translate(words) for level, words in LEVEL_WORDS.items()},
        "achievement_states": {state.value: translate(words) for state, words in ENTRY_STATE_WORDS.items()},
    }


@blueprint.get(PERSON)
@needs(Act.SEE)
def shown(person_id: int) -> str:
    """The newest entries first."""
    return _list_page(person_id)


@blueprint.post(f"{PERSON}/list")
@needs(Act.CHANGE)
def file_list(person_id: int) -> Answer | tuple[str, int]:
    """The list of achievements into the case file."""
    return done(
        lambda: _made().listing.file(person_id, actor()),
        partial(_list_page, person_id),
        url_for("portfolio.shown", person_id=person_id),
        translate("The list of achievements lies in the case file."),
    )


@blueprint.get(f"{PERSON}/new")
@needs(Act.FILE)
def new(person_id: int) -> str:
    """An empty form; what the regulations say of each kind stands below."""
    return _new_page(person_id)


@blueprint.post(f"{PERSON}/new")
@needs(Act.FILE)
def add(person_id: int) -> Answer | tuple[str, int]:
    """A draft with its files; what was typed stays where something is wrong."""

    def act() -> str:
        with attached() as files:
            number = _made().filling.add(person_id, _told(), actor(), files)
        return url_for("portfolio.entry", entry_id=number)

    said = translate("The draft is kept. Send it to the curator when it is ready.")
    return led(act, partial(_new_page, person_id), said)


@blueprint.get(ENTRY)
@needs(Act.SEE)
def entry(entry_id: int) -> str:
    """All of it, with what whoever looks may do."""
    return _entry_page(entry_id)


@blueprint.post(f"{ENTRY}/change")
@needs(Act.FILE)
def change(entry_id: int) -> Answer | tuple[str, int]:
    """Tell it otherwise."""
    return _done(entry_id, lambda: _made().filling.change(entry_id, _told(), actor(), version=version_seen()))


@blueprint.post(f"{ENTRY}/files")
@needs(Act.FILE)
def attach(entry_id: int) -> Answer | tuple[str, int]:
    """Add files."""
    road = url_for("portfolio.entry", entry_id=entry_id)
    attach_files = _made().filling.attach
    return attach_to(partial(_entry_page, entry_id), road, lambda files: attach_files(entry_id, files, actor()))


@blueprint.post(f"{FILE}/remove")
@needs(Act.FILE)
def detach(file_id: int) -> Answer:
    """Take a file off an entry that is not sent."""
    return redirect(url_for("portfolio.entry", entry_id=_made().filling.detach(file_id, actor())))


@blueprint.post(f"{ENTRY}/send")
@needs(Act.FILE)
def send(entry_id: int) -> Answer | tuple[str, int]:
    """To the curator."""
    return _done(
        entry_id,
        lambda: _made().filling.send(entry_id, actor(), version=version_seen()),
        translate("The entry is with the curator."),
    )


@blueprint.post(f"{ENTRY}/discard")
@needs(Act.FILE)
def discard(entry_id: int) -> Answer | tuple[str, int]:
    """Throw it away."""

    def act() -> str:
        person = _made().filling.discard(entry_id, actor(), version=version_seen())
        return url_for("portfolio.shown", person_id=person)

    return led(act, partial(_entry_page, entry_id), translate("The entry is thrown away, its files too."))


@blueprint.get("/waiting")
@needs(Act.CHANGE)
def waiting() -> str:
    """What waits for this curator, the longest first."""
    lines = _made().judging.waiting(actor(), after=read_number(request.args.get("after", "")), limit=PART)
    following = url_for("portfolio.waiting", after=lines[-1].entry_id) if len(lines) == PART else ""
    return render_template("portfolio/waiting.html", lines=lines, following=following)


@blueprint.post(f"{ENTRY}/accept")
@needs(Act.CHANGE)
def accept(entry_id: int) -> Answer | tuple[str, int]:
    """Into the portfolio, for good."""
    said = request.form.get("comment", "")
    return _done(
        entry_id,
        lambda: _made().judging.accept(entry_id, actor(), version=version_seen(), comment=said),
        translate("The entry is accepted into the portfolio."),
    )


@blueprint.post(f"{ENTRY}/return")
@needs(Act.CHANGE)
def give_back(entry_id: int) -> Answer | tuple[str, int]:
    """With a word on what to correct."""
    said = request.form.get("comment", "")
    return _done(
        entry_id,
        lambda: _made().judging.give_back(entry_id, said, actor(), version=version_seen()),
        translate("The entry is returned; the student reads your word."),
    )


@blueprint.get(FILE)
@needs(Act.DOWNLOAD, Act.PERSONS)
def file(file_id: int) -> Response:
    """One file, as a download."""
    line, stream = _made().showing.file(file_id, actor())
    return as_download(stream, line.name, line.size)


@blueprint.get(f"{FILE}/look")
@needs(Act.SEE, Act.PERSONS)
def look(file_id: int) -> str:
    """One file, page by page."""
    leaf = _made().looking.leaf(file_id, read_number(request.args.get("page", "")) or 1, actor())
    return render_template("portfolio/file.html", leaf=leaf)


@blueprint.get(f"{FILE}/pages/<int(max={LARGEST}):number>.jpg")
@needs(Act.SEE, Act.PERSONS)
def page_image(file_id: int, number: int) -> Response:
    """The image of a page; `?w=960` for one of about that width."""
    known = next(iter(request.if_none_match), "")
    width = read_number(request.args.get("w", "")) or FULL_WIDTH
    return pictured(_made().looking.picture(file_id, number, actor(), width, known))


@blueprint.get(f"{PERSON}.zip")
@needs(Act.DOWNLOAD)
def archived(person_id: int) -> Response:
    """The accepted entries with their files as one archive, written as it goes out."""
    packed = _made().exporting.pack(person_id, actor())
    return as_download(packed.pieces, packed.name, kind=ZIP)


def _made() -> Portfolios:
    return archive().portfolios


def _list_page(person_id: int, refusal: str = "") -> str:
    before = read_number(request.args.get("before", ""))
    found = _made().showing.portfolio(person_id, actor(), before=before, limit=PART)
    results = archive().outside.showing.of_person(found.person_id, actor())
    return render_template("portfolio/list.html", portfolio=found, results=results, refusal=refusal)


def _new_page(person_id: int, refusal: str = "") -> str:
    found = _made().showing.portfolio(person_id, actor(), limit=1)
    typed = request.form or {"happened_on": ""}
    return render_template(
        "portfolio/new.html", portfolio=found, typed=typed, refusal=refusal, limits=attachment_limits(), rules=_rules()
    )


def _entry_page(entry_id: int, refusal: str = "") -> str:
    card = _made().showing.card(entry_id, actor())
    stored = {name: getattr(card, name) for name in ("kind", "paper", "level", "title", "place", "result")}
    stored |= {"happened_on": f"{card.happened_on:%d.%m.%Y}", "description": card.description}
    typed = {**stored, **request.form}
    return render_template(
        "portfolio/entry.html", card=card, typed=typed, refusal=refusal, limits=attachment_limits(), rules=_rules()
    )


def _rules() -> list[tuple[str, str, str]]:
    return [(translate(words.words), words.school, words.college) for words in KINDS.values()]


def _done(entry_id: int, act: Callable[[], None], said: str = "") -> Answer | tuple[str, int]:
    return done(act, partial(_entry_page, entry_id), url_for("portfolio.entry", entry_id=entry_id), said)


def _told() -> Achievement:
    given = request.form
    return Achievement(
        kind=_one_of(AchievementKind, "kind"),
        paper=_one_of(AchievementPaper, "paper"),
        level=_one_of(AchievementLevel, "level"),
        happened_on=read_date(given.get("happened_on", "").strip()),
        **{name: given.get(name, "") for name in ("title", "place", "result", "description")},
    )


def _one_of(values: type[Choice], name: str) -> Choice:
    try:
        return values(request.form.get(name, ""))
    except ValueError as error:
        raise AchievementIncomplete from error
